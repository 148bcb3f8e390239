"""What a tier brings to whoever reaches it is given, once."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class GrantPack(StepKind):
    key = "grant_pack"
    label = Words("发等级礼包", "Give a pack")
    icon = "gift"
    group = Group.GIVE
    acts = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="tier",
            label=Words("等级", "Tier"),
            widget=Widget.TIER,
            required=True,
            of="ladder",
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        tier = naming.tier(options.get("tier"), options.get("ladder"))
        return Words(f"发{tier.zh}的礼包", f"Give the pack of {tier.en}")
