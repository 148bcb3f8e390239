"""Words to read, between questions."""

from app.program.form_items.base import VISIBLE, WIDTH, ItemKind, Setting, Widget
from app.words import Words


class Text(ItemKind):
    key = "text"
    label = Words("说明文字", "Text")
    icon = "align-left"
    settings = (
        Setting(key="text", label=Words("文字", "Text"), widget=Widget.LONG_WORDS, required=True),
        WIDTH,
        VISIBLE,
    )
