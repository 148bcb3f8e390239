"""Scheduled evaluations: they re-qualify, rank, go on where they stopped, and happen once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.runtime import evaluation, tiers
from app.storage import standings
from tests.runtime.clubs import NOON, Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
THIS_YEAR = {"sum_of": ["order.net", "this_year"]}
GOLD = document(("basic", None), ("gold", {">=": [SPENT, 100]}))
BEST_TEN = document(("basic", None), ("best", {"<": [{"rank_of": [THIS_YEAR, "percent"]}, 10]}))


def spend(team: Club, *amounts: int) -> None:
    for n, amount in enumerate(amounts):
        team.join(f"m{n}")
        if amount:
            team.buy(f"m{n}", amount)


def on(team: Club, tier: str) -> list[str]:
    return sorted(name for name, each in team.tiers().items() if each == tier)


@pytest.mark.parametrize(("members", "best"), [(1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_r05_the_first_tenth_is_rounded_up(club: Clubs, members: int, best: int) -> None:
    team = club(BEST_TEN)
    spend(team, *range(members, 0, -1))
    team.evaluate()
    assert on(team, "best") == sorted(f"m{n}" for n in range(best))


def test_r05_ties_at_the_cut_are_all_inside(club: Clubs) -> None:
    team = club(BEST_TEN)
    spend(team, *[100] * 3, *[50] * 17)
    team.evaluate()
    assert on(team, "best") == ["m0", "m1", "m2"]


def test_r05_members_who_spent_nothing_are_not_ranked(club: Clubs) -> None:
    team = club(BEST_TEN)
    spend(team, 5, *[0] * 30)
    team.evaluate()
    assert on(team, "best") == ["m0"]


def test_r05_last_years_spend_does_not_count_in_the_new_year(club: Clubs) -> None:
    team = club(BEST_TEN, now=NOON.replace(year=2025, month=12, day=31))
    spend(team, 100, 1)
    team.evaluate()
    assert on(team, "best") == ["m0"]
    team.at(2026, 1, 1)
    team.buy("m1", 1)
    team.evaluate()
    assert on(team, "best") == ["m1"]


def test_an_event_sees_the_cut_of_the_last_evaluation(club: Clubs) -> None:
    team = club(BEST_TEN)
    spend(team, *range(10, 0, -1))
    team.evaluate()
    outcome = team.buy("m5", 6)
    assert [each.new for each in outcome.moved] == ["best"]
    assert on(team, "best") == ["m0", "m5"]
    team.evaluate()
    assert on(team, "best") == ["m5"]


def test_before_the_first_evaluation_nobody_is_among_the_best(club: Clubs) -> None:
    team = club(BEST_TEN)
    spend(team, 100)
    assert on(team, "best") == []


def test_an_event_never_demotes(club: Clubs) -> None:
    rule = {">=": [{"sum_of": ["order.net", "30d"]}, 100]}
    team = club(document(("basic", None), ("gold", rule)))
    team.join("ann")
    team.buy("ann", 100)
    team.wait(days=40)
    team.buy("ann", 1)
    assert team.tier("ann") == "gold"
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_e08_an_event_jumps_to_the_highest_tier_there_is_a_right_to(club: Clubs) -> None:
    tiers_of = [("basic", None), *((f"t{n}", {">=": [SPENT, n * 100]}) for n in range(1, 4))]
    team = club(document(*tiers_of))
    team.join("ann")
    assert [each.new for each in team.buy("ann", 350).moved] == ["t3"]


def test_e08_step_by_step_a_member_rises_one_tier_at_a_time(club: Clubs) -> None:
    tiers_of = [("basic", None), *((f"t{n}", {">=": [SPENT, n * 100]}) for n in range(1, 4))]
    team = club(document(*tiers_of, ladder={"promotion": "step"}))
    team.join("ann")
    seen = [team.buy("ann", 350).moved[0].new]
    for _ in range(2):
        team.evaluate()
        seen.append(team.tier("ann"))
    assert seen == ["t1", "t2", "t3"]


def test_who_is_not_on_the_ladder_has_no_tier(club: Clubs) -> None:
    city = {"key": "city", "kind": "text", "label": "City"}
    team = club(
        document(
            ("basic", None),
            ladder={"members": {"==": [{"var": "city"}, "杭州"]}},
            objects=[{"key": "member", "label": "Member", "fields": [city]}],
        )
    )
    team.join("ann", city="杭州")
    team.join("bob")
    team.evaluate()
    assert team.tiers() == {"ann": "basic", "bob": None}


def test_an_occurrence_is_evaluated_once(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    order = team.buy("ann", 100)
    first = team.evaluate("2026-03-01")
    team.refund(order, 100)
    again = team.evaluate("2026-03-01")
    assert again == evaluation.Evaluated(
        occurrence="2026-03-01", refreshed=0, placed=first.placed, changed=first.changed
    )
    assert team.tier("ann") == "gold"


class Killed(Exception):
    """The process was killed in the middle of an evaluation."""


def test_an_interrupted_evaluation_goes_on_where_it_stopped(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "PIECE", 3)
    monkeypatch.setattr(evaluation, "MOST", 3)
    rule = {">=": [{"sum_of": ["order.net", "30d"]}, 100]}
    team = club(document(("basic", None), ("gold", rule)))
    spend(team, *[100] * 10)
    team.wait(days=40)
    place_anew, pieces = tiers.place_anew, []

    def killed_at_the_third(*args: object, **kwargs: object) -> tiers.Placed:
        pieces.append(args)
        if len(pieces) == 3:
            raise Killed
        return place_anew(*args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "place_anew", killed_at_the_third)
        with pytest.raises(Killed):
            team.evaluate("tonight")
    assert len(on(team, "basic")) == 6
    done = team.evaluate("tonight")
    assert len(on(team, "basic")) == 10
    assert (done.placed, done.changed) == (10, 10)


def test_each_change_is_written_down_with_its_reason_and_release(club: Clubs) -> None:
    team = club(GOLD)
    member_id = team.join("ann")
    order = team.buy("ann", 100)
    team.refund(order, 50)
    team.wait(days=1)
    team.evaluate()
    with team.spaces.reading(team.workspace_id) as space:
        found = standings.changes_of(space, team.program_id, member_id)
    keys = team.live.catalogue.members.ladders["main"].key_of
    assert [(keys(each.old_tier_id), keys(each.new_tier_id), each.reason) for each in found] == [
        ("gold", "basic", "evaluation"),
        ("basic", "gold", "event"),
        (None, "basic", "event"),
    ]
    assert {each.release_id for each in found} == {team.live.catalogue.release_id}


def test_a_new_rule_is_filled_from_the_records_there_are(club: Clubs) -> None:
    team = club(GOLD)
    spend(team, 50, 60)
    easier = {"and": [{">=": [SPENT, 60]}, {">=": [{"count_of": ["order", "30d"]}, 1]}]}
    team.publish(document(("basic", None), ("gold", easier)))
    assert on(team, "gold") == []
    team.evaluate()
    assert on(team, "gold") == ["m1"]


def test_days_that_were_missed_are_caught_up(club: Clubs) -> None:
    rule = {">=": [{"sum_of": ["order.net", "7d"]}, 100]}
    team = club(document(("basic", None), ("gold", rule)))
    spend(team, 100)
    team.evaluate()
    team.now = NOON + timedelta(days=6)
    team.evaluate()
    assert on(team, "gold") == ["m0"]
    team.now = NOON + timedelta(days=60)
    team.evaluate()
    assert on(team, "gold") == []
