"""Tasks for people: whose they are, when they are late, and that the run goes on when done."""

from typing import Any

import pytest

from app.access import Role
from app.clock import to_instant
from app.errors import Forbidden, Invalid
from app.runtime import flow_control
from app.runtime.releases import live
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action, Decided
from app.storage import tasks
from tests.runtime.desks import Clubs, Desk, ask
from tests.runtime.flowing import flow, give, tell

VISIT = {"kind": "visit"}


def calling(club: Clubs, *, objects: Any = (), **options: Any) -> Desk:
    """After a visit somebody calls; then there is a coupon, or a message where nobody could."""
    ways = {"done": "give", "not_done": "tell", "timeout": "tell"}
    found = flow("activity", ask(**options, next=ways), give(next={}), tell(next={}), options=VISIT)
    desk = Desk.of(club, found, objects=list(objects))
    desk.club.join("anna")
    return desk


def test_a_run_waits_for_a_task_and_goes_on_in_the_transaction_that_ends_it(club: Clubs) -> None:
    desk = calling(club)
    mia = desk.hire("mia")
    desk.visit()
    task = desk.task()
    assert (task.state, task.kind, task.role, desk.states()) == (
        "open",
        "task",
        "operator",
        ["waiting"],
    )
    done = desk.does(mia, Action.DONE, note="She will come on Friday.")
    assert (done.state, done.outcome, done.closed_by) == ("closed", "done", "mia")
    assert desk.coupons(task.member_id) == 1
    assert [(each.action, each.actor) for each in desk.entries(task)] == [
        ("opened", None),
        ("done", "mia"),
    ]


def test_what_cannot_be_done_says_why_and_goes_another_way(club: Clubs) -> None:
    desk = calling(club)
    mia = desk.hire("mia")
    desk.visit()
    with pytest.raises(Invalid, match="Say why"):
        desk.does(mia, Action.NOT_DONE)
    desk.does(mia, Action.NOT_DONE, note="No answer.")
    assert desk.coupons(desk.task().member_id) == 0
    assert len(desk.messages(desk.task().member_id)) == 1


def test_a_task_of_a_person_is_theirs_alone(club: Clubs) -> None:
    desk = calling(club, user="MIA@example.com", role="clerk")
    mia, zoe = desk.hire("mia", Role.CLERK), desk.hire("zoe", Role.CLERK)
    desk.visit()
    assert [each.user_id for each in desk.places(desk.task())] == [mia.user_id]
    with pytest.raises(Forbidden):
        desk.does(zoe, Action.DONE)
    assert desk.does(mia, Action.DONE).outcome == "done"


def test_a_task_goes_to_the_keeper_of_the_member_or_to_the_role(club: Clubs) -> None:
    fields = [{"key": "keeper", "kind": "text", "label": "Keeper"}]
    objects = [{"key": "member", "label": "Member", "fields": fields}]
    desk = calling(club, objects=objects, keeper="keeper", role="clerk")
    mia = desk.hire("mia")
    desk.club.join("ben", keeper="mia@example.com")
    desk.visit("ben")
    desk.visit("anna")
    kept, free = (desk.places(each)[0] for each in desk.tasks())
    assert kept.user_id == mia.user_id
    assert (free.user_id, free.role) == (None, "clerk")


def test_the_task_of_somebody_who_left_is_everybodys_of_the_role(club: Clubs) -> None:
    desk = calling(club, user="mia@example.com", role="clerk")
    desk.hire("mia", Role.CLERK)
    zoe = desk.hire("zoe", Role.CLERK)
    desk.visit()
    desk.leave("mia")
    assert desk.does(zoe, Action.DONE).closed_by == "zoe"


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(club: Clubs) -> None:
    desk = calling(club)
    mia, zoe = desk.hire("mia"), desk.hire("zoe")
    desk.visit()
    desk.does(mia, Action.DONE)
    with pytest.raises(Decided, match="mia was first: Done"):
        desk.does(zoe, Action.NOT_DONE, note="No answer.")
    assert desk.coupons(desk.task().member_id) == 1


