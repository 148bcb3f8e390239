"""What a step gives to all at once is what it would have given to each."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.runtime import flow_control
from app.runtime.coupons import new_codes
from app.storage import coupon_sets, coupons, flow_batch
from app.storage.coupon_sets import Gift
from app.storage.flow_runs import Group
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme

Flowings = Callable[..., Flowing]


@pytest.fixture
def flowings(club: Callable[..., Club]) -> Flowings:
    return lambda *flows: Flowing(club(programme(*flows)))


def started(at_work: Flowing, *names: str) -> list[int]:
    """Give members who have just been let in."""
    club = at_work.club
    ids, now = [club.join(each) for each in names], to_instant(club.now)
    with club.spaces.writing(club.workspace_id) as space:
        flow_control.start(space, club.live, "flow", ids, now=now, cause="test")
    return ids


def test_everybody_is_given_as_many_as_the_step_says_each_with_a_code(flowings: Flowings) -> None:
    at_work = flowings(flow("manual", give(count=3)))
    members = started(at_work, "anna", "ben", "carla")
    at_work.run()
    club, codes = at_work.club, set()
    with club.spaces.reading(club.workspace_id) as space:
        for each in members:
            had = coupons.of_member(space, club.program_id, each, limit=10)
            assert [one.number for one in had] == [2, 1, 0]
            assert len({one.cause for one in had}) == 1
            codes |= {one.code for one in had}
            for one in had:
                assert coupons.find_code(space, club.program_id, one.code) == one
    assert len(codes) == 9


def test_what_was_given_under_the_same_cause_is_left_alone(flowings: Flowings) -> None:
    at_work = flowings(flow("manual", give()))
    anna, ben = started(at_work, "anna", "ben")
    club = at_work.club
    now = to_instant(club.now)
    group = Group(release_id=club.live.catalogue.release_id, flow="flow", step="give")
    gift = Gift(
        step="give", design="ten_off", count=1, issued_at=now, starts_on=None, expires_on=None
    )
    with club.spaces.writing(club.workspace_id) as space:
        flow_batch.take(space, club.program_id, group, size=1, now=now)
        coupon_sets.give(space, club.program_id, gift, new_codes(1))
        flow_batch.take(space, club.program_id, group, size=2, now=now)
        coupon_sets.give(space, club.program_id, gift, new_codes(2))
    with club.spaces.reading(club.workspace_id) as space:
        for each in (anna, ben):
            (had,) = coupons.of_member(space, club.program_id, each, limit=10)
            assert coupons.find_code(space, club.program_id, had.code) == had
