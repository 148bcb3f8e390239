"""How tasks and approvals look in requests and answers of the API."""

from collections.abc import Sequence
from typing import Any

from app.runtime.tasks import Action
from app.storage.tasks import Entry, Place, TaskRow
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.shapes import (
    Anything,
    ByKey,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
    optional,
)
from app.web.api.written import moment_json, moment_or_none
from app.words import Words

ACTIONS = tuple(each.value for each in Action)
PLACE = Keyed(
    name="TaskPlace",
    parts=(
        needed("user_id", OrNull(shape=ID)),
        needed("role", Text(example="operator")),
        needed("state", Text(example="open")),
        needed("at", OrNull(shape=MOMENT)),
        needed("by", OrNull(shape=Text())),
    ),
)
ENTRY = Keyed(
    name="TaskEntry",
    parts=(
        needed("at", MOMENT),
        needed("actor", OrNull(shape=Text())),
        needed("action", Text(example="opened")),
        needed("note", Text()),
    ),
)
TASK = Keyed(
    name="Task",
    parts=(
        needed("task", Text(example="120034-120205")),
        needed("kind", OneOf(words=("task", "approval"))),
        needed("title", BOTH),
        needed("state", OneOf(words=("open", "closed", "cancelled"))),
        needed("outcome", OrNull(shape=Text(example="approved"))),
        needed("overdue", Flag()),
        needed("member_id", ID),
        needed("run", Text(example="120034-120101")),
        needed("flow", Text()),
        needed("step", Text()),
        needed("how", OneOf(words=("any", "all", "in_turn"))),
        needed("places", Listed(item=PLACE)),
        needed("history", Listed(item=ENTRY)),
        needed("opened_at", MOMENT),
        needed("due_at", OrNull(shape=MOMENT)),
        needed("closed_at", OrNull(shape=MOMENT)),
        needed("closed_by", OrNull(shape=Text())),
    ),
)
TASKS = Keyed(
    name="Tasks",
    parts=(needed("items", Listed(item=TASK)), needed("next", OrNull(shape=Whole(least=1)))),
)
_VALUES = ByKey(value=Anything(), about=Words("按字段写的值。", "Values by field."))
DECISION = Keyed(
    name="TaskDecision",
    parts=(
        needed("action", OneOf(words=ACTIONS)),
        optional("note", Text(longest=2000)),
        optional("to", Text(longest=200, about=Words("邮箱或角色。", "An e-mail or a role."))),
        optional("user", Text(longest=200, about=Words("以谁的身份。", "As whom: an e-mail."))),
        optional("member", _VALUES),
        optional("record", _VALUES),
    ),
)


def task_json(
    row: TaskRow, places: Sequence[Place], entries: Sequence[Entry], *, now: int
) -> dict[str, Any]:
    return {
        "task": row.key,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "outcome": row.outcome,
        "overdue": row.is_overdue(now),
        "member_id": str(row.member_id),
        "run": f"{row.member_id}-{row.run_id}",
        "flow": row.flow,
        "step": row.step,
        "how": row.how,
        "places": [_place(each) for each in places],
        "history": [
            {
                "at": moment_json(each.at),
                "actor": each.actor,
                "action": each.action,
                "note": each.note,
            }
            for each in entries
        ],
        "opened_at": moment_json(row.opened_at),
        "due_at": moment_or_none(row.due_at),
        "closed_at": moment_or_none(row.closed_at),
        "closed_by": row.closed_by,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "user_id": None if place.user_id is None else str(place.user_id),
        "role": place.role,
        "state": place.state,
        "at": moment_or_none(place.at),
        "by": place.by,
    }
