"""A benefit is granted, such as a badge, for a time or for good; once."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming, duration_words
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, REFUSED, USED_UP, Group, Options, StepKind
from app.words import Words


class GrantBenefit(StepKind):
    key = "grant_benefit"
    label = Words("发权益或徽章", "Grant a benefit or badge")
    icon = "medal"
    group = Group.GIVE
    acts = True
    options = (
        Option(key="benefit", label=Words("权益", "Benefit"), widget=Widget.BENEFIT, required=True),
        Option(
            key="time",
            label=Words("有效多久（不填不过期）", "For how long (none: for good)"),
            widget=Widget.DURATION,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        benefit = naming.benefit(options.get("benefit"))
        if not options.get("time"):
            return Words(f"发“{benefit.zh}”", f"Grant {benefit.en}")
        said = duration_words(options["time"])
        return Words(f"发“{benefit.zh}”，{said.zh}", f"Grant {benefit.en} for {said.en}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, REFUSED: USED_UP}
