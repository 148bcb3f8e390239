"""Pages of tasks: what one is asked, deciding it, and who sees what."""

from typing import Any

import pytest

from app.access import Role
from app.clock import to_instant
from app.runtime import flow_control
from app.runtime.engine import Engine, run_until_idle
from app.storage import task_lists
from app.storage.task_lists import Wanted
from app.storage.tasks import TaskRow
from tests.web.houses import CONTENT, House, some_members

FIELDS = [
    {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}},
    {"key": "level", "kind": "integer", "label": {"zh": "级别", "en": "Level"}},
]


def asking(kind: str, **options: Any) -> dict[str, Any]:
    """An automation that is started by hand and asks people."""
    made = {"title": {"zh": "给她打电话", "en": "Call her"}, "text": "About the coat."} | options
    return {
        "key": "asking",
        "label": {"zh": "回访", "en": "Calls"},
        "trigger": {"kind": "manual"},
        "start": "ask",
        "steps": [{"key": "ask", "kind": kind, "options": made}],
    }


class Office:
    """A house whose automation asks people about three members."""

    def __init__(self, house: House, kind: str, **options: Any) -> None:
        self.house, self.club = house, house.mine
        member = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": FIELDS}
        content = {**CONTENT, "objects": [member], "flows": [asking(kind, **options)]}
        self.club.publish(content)
        self.members = some_members(self.club)
        now = to_instant(house.now)
        with house.spaces.writing(self.club.workspace_id) as space:
            ids = list(self.members.values())
            flow_control.start(space, self.club.live, "asking", ids, now=now, cause="x")
        self.run()

    def run(self) -> None:
        now = to_instant(self.house.now)
        engine = Engine(spaces=self.house.spaces, worker="test", clock=lambda: now)
        run_until_idle(engine, self.club.workspace_id, self.club.program_id)

    def task(self, member: str = "rich") -> TaskRow:
        with self.house.spaces.reading(self.club.workspace_id) as space:
            wanted = Wanted(member_id=self.members[member])
            (found,) = task_lists.page(space, self.club.program_id, wanted, limit=2)
        return found

    def at(self, member: str = "rich") -> str:
        return f"{self.house.at}/tasks/{self.task(member).key}"


def test_what_waits_is_counted_in_the_navigation_and_listed(house: House) -> None:
    Office(house, "task")
    visitor = house.signed_in(Role.OPERATOR)
    page = visitor.read(f"{house.at}/tasks")
    assert "给她打电话" in page
    assert "3 件需要处理" in page
    clerk = house.signed_in(Role.CLERK)
    assert "没有待办" in clerk.read(f"{house.at}/tasks")


def test_a_task_that_is_done_leaves_the_list_and_lets_the_run_go_on(house: House) -> None:
    office = Office(house, "task", edited=["city"], shown=["level"])
    visitor = house.signed_in(Role.OPERATOR)
    page = visitor.read(office.at())
    assert "About the coat." in page
    assert "级别" in page
    sent = {"action": "done", "member.city": "杭州", "was.member.city": "", "note": "很高兴"}
    assert visitor.post(office.at(), sent).status_code == 302
    assert office.task().outcome == "done"
    page = visitor.read(office.at())
    assert "改了 1 个字段" in page
    assert "很高兴" in page


def test_what_was_typed_stays_when_it_will_not_do(house: House) -> None:
    office = Office(house, "task", edited=["level"])
    visitor = house.signed_in(Role.OPERATOR)
    sent = {"action": "done", "member.level": "many", "was.member.level": "", "note": "hello"}
    answer = visitor.post(office.at(), sent)
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert "hello" in answer.text
    assert 'id="field-member-level-error"' in answer.text
    assert office.task().state == "open"


def test_the_second_of_two_is_told_who_was_first(house: House) -> None:
    office = Office(house, "approval")
    first, second = house.signed_in(Role.OPERATOR), house.signed_in(Role.OWNER)
    assert first.post(office.at(), {"action": "approved"}).status_code == 302
    answer = second.post(office.at(), {"action": "refused", "note": "no"})
    assert answer.status_code == 422
    assert "operator of mine" in answer.text
    assert office.task().outcome == "approved"


