"""An automation for those of whom it is true already has a trigger that can be true already."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_flows import trigger_kind
from app.program.flows import Enrol
from app.words import Words


class FlowsLetSomebodyIn(Check):
    key = "flows_let_somebody_in"
    label = Words("自动化有人进入", "An automation lets somebody in")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            kind = trigger_kind(flow)
            if kind is None or kind.stands or flow.enrol is Enrol.FUTURE:
                continue
            yield warning(
                f"/flows/{n}/enrol",
                f"“{kind.label.zh}”发生之前没有人符合，这里只能是以后发生的（future）。",
                f"Nobody is there before it happens with {kind.label.en!r}: `future` is what"
                " can be meant.",
            )
