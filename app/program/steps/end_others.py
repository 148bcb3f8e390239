"""Other runs of the member end: of this automation, or of another one."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class EndOthers(StepKind):
    key = "end_others"
    label = Words("结束其他运行", "End other runs")
    icon = "octagon-x"
    group = Group.WAYS
    acts = True
    options = (
        Option(
            key="flow",
            label=Words("哪个自动化（不填是本自动化）", "Which automation (none: this one)"),
            widget=Widget.FLOW,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        if not options.get("flow"):
            return Words("结束会员在本自动化里的其他运行", "End other runs of this automation")
        flow = naming.flow(options["flow"])
        return Words(f"结束会员在“{flow.zh}”里的运行", f"End runs of {flow.en}")
