"""Ends other runs of the members who come here."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_kin


class EndOthers(StepWork):
    key = "end_others"
    label = PROGRAM["end_others"].label

    def advance(self, work: Work) -> None:
        flow_kin.end_others(
            work.space,
            work.live.catalogue.program_id,
            work.step.key,
            work.options["flow"] or work.flow.flow.key,
            now=work.moment.now,
            why=f"{work.flow.flow.key}:{work.step.key}",
        )
