"""What automations ask of people: tasks and approvals, and what is decided about them."""

from typing import Any

from app.access import Scope
from app.errors import NotFound
from app.runtime.changes import NoSuchRecord
from app.runtime.naming import number_of
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action, Doer
from app.runtime.tasks import get_task as find_task
from app.storage import task_lists, tasks, team
from app.storage.task_lists import Wanted
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import Flag, OneOf, Text, Whole
from app.web.api.task_answers import ACTIONS, DECISION, TASK, TASKS, task_json
from app.words import Words

USUAL, MOST = 50, 200
NOT_PUBLISHED = 409


def list_tasks(asked: Asked) -> Answer:
    found, query = here(), asked.query
    size, page = query.get("limit", USUAL), query.get("page", 1)
    wanted = Wanted(
        user_id=_person(found, query["user"]).user_id if "user" in query else None,
        roles=(query["role"],) if "role" in query else (),
        is_open=query.get("open"),
        kind=query.get("kind"),
        flow=query.get("flow"),
        member_id=_id(query["member"]) if "member" in query else None,
        overdue_at=found.now if query.get("overdue") else None,
    )
    program_id = found.live.catalogue.program_id
    rows = task_lists.page(
        found.space, program_id, wanted, limit=size + 1, offset=(page - 1) * size
    )
    more = page + 1 if len(rows) > size else None
    items = [_json(found, each.key) for each in rows[:size]]
    return Answer(content={"items": items, "next": more})


def get_task(asked: Asked) -> Answer:
    return Answer(content=_json(here(), asked.path["task"]))


def decide_task(asked: Asked) -> Answer:
    found, body = here(), asked.body
    by = _person(found, body["user"]) if "user" in body else _key(found)
    done = Act(
        action=Action(body["action"]),
        note=body.get("note", ""),
        to=body.get("to", ""),
        member=body.get("member", {}),
        record=body.get("record", {}),
    )
    act(found.space, found.live, asked.path["task"], done, by, now=found.now)
    return Answer(content=_json(found, asked.path["task"]))


def _json(found: Here, key: str) -> dict[str, Any]:
    row = find_task(found.space, found.live.catalogue.program_id, key)
    places = tasks.places_of(found.space, row.member_id, row.id)
    entries = tasks.entries_of(found.space, row.member_id, row.id)
    return task_json(row, places, entries, now=found.now)


def _key(found: Here) -> Doer:
    return Doer(name=found.cause, cause=found.cause)


def _person(found: Here, email: str) -> Doer:
    """Speak for somebody of the team."""
    person = next(iter(team.people(found.space, [email])), None)
    if person is None:
        raise NotFound(f"团队里没有“{email}”。", f"Nobody of the team is {email!r}.")
    return Doer(name=person.name, cause=found.cause, user_id=person.id, role=person.role)


def _id(text: str) -> int:
    number = number_of(text)
    if number is None:
        raise NoSuchRecord
    return number


TASK_KEY = in_path(
    "task", Words("会员编号-待办编号。", "The member's id and the task's number."), example="12-34"
)
ONE = Said(about=Words("这项待办。", "The task."), shape=TASK)

OPERATIONS = (
    Operation(
        name="list_tasks",
        method="GET",
        path="/tasks",
        policy=Scope.STANDING_READ,
        title=Words("待办：任务和审批", "Tasks and approvals"),
        about=Words(
            "`user`、`role` 只看现在轮到谁的；`page` 从 1 开始。",
            "`user` and `role` give what waits for them now; `page` counts from 1.",
        ),
        view=list_tasks,
        parameters=(
            in_query("open", Flag(), Words("true 未处理，false 已结束。", "Open ones, or not.")),
            in_query("user", Text(longest=200), Words("轮到谁（邮箱）。", "Whose: an e-mail.")),
            in_query("role", Text(longest=40), Words("轮到哪个角色。", "Whose: a role.")),
            in_query("kind", OneOf(words=("task", "approval")), Words("类型。", "The kind.")),
            in_query("flow", Text(longest=60), Words("只看一个自动化。", "Of one automation.")),
            in_query("member", Text(longest=20), Words("只看一位会员。", "Of one member.")),
            in_query("overdue", Flag(), Words("只看逾期。", "Overdue ones only.")),
            in_query("limit", Whole(least=1, most=MOST), Words("多少条。", "How many.")),
            in_query("page", Whole(least=1, most=10_000), Words("第几页。", "Which page.")),
        ),
        answers={200: Said(about=Words("一页待办。", "A page of tasks."), shape=TASKS)},
        problems=(404, NOT_PUBLISHED),
    ),
    Operation(
        name="get_task",
        method="GET",
        path="/tasks/{task}",
        policy=Scope.STANDING_READ,
        title=Words("一项待办和它的经过", "A task with what was done"),
        view=get_task,
        parameters=(TASK_KEY,),
        answers={200: ONE},
        problems=(404, NOT_PUBLISHED),
    ),
    Operation(
        name="decide_task",
        method="POST",
        path="/tasks/{task}/decisions",
        policy=Scope.STANDING_WRITE,
        title=Words("处理一项待办", "Do something with a task"),
        about=Words(
            f"`action`：{'、'.join(ACTIONS)}。同时处理时先到者有效，后到者得到 409。"
            "写了 `user` 就以这个人的身份处理，没写以密钥的身份。",
            f"`action`: {', '.join(ACTIONS)}. Of two at once the first counts, the other gets 409."
            " With `user` it is done as this person, without as the key.",
        ),
        view=decide_task,
        parameters=(TASK_KEY,),
        body=DECISION,
        answers={200: ONE},
    ),
)