def test_several_are_approved_at_once_and_what_cannot_be_is_told(house: House) -> None:
    office = Office(house, "approval")
    visitor = house.signed_in(Role.OPERATOR)
    keys = [office.task(name).key for name in office.members]
    visitor.post(office.at("new"), {"action": "refused", "note": "no"})
    answer = visitor.post(
        f"{house.at}/tasks/several",
        {"task": keys, "act": "approved", "view": "role"},
        follow_redirects=True,
    )
    assert "同意了 2 项" in answer.text
    assert "1 项没有" in answer.text


def test_several_are_refused_with_a_reason_and_nothing_is_lost_without_one(house: House) -> None:
    office = Office(house, "approval")
    visitor = house.signed_in(Role.OPERATOR)
    keys = [office.task(name).key for name in office.members]
    sent = {"task": keys, "act": "refused", "view": "role", "note": " "}
    answer = visitor.post(f"{house.at}/tasks/several", sent)
    assert answer.status_code == 422
    assert "拒绝请写明原因" in answer.text
    assert answer.text.count("checked>") == len(keys)
    assert {office.task(name).state for name in office.members} == {"open"}
    sent["note"] = "too dear"
    answer = visitor.post(f"{house.at}/tasks/several", sent, follow_redirects=True)
    assert f"拒绝了 {len(keys)} 项" in answer.text
    assert {office.task(name).outcome for name in office.members} == {"refused"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [({"act": "approved"}, "请先勾选待办"), ({"act": "noted", "task": "1-1"}, "请选择怎么处理")],
)
def test_several_takes_a_tick_and_an_act(house: House, sent: dict[str, str], told: str) -> None:
    Office(house, "approval")
    answer = house.signed_in(Role.OPERATOR).post(f"{house.at}/tasks/several", sent)
    assert answer.status_code == 422
    assert told in answer.text


def test_several_are_handed_over_and_are_the_others_then(house: House) -> None:
    office = Office(house, "task")
    visitor = house.signed_in(Role.OPERATOR)
    keys = [office.task(name).key for name in office.members]
    sent = {"task": keys, "act": "handed_over", "to": "clerk", "view": "role"}
    answer = visitor.post(f"{house.at}/tasks/several", sent, follow_redirects=True)
    assert f"转交了 {len(keys)} 项" in answer.text
    assert "给她打电话" in house.signed_in(Role.CLERK).read(f"{house.at}/tasks")


def test_refusing_without_a_reason_is_told_beside_the_form(house: House) -> None:
    office = Office(house, "approval")
    answer = house.signed_in(Role.OPERATOR).post(office.at(), {"action": "refused"})
    assert answer.status_code == 422
    assert "请写明原因" in answer.text


def test_a_task_of_others_is_not_shown_to_whom_it_is_not_for(house: House) -> None:
    office = Office(house, "task", role="operator")
    assert house.signed_in(Role.CLERK).get(office.at()).status_code == 403
    assert house.signed_in(Role.AUDITOR).get(office.at()).status_code == 403


@pytest.mark.parametrize("role", [Role.CLERK, Role.OPERATOR])
def test_what_a_step_shows_is_shown_to_whom_it_asks(house: House, role: Role) -> None:
    office = Office(house, "task", role="clerk", shown=["name"])
    assert "林婉清" in house.signed_in(role).read(office.at())


def test_a_task_is_handed_over_and_noted(house: House) -> None:
    office = Office(house, "task", role="operator")
    visitor = house.signed_in(Role.OPERATOR)
    to = "clerk@mine.example"
    visitor.post(office.at(), {"action": "noted", "note": "busy till noon"})
    assert visitor.post(office.at(), {"action": "handed_over", "to": to}).status_code == 302
    clerk = house.signed_in(Role.CLERK)
    assert "busy till noon" in clerk.read(office.at())
    assert clerk.post(office.at(), {"action": "done"}).status_code == 302


def test_only_what_is_late_is_listed_when_asked_for(house: House) -> None:
    Office(house, "task", due={"days": 1})
    visitor = house.signed_in(Role.OPERATOR)
    late = f"{house.at}/tasks?view=role&overdue=1"
    assert "没有符合条件的待办" in visitor.read(late)
    house.wait(days=2)
    visitor = house.signed_in(Role.OPERATOR)
    assert "已逾期" in visitor.read(late)
