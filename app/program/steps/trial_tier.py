"""A trial of a higher tier begins, for those who may."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words


class TrialTier(StepKind):
    key = "trial_tier"
    label = Words("开始体验等级", "Begin a trial")
    icon = "sparkles"
    group = Group.GIVE
    acts = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="trial",
            label=Words("体验", "Trial"),
            widget=Widget.TRIAL,
            required=True,
            of="ladder",
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        ladder = naming.ladder(options.get("ladder"))
        return Words(
            f"开始{ladder.zh}的体验“{options.get('trial')}”",
            f"Begin the trial {options.get('trial')!r} on {ladder.en}",
        )

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, "refused": Words("不符合资格", "May not")}
