"""How pages call the states of runs."""

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


def state_shown(state: str) -> StateShown:
    usual = StateShown(key=state, label=Words(state, state), tone="", icon="info")
    return STATES.get(state, usual)


def way_shown(way: str, ways: Mapping[str, Words]) -> Words:
    if way == MOVED:
        return Words("由人移到新版本", "Moved to a new version by hand")
    return ways.get(way, Words(way, way))
