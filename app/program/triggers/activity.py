"""A member did something."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import About, Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class Activity(TriggerKind):
    key = "activity"
    label = Words("会员行为", "Activity")
    icon = "activity"
    stands = True
    options = (
        Option(key="kind", label=Words("行为类型", "Kind"), widget=Widget.TEXT, required=True),
        Option(
            key="where",
            label=Words("记录符合", "The record meets"),
            widget=Widget.CONDITION,
            about=About.RECORD,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        kind = options.get("kind") or ""
        return Words(f"会员有“{kind}”行为时", f"When a member does “{kind}”")

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        return "activity"
