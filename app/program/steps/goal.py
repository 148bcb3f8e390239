"""The run has come to what it was made for."""

from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class Goal(StepKind):
    key = "goal"
    label = Words("达成目标", "Goal")
    icon = "flag"
    group = Group.WAYS

    def sentence(self, options: Options, naming: Naming) -> Words:
        return Words("记为达成目标，结束", "The goal is reached; the run ends")

    def ways(self, options: Options) -> dict[str, Words]:
        return {}
