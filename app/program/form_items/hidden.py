"""A value that goes along unseen: where the link was found, which shop it hangs in."""

from app.program.form_items.base import FIELD, PREFILL, ItemKind, Setting, Widget
from app.words import Words


class Hidden(ItemKind):
    key = "hidden"
    label = Words("隐藏字段", "Hidden field")
    icon = "eye-off"
    answered = True
    settings = (
        FIELD,
        Setting(key="value", label=Words("默认值", "Value"), widget=Widget.VALUE),
        PREFILL,
    )
