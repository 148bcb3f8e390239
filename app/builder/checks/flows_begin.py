"""Each automation has a trigger and a first step."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.words import Words


class FlowsBegin(Check):
    key = "flows_begin"
    label = Words("自动化有触发条件和第一步", "An automation has a trigger and a first step")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            path, name = f"/flows/{n}", flow.label
            if flow.trigger is None:
                yield Finding.of(
                    f"{path}/trigger",
                    f"“{name.to('zh')}”没有触发条件，永远不会开始。",
                    f"{name.to('en')} has no trigger, so it would never begin.",
                )
            if flow.find_step(flow.start) is None:
                yield Finding.of(
                    f"{path}/start",
                    f"“{name.to('zh')}”没有第一步：start 应是某个步骤的标识。",
                    f"{name.to('en')} has no first step: `start` is the key of a step.",
                )
