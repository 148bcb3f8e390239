"""Lets members stay until something happens, and no longer than a time."""

from collections.abc import Mapping
from typing import Any

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.firing import ACTIVITY_OF, COUPON_USED, ORDERED, ROSE, used_of
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import length_of
from app.storage import flow_batch
from app.storage.flow_batch import BATCH


class WaitFor(StepWork):
    key = "wait_for"
    label = PROGRAM["wait_for"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        # Whoever was woken by the event is told apart by waiting for nothing any more.
        work.choose([(BATCH.c.awaiting.is_(None), "happened")], "timeout")
        until = work.moment.now + length_of(chosen["time"])
        flow_batch.rest(work.space, work.step.key, until=until, awaiting=_awaited(chosen))


def _awaited(chosen: Mapping[str, Any]) -> str:
    if chosen["event"] == "coupon_used" and chosen["coupon"] is not None:
        return used_of(chosen["coupon"])
    return EVENTS.get(chosen["event"], f"{ACTIVITY_OF}{chosen['kind']}")


EVENTS = {"order": ORDERED, "rise": ROSE, "coupon_used": COUPON_USED}
