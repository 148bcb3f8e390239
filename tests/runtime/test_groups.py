"""R-26: the groups of an A/B test, and what became of each."""

from collections.abc import Callable

import pytest

from app.analytics.groups import Comparison, compare
from app.errors import NotFound
from app.runtime.steps.ab_split import group_of
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
VARIANTS = [{"key": "points", "percent": 50}, {"key": "event", "percent": 30}]


def tried(club: Clubs, members: int) -> Flowing:
    split = step(
        "groups",
        "ab_split",
        variants=VARIANTS,
        holdout=20,
        next={"points": "give", "event": "tell"},
    )
    found = flow(
        "schedule",
        split,
        give(next={}),
        tell(next={}),
        options={"every": "day", "time": "13:00"},
    )
    at_work = Flowing(club(programme(found)))
    for n in range(members):
        at_work.club.join(f"m{n}")
    at_work.club.wait(hours=2)
    at_work.run()
    return at_work


def compared(at_work: Flowing, days: int = 30) -> Comparison:
    with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
        return compare(space, at_work.club.live, "flow", "groups", days=days)


def test_activity_promotion_and_spend_of_each_group_stand_side_by_side(club: Clubs) -> None:
    at_work = tried(club, 60)
    runs = at_work.runs()
    way = {run.member_id: at_work.trace(run)[0][1] for run in runs}
    assert way == {each: group_of("flow:groups", each, VARIANTS) for each in way}
    names = {
        run.member_id: f"m{n}"
        for n, run in enumerate(sorted(runs, key=lambda each: each.member_id))
    }
    at_work.club.wait(days=1)
    for member_id, variant in way.items():
        if variant == "points":
            at_work.club.buy(names[member_id], 1200)
    at_work.club.wait(days=40)
    at_work.club.buy(names[next(iter(way))], 50)
    found = {each.variant: each for each in compared(at_work).groups}
    assert {key: each.members for key, each in found.items()} == {
        key: list(way.values()).count(key) for key in ("holdout", "points", "event")
    }
    assert (found["points"].active, found["points"].promoted) == (1.0, 1.0)
    assert found["points"].spent_each == 1200
    for key in ("event", "holdout"):
        assert (found[key].active, found[key].bought, found[key].spent_each) == (0, 0, 0)
    assert compared(at_work).groups[0].variant == "holdout"


def test_too_few_members_say_nothing_about_a_difference(club: Clubs) -> None:
    groups = compared(tried(club, 12)).groups
    assert {each.differs for each in groups} == {None}


def test_only_an_ab_test_has_groups(club: Clubs) -> None:
    at_work = tried(club, 1)
    with (
        at_work.club.spaces.reading(at_work.club.workspace_id) as space,
        pytest.raises(NotFound),
    ):
        compare(space, at_work.club.live, "flow", "give", days=30)
