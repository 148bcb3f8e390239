"""Fields of a record were changed."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import About, Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class RecordChanged(TriggerKind):
    key = "record_changed"
    label = Words("修改记录", "Record changed")
    icon = "file-pen"
    options = (
        Option(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        Option(
            key="fields",
            label=Words("其中改了", "Of its fields"),
            widget=Widget.FIELDS,
            of="object",
        ),
        Option(
            key="where",
            label=Words("记录符合", "The record meets"),
            widget=Widget.CONDITION,
            about=About.RECORD,
        ),
        Option(
            key="became",
            label=Words("只在刚刚变为符合时", "Only when it became true"),
            widget=Widget.FLAG,
            default=False,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        named = str(options.get("object"))
        name = naming.object(named)
        fields = [naming.field(each, named) for each in options.get("fields") or ()]
        which = Words("、".join(each.zh for each in fields), ", ".join(each.en for each in fields))
        zh = f"{name.zh}的{which.zh}改变时" if fields else f"修改{name.zh}时"
        en = f"When {which.en} of a {name.en} changes" if fields else f"When a {name.en} changes"
        if options.get("where") is None:
            return Words(zh, en)
        asked = naming.condition(options["where"], named)
        if options.get("became"):
            return Words(f"{zh}，且刚刚变为{asked.zh}", f"{en} and it becomes true that {asked.en}")
        return Words(f"{zh}，且{asked.zh}", f"{en} and {asked.en}")

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        return str(options.get("object"))
