"""Lets in the member of a record that was created."""

from collections.abc import Iterator

from app.expression.python import to_predicate
from app.program.checked_flows import TRIGGER, CheckedFlow
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


class RecordCreated(TriggerWork):
    key = "record_created"
    label = PROGRAM["record_created"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        named, asked = options(flow)["object"], flow.condition(TRIGGER)
        meets = None if asked is None else to_predicate(asked)
        rows = [
            (each.member_id, each.record_id, each.record_id)
            for each in happened.kept
            if each.before is None
            and each.object == named
            and (meets is None or meets(each.after, happened.moment))
        ]
        yield from given(happened, "created", rows, named)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        yield from with_records(flow, asked, options(flow)["object"], "created")
