"""A record was created."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import About, Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class RecordCreated(TriggerKind):
    key = "record_created"
    label = Words("新增记录", "Record created")
    icon = "file-plus"
    stands = True
    options = (
        Option(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        Option(
            key="where",
            label=Words("记录符合", "The record meets"),
            widget=Widget.CONDITION,
            about=About.RECORD,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        name = naming.object(options.get("object"))
        zh, en = f"新增{name.zh}时", f"When a new {name.en} comes in"
        if options.get("where") is None:
            return Words(zh, en)
        asked = naming.condition(options["where"], str(options.get("object")))
        return Words(f"{zh}，且{asked.zh}", f"{en} and {asked.en}")

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        return str(options.get("object"))
