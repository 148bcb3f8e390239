"""Members are divided by chance, each always the same way; a part gets nothing."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class AbSplit(StepKind):
    key = "ab_split"
    label = Words("A/B 分组", "A/B test")
    icon = "flask-conical"
    group = Group.WAYS
    options = (
        Option(key="variants", label=Words("组", "Groups"), widget=Widget.VARIANTS, required=True),
        Option(
            key="holdout",
            label=Words("对照组 %", "Held out, %"),
            widget=Widget.WHOLE,
            default=0,
            most=90,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        held = options.get("holdout") or 0
        count = len(options.get("variants") or ())
        return Words(f"随机分成 {count} 组，{held}% 不参与", f"{count} groups, {held} % held out")

    def ways(self, options: Options) -> dict[str, Words]:
        found = {
            str(each.get("key")): Words.from_json(each.get("label") or str(each.get("key")))
            for each in options.get("variants") or ()
            if isinstance(each, dict)
        }
        return {**found, "holdout": Words("对照组", "Held out")}
