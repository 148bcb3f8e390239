"""A group of items under a heading, shown and hidden together."""

from app.program.form_items.base import HELP, LABEL, VISIBLE, ItemKind
from app.words import Words


class Section(ItemKind):
    key = "section"
    label = Words("分组", "Section")
    icon = "rows-3"
    holds = ("field", "text", "hidden", "rows")
    settings = (LABEL, HELP, VISIBLE)
