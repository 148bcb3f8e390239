"""The run ends."""

from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class End(StepKind):
    key = "end"
    label = Words("结束", "End")
    icon = "circle-stop"
    group = Group.WAYS

    def sentence(self, options: Options, naming: Naming) -> Words:
        return Words("结束", "The run ends")

    def ways(self, options: Options) -> dict[str, Words]:
        return {}
