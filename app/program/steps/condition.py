"""Members who meet a condition go one way, all others the other."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class Condition(StepKind):
    key = "condition"
    label = Words("条件判断", "Condition")
    icon = "git-branch"
    group = Group.WAYS
    options = (
        Option(
            key="where", label=Words("条件", "Condition"), widget=Widget.CONDITION, required=True
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        asked = naming.condition(options.get("where"))
        return Words(f"如果{asked.zh}", f"If {asked.en}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {"yes": Words("是", "Yes"), "no": Words("否", "No")}
