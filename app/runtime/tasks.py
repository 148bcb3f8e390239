"""Tasks as people meet them: what may be done with one, by whom, and what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.access import Role
from app.errors import Conflict, NotFound
from app.program.checked_flows import options_of
from app.program.steps import STEP_KINDS
from app.runtime.releases import live_release
from app.storage import tasks
from app.storage.space import Space
from app.storage.tasks import APPROVAL, Place, TaskRow
from app.words import Words

LONGEST_NOTE = 2_000


class Action(StrEnum):
    """What somebody does with a task."""

    DONE = "done"
    NOT_DONE = "not_done"
    APPROVED = "approved"
    REFUSED = "refused"
    BACK = "back"
    HANDED = "handed_over"
    ADDED = "added"
    NOTED = "noted"


DECIDING = {
    tasks.TASK: (Action.DONE, Action.NOT_DONE),
    APPROVAL: (Action.APPROVED, Action.REFUSED, Action.BACK),
}
NEEDS_REASON = {
    "never": (),
    "refusing": (Action.REFUSED, Action.BACK),
    "always": (Action.APPROVED, Action.REFUSED, Action.BACK),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Who does it: somebody of the team, or a key of the API, or the console."""

    name: str
    cause: str
    user_id: int | None = None
    role: Role | None = None
    """None may do what anybody may: a key, the console."""

    @property
    def leads(self) -> bool:
        """Whether they may hand over what is not theirs."""
        return self.role in {None, Role.OWNER, Role.OPERATOR}

    def is_asked(self, place: Place, team_ids: frozenset[int]) -> bool:
        """Say whether a place is theirs; one of somebody who left is everybody's of the role."""
        if self.role is None or (place.user_id is not None and place.user_id == self.user_id):
            return True
        free = place.user_id is None or place.user_id not in team_ids
        return free and self.role in {Role.OWNER.value, place.role}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done, with what was written and changed."""

    action: Action
    note: str = ""
    to: str = ""
    """Whom it goes to, or who is asked besides: an e-mail or a role."""
    member: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the member, as JSON."""
    record: Mapping[str, Any] = field(default_factory=dict)


def outcome_words(found: TaskRow) -> Words:
    """Say how a task ended."""
    if found.state == tasks.CANCELLED:
        return Words("已取消", "Cancelled")
    ways = STEP_KINDS[found.kind].ways({})
    return ways.get(str(found.outcome), Words("未完成", "Open"))


class NoSuchTask(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这项待办。", "There is no such task.")


class Decided(Conflict):
    """Somebody else was first, or it is not to be done any more."""

    def __init__(self, found: TaskRow) -> None:
        if found.state == tasks.CLOSED and found.closed_at is not None:
            who, said = found.closed_by, outcome_words(found)
            super().__init__(
                f"已经由 {who} 处理了：{said.zh}。" if who else "已经超时，流程往下走了。",
                f"{who} was first: {said.en}." if who else "It is too late: the run went on.",
            )
        else:
            super().__init__("运行已结束，这项待办取消了。", "The run is over; so is the task.")


def get_task(space: Space, program_id: int, key: str) -> TaskRow:
    """Find a task by its name: member and number. Raises `NoSuchTask`."""
    member, _, number = key.partition("-")
    found = None
    if member.isascii() and member.isdecimal() and number.isascii() and number.isdecimal():
        found = tasks.find(space, program_id, int(member), int(number))
    if found is None:
        raise NoSuchTask
    return found


def design_of(space: Space, program_id: int, found: TaskRow) -> dict[str, Any]:
    """Give what the step asks, as the release says it under which the run began."""
    released = live_release(space, program_id, found.release_id)
    flow = released.checked.flows.get(found.flow)
    step = None if flow is None else flow.flow.find_step(found.step)
    return {} if step is None else options_of(step) | {"ways": dict(step.next)}
