"""A sub-form: several records of another object, a row each."""

from app.program.form_items.base import HELP, LABEL, VISIBLE, ItemKind, Setting, Widget
from app.words import Words


class Rows(ItemKind):
    key = "rows"
    label = Words("子表单", "Sub-form")
    icon = "table-2"
    holds = ("field", "hidden")
    settings = (
        Setting(key="object", label=Words("对象", "Object"), widget=Widget.OBJECT, required=True),
        LABEL,
        HELP,
        VISIBLE,
        Setting(key="least", label=Words("最少几行", "Fewest rows"), widget=Widget.WHOLE),
        Setting(key="most", label=Words("最多几行", "Most rows"), widget=Widget.WHOLE),
    )
