"""Members stay until the quiet hours are over, if they came in them."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class WaitQuiet(StepKind):
    key = "wait_quiet"
    label = Words("避开免打扰时段", "Wait out quiet hours")
    icon = "moon"
    group = Group.TIME
    waits = True
    options = (
        Option(
            key="quiet",
            label=Words("免打扰时段", "Quiet hours"),
            widget=Widget.HOURS,
            required=True,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        quiet = options.get("quiet")
        if not isinstance(quiet, dict):
            return Words("避开免打扰时段", "Wait out quiet hours")
        begins, ends = quiet.get("from"), quiet.get("to")
        return Words(
            f"{begins} 到 {ends} 之间等到 {ends}", f"Between {begins} and {ends} wait until {ends}"
        )
