"""Something comes of each automation."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.builder.checks.flows_connected import reached_in
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_flows import kind_of
from app.program.flows import Step
from app.words import Words


class FlowsDoSomething(Check):
    key = "flows_do_something"
    label = Words("自动化会做点什么", "Something comes of an automation")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            reached = reached_in(flow)
            if not any(_acts(each) for each in flow.steps if each.key in reached):
                yield warning(
                    f"/flows/{n}/steps",
                    f"“{flow.label.to('zh')}”什么也不会做：没有发放、修改或通知的步骤。",
                    f"Nothing comes of {flow.label.to('en')}: no step gives, changes or tells.",
                )


def _acts(step: Step) -> bool:
    kind = kind_of(step)
    return kind is not None and kind.acts and not step.off
