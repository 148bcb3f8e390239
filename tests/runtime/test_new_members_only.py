"""A release for new members only: who was a member before keeps the rules there were (E-19)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.builder.releases import Apply, NotReady
from app.clock import to_instant
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.standing import standing
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]


def gold_from(amount: int, **ladder: Any) -> Any:
    rule = {">=": [{"sum_of": ["order.net", "365d"]}, amount]}
    return document(("basic", None), ("gold", rule), ladder=ladder)


def buyers(team: Club, *names: str, amount: int) -> dict[str, str | None]:
    for name in names:
        team.join(name)
        team.buy(name, amount)
    return team.tiers(names)


def test_elders_keep_their_rules_and_newcomers_get_the_new_ones(club: Clubs) -> None:
    team = club(gold_from(100))
    team.join("elder")
    team.wait(hours=1)
    team.release(gold_from(500), apply=Apply.NEW)
    evaluate_what_is_due(team.spaces.engine, team.now)
    team.wait(hours=1)
    assert buyers(team, "young", amount=499) == {"young": "basic"}
    team.buy("elder", 100)
    assert team.tier("elder") == "gold"
    team.wait(days=1)
    evaluate_what_is_due(team.spaces.engine, team.now)
    assert team.tiers() == {"elder": "gold", "young": "basic"}
    team.wait(days=365)
    evaluate_what_is_due(team.spaces.engine, team.now)
    assert team.tiers() == {"elder": "basic", "young": "basic"}


def test_three_generations_each_have_rules_of_their_own(club: Clubs) -> None:
    team = club(gold_from(100))
    for generation, amount in (("first", 100), ("second", 200), ("third", 300)):
        if amount > 100:
            team.release(gold_from(amount), apply=Apply.NEW)
            evaluate_what_is_due(team.spaces.engine, team.now)
        team.wait(hours=1)
        team.join(f"{generation}_enough")
        team.join(f"{generation}_short")
        team.buy(f"{generation}_enough", amount)
        team.buy(f"{generation}_short", amount - 1)
        team.wait(hours=1)
    team.wait(days=1)
    team.evaluate()
    assert {name for name, tier in team.tiers().items() if tier == "gold"} == {
        "first_enough",
        "second_enough",
        "third_enough",
    }


def test_a_release_for_everybody_ends_the_old_rules(club: Clubs) -> None:
    team = club(gold_from(100))
    buyers(team, "elder", amount=100)
    team.wait(hours=1)
    team.release(gold_from(500), apply=Apply.NEW)
    team.wait(hours=1)
    team.release(gold_from(400), apply=Apply.NOW)
    evaluate_what_is_due(team.spaces.engine, team.now)
    assert team.tier("elder") == "basic"


def test_an_elder_is_told_the_elders_rule(club: Clubs) -> None:
    team = club(gold_from(100))
    elder = team.join("elder")
    team.wait(hours=1)
    team.release(gold_from(500), apply=Apply.NEW)
    evaluate_what_is_due(team.spaces.engine, team.now)
    team.wait(hours=1)
    young = team.join("young")
    asked = {}
    for name, member_id in (("elder", elder), ("young", young)):
        with team.spaces.reading(team.workspace_id) as space:
            (ladder,) = standing(space, team.live, member_id, now=to_instant(team.now)).ladders
        assert ladder.next is not None
        assert ladder.next.explained is not None
        asked[name] = ladder.next.explained.threshold
    assert asked == {"elder": 10000, "young": 50000}


@pytest.mark.parametrize(
    "changed",
    [
        {"period": "year", "review": {"due": "period"}},
        {"promotion": "step"},
        {"members": {"is_set": [{"var": "phone"}]}},
    ],
)
def test_only_conditions_may_differ_between_generations(club: Clubs, changed: Any) -> None:
    team = club(gold_from(100))
    with pytest.raises(NotReady) as refused:
        team.release(gold_from(500, **changed), apply=Apply.NEW)
    assert [each.path for each in refused.value.findings] == ["/ladders/0"]
