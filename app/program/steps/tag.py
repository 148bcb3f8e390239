"""Tags are put on the member, or taken off."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class Tag(StepKind):
    key = "tag"
    label = Words("打标签", "Tag")
    icon = "tag"
    group = Group.DATA
    acts = True
    options = (
        Option(
            key="field",
            label=Words("标签字段", "Field"),
            widget=Widget.FIELD,
            required=True,
            kinds=("tags",),
        ),
        Option(key="add", label=Words("加上", "Put on"), widget=Widget.TAGS),
        Option(key="remove", label=Words("去掉", "Take off"), widget=Widget.TAGS),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        added = "、".join(map(str, options.get("add") or ()))
        gone = "、".join(map(str, options.get("remove") or ()))
        zh = [f"打上 {added}"] if added else []
        en = [f"Tag with {added}"] if added else []
        return Words(
            "，".join([*zh, f"去掉 {gone}"] if gone else zh),
            ", ".join([*en, f"take off {gone}"] if gone else en),
        )
