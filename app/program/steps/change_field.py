"""A field of the member gets another value."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class ChangeField(StepKind):
    key = "change_field"
    label = Words("修改字段", "Change a field")
    icon = "pencil"
    group = Group.DATA
    acts = True
    options = (
        Option(key="field", label=Words("字段", "Field"), widget=Widget.FIELD, required=True),
        Option(key="value", label=Words("改为", "To"), widget=Widget.VALUE, of="field"),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        field, value = naming.field(options.get("field")), options.get("value")
        if value is None:
            return Words(f"清空{field.zh}", f"Clear {field.en}")
        return Words(f"把{field.zh}改为 {value}", f"Set {field.en} to {value}")
