"""The record that set it in motion gets other values."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words


class ChangeRecord(StepKind):
    key = "change_record"
    label = Words("修改触发记录", "Change the record")
    icon = "file-pen"
    group = Group.DATA
    acts = True
    options = (
        Option(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        Option(
            key="values",
            label=Words("改成", "Values"),
            widget=Widget.VALUES,
            required=True,
            of="object",
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        name = naming.object(options.get("object"))
        return Words(f"修改触发它的{name.zh}", f"Change the {name.en} that set it in motion")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, "refused": Words("改不了", "Not changed")}
