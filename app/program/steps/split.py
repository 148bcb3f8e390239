"""The first of several conditions that is met says which way a member goes."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class Split(StepKind):
    key = "split"
    label = Words("多路分支", "Several ways")
    icon = "split"
    group = Group.WAYS
    options = (
        Option(key="branches", label=Words("分支", "Ways"), widget=Widget.BRANCHES, required=True),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        count = len(options.get("branches") or ())
        return Words(f"分成 {count} 路和其余", f"{count} ways, and the rest")

    def ways(self, options: Options) -> dict[str, Words]:
        found = {
            str(each.get("key")): Words.from_json(each.get("label") or str(each.get("key")))
            for each in options.get("branches") or ()
            if isinstance(each, dict)
        }
        return {**found, "else": Words("其余", "The rest")}
