"""Approvals: who decides, in which order, and which way the run goes."""

from typing import Any

import pytest

from app.access import Role
from app.errors import Forbidden, Invalid
from app.runtime.tasks import Action, Decided
from tests.runtime.desks import Clubs, Desk, decide
from tests.runtime.flowing import flow, give, tell

BOTH = ["mia@example.com", "zoe@example.com"]


def deciding(club: Clubs, *, leads: Any = None, **options: Any) -> Desk:
    """After a visit people decide about a coupon."""
    ways = {"approved": "give", "refused": "tell", "timeout": "tell"} | (leads or {})
    found = flow(
        "activity",
        decide(**options, next=ways),
        give(next={}),
        tell(next={}),
        options={"kind": "visit"},
    )
    desk = Desk.of(club, found)
    desk.club.join("anna")
    return desk


def test_any_one_of_several_is_enough(club: Clubs) -> None:
    desk = deciding(club, users=BOTH)
    desk.hire("mia")
    zoe = desk.hire("zoe")
    desk.visit()
    assert desk.does(zoe, Action.APPROVED).outcome == "approved"
    assert desk.coupons(desk.task().member_id) == 1


def test_all_must_approve_and_one_refusal_is_enough(club: Clubs) -> None:
    desk = deciding(club, users=BOTH, how="all")
    mia, zoe = desk.hire("mia"), desk.hire("zoe")
    desk.club.join("ben")
    desk.visit("anna")
    first = desk.task()
    desk.does(mia, Action.APPROVED, first)
    assert (desk.task().state, desk.states()) == ("open", ["waiting"])
    with pytest.raises(Forbidden):
        desk.does(mia, Action.APPROVED, first)
    assert desk.does(zoe, Action.APPROVED, first).outcome == "approved"
    desk.visit("ben")
    second = desk.tasks()[-1]
    assert desk.does(zoe, Action.REFUSED, second, note="Too soon.").outcome == "refused"
    with pytest.raises(Decided, match="zoe was first: Refused"):
        desk.does(mia, Action.APPROVED, second)


def test_in_turn_the_next_is_asked_only_when_the_one_before_approved(club: Clubs) -> None:
    desk = deciding(club, users=["mia@example.com"], roles=["owner"], how="in_turn")
    mia, boss = desk.hire("mia"), desk.hire("boss", Role.OWNER)
    desk.visit()
    with pytest.raises(Forbidden):
        desk.does(boss, Action.APPROVED)
    desk.does(mia, Action.APPROVED)
    assert [each.state for each in desk.places(desk.task())] == ["signed", "open"]
    assert desk.does(boss, Action.APPROVED).outcome == "approved"


def test_one_more_signer_decides_right_after_whoever_asked(club: Clubs) -> None:
    desk = deciding(club, users=BOTH, how="in_turn")
    mia, zoe, ann = desk.hire("mia"), desk.hire("zoe"), desk.hire("ann")
    desk.visit()
    desk.does(mia, Action.ADDED, to="ann@example.com", note="She knows the member.")
    assert [each.user_id for each in desk.places(desk.task())] == [
        mia.user_id,
        ann.user_id,
        zoe.user_id,
    ]
    for each in (mia, ann, zoe):
        desk.does(each, Action.APPROVED)
    assert desk.task().outcome == "approved"


def test_refusing_asks_for_a_reason_where_the_step_says_so(club: Clubs) -> None:
    desk = deciding(club)
    mia = desk.hire("mia")
    desk.visit()
    with pytest.raises(Invalid, match="Say why"):
        desk.does(mia, Action.REFUSED)
    desk.does(mia, Action.REFUSED, note="No budget.")
    assert len(desk.messages(desk.task().member_id)) == 1


@pytest.mark.parametrize(
    ("reason", "refused"), [("never", []), ("refusing", []), ("always", ["approved"])]
)
def test_approving_asks_for_a_reason_only_where_it_always_does(
    club: Clubs, reason: str, refused: list[str]
) -> None:
    desk = deciding(club, reason=reason)
    mia = desk.hire("mia")
    desk.visit()
    if refused:
        with pytest.raises(Invalid, match="Say why"):
            desk.does(mia, Action.APPROVED)
    else:
        desk.does(mia, Action.APPROVED)
    assert desk.task().state == ("open" if refused else "closed")


def test_sent_back_goes_where_the_way_leads_and_is_asked_anew(club: Clubs) -> None:
    desk = deciding(club, leads={"back": "approve"})
    mia = desk.hire("mia")
    desk.visit()
    desk.does(mia, Action.BACK, note="Which coupon?")
    first, second = desk.tasks()
    assert (first.outcome, second.state) == ("back", "open")
    desk.does(mia, Action.APPROVED, second)
    assert desk.ways() == ["back", "approved", "next"]


def test_nothing_is_sent_back_where_no_way_is_drawn(club: Clubs) -> None:
    desk = deciding(club)
    mia = desk.hire("mia")
    desk.visit()
    with pytest.raises(Invalid, match="Nothing is drawn"):
        desk.does(mia, Action.BACK, note="Which coupon?")


@pytest.mark.parametrize(("late", "coupons"), [("timeout", 0), ("approved", 1), ("refused", 0)])
def test_what_nobody_decides_goes_the_way_that_is_set(club: Clubs, late: str, coupons: int) -> None:
    desk = deciding(club, time={"days": 2}, late=late)
    desk.visit()
    desk.club.wait(days=2)
    desk.run()
    assert (desk.task().outcome, desk.coupons(desk.task().member_id)) == (late, coupons)


def test_members_who_come_together_are_asked_for_and_handed_on_together(club: Clubs) -> None:
    step = decide(time={"days": 2}, due={"days": 1}, escalate="owner")
    desk = Desk.of(
        club, flow("schedule", step, options={"every": "day", "time": "13:00"}, enrol="future")
    )
    for n in range(40):
        desk.club.join(f"m{n}")
    desk.club.wait(hours=2)
    desk.run()
    assert len(desk.tasks()) == 40
    desk.club.wait(days=1)
    assert {each.role for each in desk.tasks()} == {"operator"}
    desk.run()
    assert sum(each.role == "owner" for each in desk.tasks()) == 40
