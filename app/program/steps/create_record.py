"""A record of the member is created, once."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class CreateRecord(StepKind):
    key = "create_record"
    label = Words("新增记录", "Create a record")
    icon = "file-plus"
    group = Group.DATA
    acts = True
    options = (
        Option(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        Option(
            key="values",
            label=Words("内容", "Values"),
            widget=Widget.VALUES,
            required=True,
            of="object",
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        name = naming.object(options.get("object"))
        return Words(f"新增一条{name.zh}", f"Create a record of {name.en}")
