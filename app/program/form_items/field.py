"""A question: the answer goes to a field."""

from app.program.form_items.base import (
    FIELD,
    HELP,
    LABEL,
    PREFILL,
    VISIBLE,
    WIDTH,
    ItemKind,
    Setting,
    Widget,
)
from app.words import Words


class Field(ItemKind):
    key = "field"
    label = Words("字段", "Field")
    icon = "text-cursor-input"
    answered = True
    typed = True
    settings = (
        FIELD,
        LABEL,
        HELP,
        WIDTH,
        Setting(key="required", label=Words("必填", "Required"), widget=Widget.FLAG_OR_CONDITION),
        VISIBLE,
        Setting(key="computed", label=Words("自动计算", "Computed"), widget=Widget.EXPRESSION),
        PREFILL,
    )
