"""How pages call the states of runs, and why one ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.storage.flow_runs import (
    CANCELLED,
    DONE,
    FAILED,
    GOAL,
    LOOPED,
    READY,
    WAITING,
    RunRow,
)
from app.storage.run_acts import MOVED
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShown:
    """A state as a badge: its word, its colour and its icon say the same."""

    key: str
    label: Words
    tone: str
    icon: str


STATES: Mapping[str, StateShown] = {
    each.key: each
    for each in (
        StateShown(
            key=READY, label=Words("待执行", "Ready"), tone="badge--note", icon="right-arrow"
        ),
        StateShown(key=WAITING, label=Words("等待中", "Waiting"), tone="badge--note", icon="clock"),
        StateShown(key=DONE, label=Words("已完成", "Done"), tone="badge--good", icon="check"),
        StateShown(key=GOAL, label=Words("达成目标", "Goal"), tone="badge--good", icon="tier"),
        StateShown(key=FAILED, label=Words("失败", "Failed"), tone="badge--bad", icon="warning"),
        StateShown(key=CANCELLED, label=Words("已取消", "Cancelled"), tone="", icon="cross"),
        StateShown(
            key=LOOPED, label=Words("循环中止", "Loop stopped"), tone="badge--warn", icon="back"
        ),
    )
}
GROUPS: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "running": (Words("进行中", "Under way"), (READY, WAITING)),
    "failed": (Words("失败", "Failed"), (FAILED,)),
    "ended": (Words("已结束", "Ended"), (DONE, GOAL)),
    "stopped": (Words("取消或中止", "Cancelled or stopped"), (CANCELLED, LOOPED)),
}
"""Several states under one word, for filters."""
NO_MEMBER = "No such member."
_ENDED: Mapping[str, Words] = {
    "merged": Words(
        "会员已与另一条记录合并，那一边的运行继续。",
        "The member became one with another, whose run goes on.",
    ),
    "deleted": Words("会员已注销。", "The member left."),
    "cancelled": Words("由人取消。", "Somebody cancelled it."),
    NO_MEMBER: Words("会员已不在。", "The member is gone."),
}
_FAILED: tuple[tuple[str, Words], ...] = (
    (
        "The process ended while",
        Words(
            "执行这一步时进程多次中断，为不影响其他会员已停下。",
            "The process ended again and again at this step, so it was stopped.",
        ),
    ),
    (
        "The live release has no ledger",
        Words("现在发布的版本没有积分账本。", "The live release has no ledger."),
    ),
    ("The field", Words("这个字段不能写入，或已被删除。", "This field cannot be set, or is gone.")),
)
UNKNOWN = Words(
    "这一步执行出错，试了 5 次。修正原因后可以重跑。",
    "This step broke, five times. Once the cause is mended it can be run again.",
)


def state_shown(state: str) -> StateShown:
    usual = StateShown(key=state, label=Words(state, state), tone="", icon="info")
    return STATES.get(state, usual)


def why(run: RunRow) -> Words | None:
    """Say in plain words why a run ended as it did, or why it is tried again."""
    if run.state == LOOPED:
        chain = (run.error or "").replace(">", " → ")
        return Words(
            f"几个自动化互相触发，为防止无限循环在这里停下：{chain}",
            f"Automations set one another in motion; it was stopped here: {chain}",
        )
    if run.error is None:
        return None
    if run.state == CANCELLED:
        return _ENDED.get(run.error, Words(run.error, run.error))
    known = (words for begins, words in _FAILED if run.error.startswith(begins))
    return next(known, UNKNOWN)


def way_shown(way: str, ways: Mapping[str, Words]) -> Words:
    if way == MOVED:
        return Words("由人移到新版本", "Moved to a new version by hand")
    return ways.get(way, Words(way, way))
