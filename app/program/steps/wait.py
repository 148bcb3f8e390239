"""Members stay for a time, and through quiet hours."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming, duration_words
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class Wait(StepKind):
    key = "wait"
    label = Words("等待", "Wait")
    icon = "timer"
    group = Group.TIME
    waits = True
    options = (
        Option(
            key="time", label=Words("等多久", "How long"), widget=Widget.DURATION, required=True
        ),
        Option(
            key="quiet",
            label=Words("免打扰时段", "Quiet hours"),
            widget=Widget.HOURS,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        said = duration_words(options.get("time"))
        return Words(f"等待 {said.zh}", f"Wait {said.en}")
