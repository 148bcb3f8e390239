"""Puts tags on members, or takes them off."""

from typing import Any

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.effects import set_field
from app.runtime.steps.base import StepWork, Work


class Tag(StepWork):
    key = "tag"
    label = PROGRAM["tag"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        added, gone = chosen["add"] or [], chosen["remove"] or []

        def new(old: Any) -> Any:
            held = [each for each in old or [] if each not in gone]
            return [*held, *(each for each in added if each not in held)] or None

        set_field(work, chosen["field"], new)
