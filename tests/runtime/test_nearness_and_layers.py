"""Near the next tier is said of the tier in force: nobody is told of what they have (E-16)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.granting import DAY, Granted, grant
from app.runtime.releases import live
from app.storage.layers import Kind
from tests.runtime.clubs import Club
from tests.runtime.flowing import SPENT, Flowing, flow, give, programme

Clubs = Callable[..., Club]
TIERS = (
    ("basic", None),
    ("silver", {">=": [SPENT, 500]}),
    ("gold", {">=": [SPENT, 1000]}),
    ("black", {">=": [SPENT, 2000]}),
)


@pytest.fixture
def near(club: Clubs) -> Callable[..., Flowing]:
    def start(**ladder: Any) -> Flowing:
        told = flow("near_next_tier", give(), options={"ladder": "main", "gap": "100"})
        return Flowing(club(programme(told, tiers=TIERS, ladder=ladder)))

    return start


def hold(at_work: Flowing, member_id: int, kind: Kind, tier: str, days: int = 30) -> None:
    club, now = at_work.club, to_instant(at_work.club.now)
    wanted = Granted(
        member_id=member_id,
        ladder="main",
        kind=kind,
        tier=tier,
        reason="test",
        starts_at=now,
        ends_at=now + days * DAY,
        offer="trial" if kind is Kind.TRIAL else None,
    )
    with club.spaces.writing(club.workspace_id) as space:
        grant(space, live(space, club.program_id), wanted, now=now, by=None)


LIFTING = [each for each in Kind if each is not Kind.LOCK]


@pytest.mark.parametrize("kind", LIFTING)
@pytest.mark.parametrize(
    ("tier", "told"),
    [("basic", ["near:main:gold"]), ("silver", ["near:main:gold"]), ("gold", []), ("black", [])],
)
def test_who_stands_on_the_next_tier_already_is_told_nothing(
    near: Callable[..., Flowing], kind: Kind, tier: str, told: list[str]
) -> None:
    """She has earned silver, and lacks 50 for gold."""
    at_work = near()
    anna = at_work.club.join("anna")
    hold(at_work, anna, kind, tier)
    at_work.club.buy("anna", 950)
    at_work.run()
    assert causes(at_work, anna) == told


def causes(at_work: Flowing, member_id: int) -> list[str]:
    """Name the tiers that a member was told to be near, without the period."""
    return [each.cause.rpartition(":")[0] for each in at_work.runs(member_id=member_id)]


@pytest.mark.parametrize("tier", ["basic", "silver", "gold", "black"])
def test_who_is_locked_on_a_tier_would_not_rise_by_what_is_missing(
    near: Callable[..., Flowing], tier: str
) -> None:
    at_work = near()
    anna = at_work.club.join("anna")
    hold(at_work, anna, Kind.LOCK, tier)
    at_work.club.buy("anna", 950)
    at_work.run()
    assert causes(at_work, anna) == []


@pytest.mark.parametrize(("promotion", "told"), [("jump", ["near:main:black"]), ("step", [])])
def test_from_a_tier_that_is_held_the_one_above_it_is_the_next(
    near: Callable[..., Flowing], promotion: str, told: list[str]
) -> None:
    """Where one rises tier by tier, what is missing for the one above would not do."""
    at_work = near(promotion=promotion)
    anna = at_work.club.join("anna")
    hold(at_work, anna, Kind.PAID, "gold")
    at_work.club.buy("anna", 1950)
    at_work.run()
    assert causes(at_work, anna) == told


def test_whose_trial_is_over_is_told_when_everybody_is_looked_at_again(
    near: Callable[..., Flowing],
) -> None:
    at_work = near()
    club = at_work.club
    anna = club.join("anna")
    hold(at_work, anna, Kind.TRIAL, "gold", days=10)
    club.buy("anna", 950)
    club.wait(days=5)
    club.evaluate()
    at_work.run()
    assert causes(at_work, anna) == []
    club.wait(days=6)
    club.evaluate()
    at_work.run()
    assert causes(at_work, anna) == ["near:main:gold"]
