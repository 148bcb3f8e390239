"""The record that set it in motion meets a condition, or not."""

from app.program.flow_options import About, Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class RecordCondition(StepKind):
    key = "record_condition"
    label = Words("判断触发记录", "Condition of the record")
    icon = "file-search"
    group = Group.WAYS
    options = (
        Option(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        Option(
            key="where",
            label=Words("条件", "Condition"),
            widget=Widget.CONDITION,
            required=True,
            about=About.RECORD,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        asked = naming.condition(options.get("where"), str(options.get("object")))
        return Words(f"如果触发它的记录{asked.zh}", f"If of the record {asked.en}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {"yes": Words("是", "Yes"), "no": Words("否", "No")}