def test_a_task_is_reminded_of_then_handed_on_and_given_up_at_last(club: Clubs) -> None:
    desk = calling(
        club,
        user="mia@example.com",
        due={"days": 2},
        remind={"hours": 12},
        escalate="owner",
        time={"days": 5},
    )
    mia, boss = desk.hire("mia"), desk.hire("boss", Role.OWNER)
    desk.visit()
    told = []
    for hours in (35, 1, 11, 1):
        desk.club.wait(hours=hours)
        desk.run()
        told.append([each.action for each in desk.entries(desk.task())][-1])
    assert told == ["opened", "reminded", "reminded", "escalated"]
    assert desk.task().is_overdue(to_instant(desk.club.now))
    assert [(each.user_id, each.role) for each in desk.places(desk.task())] == [(None, "owner")]
    with pytest.raises(Forbidden):
        desk.does(mia, Action.DONE)
    desk.club.wait(days=3)
    desk.run()
    assert (desk.task().outcome, desk.ways()) == ("timeout", ["timeout", "next"])
    with pytest.raises(Decided, match="too late"):
        desk.does(boss, Action.DONE)


def test_a_task_that_is_cancelled_with_its_run_is_not_to_be_done_any_more(club: Clubs) -> None:
    desk = calling(club)
    mia = desk.hire("mia")
    desk.visit()
    with desk.club.spaces.writing(desk.club.workspace_id) as space:
        found, now = live(space, desk.club.program_id), to_instant(desk.club.now)
        flow_control.cancel_run(space, found, desk.runs()[0].key, now=now, by="test", why="")
    assert desk.task().state == tasks.CANCELLED
    with pytest.raises(Decided, match="run is over"):
        desk.does(mia, Action.DONE)


def test_all_tasks_of_a_flow_that_is_cancelled_close_with_it(club: Clubs) -> None:
    desk = calling(club)
    desk.club.join("ben")
    desk.visit("anna")
    desk.visit("ben")
    with desk.club.spaces.writing(desk.club.workspace_id) as space:
        found, now = live(space, desk.club.program_id), to_instant(desk.club.now)
        flow_control.cancel(space, found, "flow", now=now, by="test", why="")
    assert [each.state for each in desk.tasks()] == ["cancelled", "cancelled"]


def test_only_what_the_step_opens_may_be_changed_and_it_is_in_the_history(club: Clubs) -> None:
    fields = [
        {"key": "wish", "kind": "text", "label": "Wish"},
        {"key": "level", "kind": "integer", "label": "Level"},
    ]
    objects = [{"key": "member", "label": "Member", "fields": fields}]
    desk = calling(club, objects=objects, shown=["level"], edited=["wish"])
    mia = desk.hire("mia")
    desk.visit()
    with pytest.raises(Invalid, match="cannot be changed"):
        desk.does(mia, Action.DONE, member={"level": 3})
    desk.does(mia, Action.DONE, member={"wish": "tea"})
    assert desk.entries(desk.task())[-1].detail == {"changed": ["member.wish"]}


def test_a_task_handed_over_is_somebody_elses(club: Clubs) -> None:
    desk = calling(club, user="mia@example.com")
    mia, zoe = desk.hire("mia"), desk.hire("zoe")
    desk.visit()
    with pytest.raises(Invalid, match="Nobody of the team"):
        desk.does(mia, Action.HANDED, to="nobody@example.com")
    desk.does(mia, Action.HANDED, to="zoe@example.com", note="I am away.")
    assert [each.user_id for each in desk.places(desk.task())] == [zoe.user_id]
    assert desk.entries(desk.task())[-1].detail == {"to": "zoe"}
    assert desk.does(zoe, Action.DONE).closed_by == "zoe"


def test_what_a_transaction_undoes_leaves_the_task_open(club: Clubs) -> None:
    desk = calling(club)
    mia = desk.hire("mia")
    desk.visit()
    held, key = desk.club, desk.task().key

    def fail() -> None:
        with held.spaces.writing(held.workspace_id) as space:
            found, now = live(space, held.program_id), to_instant(held.now)
            act(space, found, key, Act(action=Action.DONE), mia, now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (desk.task().state, desk.states()) == ("open", ["waiting"])
