"""Gives a field of members another value."""

from typing import Any

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.effects import set_field, value_for
from app.runtime.steps.base import StepWork, Work


class ChangeField(StepWork):
    key = "change_field"
    label = PROGRAM["change_field"].label

    def advance(self, work: Work) -> None:
        chosen = work.options

        def new(_: Any) -> Any:
            return value_for(work, chosen["field"], chosen["value"])

        set_field(work, chosen["field"], new)
