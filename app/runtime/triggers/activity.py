"""Lets in a member who did something."""

from collections.abc import Iterator

from app.expression.python import to_predicate
from app.program.checked_flows import TRIGGER, CheckedFlow
from app.program.objects import ACTIVITY
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.triggers.base import (
    Entering,
    Standing,
    TriggerWork,
    given,
    options,
    with_records,
)


class Activity(TriggerWork):
    key = "activity"
    label = PROGRAM["activity"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        kind, asked = options(flow)["kind"], flow.condition(TRIGGER)
        meets = None if asked is None else to_predicate(asked)
        rows = [
            (each.member_id, each.record_id, each.record_id)
            for each in happened.kept
            if each.before is None
            and each.object == ACTIVITY
            and each.after.get("kind") == kind
            and (meets is None or meets(each.after, happened.moment))
        ]
        yield from given(happened, "activity", rows, ACTIVITY)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        yield from with_records(flow, asked, ACTIVITY, "activity", options(flow)["kind"])
