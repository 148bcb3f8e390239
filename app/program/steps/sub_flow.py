"""Another automation runs for the member; this one waits for its end, or goes on."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words


class SubFlow(StepKind):
    key = "sub_flow"
    label = Words("子流程", "Sub-flow")
    icon = "workflow"
    group = Group.WAYS
    acts = True
    waits = True
    options = (
        Option(
            key="flow",
            label=Words("哪个自动化", "Which automation"),
            widget=Widget.FLOW,
            required=True,
        ),
        Option(
            key="wait",
            label=Words("等它结束", "Wait for its end"),
            widget=Widget.FLAG,
            default=True,
        ),
        Option(key="time", label=Words("最多等", "At most"), widget=Widget.DURATION),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        flow = naming.flow(options.get("flow"))
        if options.get("wait", True):
            return Words(f"运行“{flow.zh}”，等它结束", f"Run {flow.en} and wait for its end")
        return Words(f"运行“{flow.zh}”，不等它", f"Run {flow.en} and go on")

    def ways(self, options: Options) -> dict[str, Words]:
        failed = {"failed": Words("没跑成", "It failed")}
        if not options.get("wait", True):
            return {NEXT: ONWARD, **failed}
        return {"done": Words("结束了", "It ended"), **failed, "timeout": Words("超时", "Too late")}
