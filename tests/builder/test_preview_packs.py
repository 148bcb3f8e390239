"""What a preview says of packs and coupons is what publishing then really gives."""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from app.builder.outgoing import Outgoing
from app.builder.preview import impact
from app.runtime.booking import entries_of
from app.storage import coupons
from app.storage.balances import totals
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.test_packs import GOLD, SILVER, TEA, WELCOME, given

Clubs = Callable[..., Club]


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def look(team: Club, content: Any, **more: int) -> Outgoing:
    with team.spaces.reading(team.workspace_id) as space:
        return impact(space, team.program_id, content, now=team.now, **more).outgoing


def issued(team: Club) -> Counter[str]:
    with team.spaces.reading(team.workspace_id) as space:
        found = coupons.counts(space, team.program_id)
    counted: Counter[str] = Counter()
    for (design, _), many in found.items():
        counted[design] += many
    return counted


def earned(team: Club, members: list[int]) -> int:
    """Add up the points of everybody."""
    today = team.live.moment(0).today
    with team.spaces.reading(team.workspace_id) as space:
        entries = entries_of(team.live)
        found = [totals(space, entries, team.program_id, each, today=today) for each in members]
    return sum(each["points"].amount for each in found if "points" in each)


def easier(content: Any, silver: int, gold: int) -> Any:
    for tier, amount in zip(content["ladders"][0]["tiers"][1:], (silver, gold), strict=True):
        tier["condition"] = {">=": [{"sum_of": ["order.net", "lifetime"]}, amount]}
    return content


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("whose", ["passed", "reached"])
def test_the_promise_is_what_publishing_gives(club: Clubs, *, again: bool, whose: str) -> None:
    limited = WELCOME | {"most_each": 1}
    ladder = {"packs": whose}

    def written(silver: int, gold: int, coupons: Any) -> Any:
        packs_of = [
            None,
            SILVER | {"again": again},
            GOLD | {"again": again, "coupons": coupons},
        ]
        return easier(given(*packs_of, coupons=[limited, TEA], ladder=ladder), silver, gold)

    plain, rich = ["tea"], [{"coupon": "tea", "count": 2}, {"coupon": "welcome", "count": 3}]
    team = club(written(1000, 2000, plain))
    chance = Random(5)
    members = [team.join(f"m{n}") for n in range(30)]
    for n in range(30):
        team.buy(f"m{n}", chance.choice([1, 300, 700, 1200, 1800, 2500]))
    team.evaluate()
    # Some fall, so that they would rise again.
    team.wait(hours=1)
    team.publish(written(5000, 6000, plain))
    team.evaluate()
    team.wait(hours=1)
    draft = written(500, 1500, rich)
    promise = look(team, draft)
    before = issued(team), earned(team, members)
    team.publish(draft)
    team.evaluate()
    after = issued(team), earned(team, members)
    assert {each.design.key: each.count for each in promise.coupons} == after[0] - before[0]
    assert promise.points.get("points", 0) == after[1] - before[1]
    assert promise.coupons or not again


def test_the_cost_is_that_of_using_every_coupon(club: Clubs) -> None:
    team = club(given(None, None, None))
    for name in ("ann", "bob"):
        team.join(name)
        team.buy(name, 600)
    draft = easier(given(None, SILVER, GOLD, coupons=[WELCOME, TEA]), 500, 600)
    found = look(team, draft)
    assert [(each.tier.key, each.members) for each in found.packs] == [("silver", 2), ("gold", 2)]
    assert {each.design.key: each.cost for each in found.coupons} == {
        "welcome": 2 * 10_00,
        "tea": 4 * 8_00,
    }
    assert found.cost == 52_00
    assert found.to_json()["cost"] == "52.00"
    unsaid = easier(given(None, SILVER, GOLD, coupons=[WELCOME, {**TEA, "cost": None}]), 500, 600)
    found = look(team, unsaid)
    assert found.cost == 20_00
    assert [each.design.key for each in found.of_unknown_cost] == ["tea"]


def test_what_comes_again_is_told_for_those_who_would_stand_there(club: Clubs) -> None:
    team = club(given(None, None, None))
    for n in range(3):
        team.join(f"m{n}")
        team.buy(f"m{n}", 600)
    draft = easier(given(None, None, None), 500, 5000)
    draft["ladders"][0]["tiers"][1]["recurring"] = [
        {"key": "m", "coupon": "tea", "every": "month", "count": 2}
    ]
    found = look(team, draft)
    (each,) = found.recurring
    assert (each.members, each.coupons.count, each.coupons.cost) == (3, 6, 48_00)
    assert found.nothing
    assert found.to_json()["recurring"] == [
        {
            "ladder": "main",
            "tier": "silver",
            "every": "month",
            "members": 3,
            "coupon": "tea",
            "count": 6,
            "cost": "48.00",
            "refused": 0,
            "at_most": False,
            "budget": None,
        }
    ]


def test_a_sample_stands_for_everybody(club: Clubs) -> None:
    team = club(given(None, None, None))
    for n in range(40):
        team.join(f"m{n}")
        team.buy(f"m{n}", 600)
    draft = easier(given(None, SILVER, None), 500, 5000)
    found = look(team, draft, most=20)
    (each,) = found.coupons
    assert each.count == 40
