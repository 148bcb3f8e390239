"""Lets in a member who submitted a form."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.triggers.base import Entering, TriggerWork, given, options


class FormSubmitted(TriggerWork):
    key = "form_submitted"
    label = PROGRAM["form_submitted"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        named = options(flow)["form"]
        sent = [each for each in happened.submitted if each.form == named]
        rows = [
            (each.member_id, each.record_id, new)
            for each, new in zip(sent, happened.space.take_ids(len(sent)), strict=True)
        ]
        form = happened.live.checked.program.find_form(named)
        yield from given(happened, "form", rows, None if form is None else form.object)
