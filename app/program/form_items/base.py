"""What every kind of item on a form says about itself."""

from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.words import Words


class Widget(StrEnum):
    """How the builder asks for a setting."""

    WORDS = "words"
    """A text in both languages."""
    LONG_WORDS = "long_words"
    FLAG = "flag"
    WHOLE = "whole"
    WIDTH = "width"
    FIELD = "field"
    """A field of the object, or of the member."""
    OBJECT = "object"
    VALUE = "value"
    """A value that the field takes."""
    CONDITION = "condition"
    FLAG_OR_CONDITION = "flag_or_condition"
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something an operator sets on an item: the key in the document, and how it is asked for."""

    key: str
    label: Words
    widget: Widget
    required: bool = False


LABEL = Setting(key="label", label=Words("标题", "Label"), widget=Widget.WORDS)
HELP = Setting(key="help", label=Words("填写说明", "Help"), widget=Widget.WORDS)
WIDTH = Setting(key="width", label=Words("宽度", "Width"), widget=Widget.WIDTH)
VISIBLE = Setting(key="visible", label=Words("何时显示", "Shown when"), widget=Widget.CONDITION)
FIELD = Setting(key="field", label=Words("字段", "Field"), widget=Widget.FIELD, required=True)
PREFILL = Setting(
    key="prefill", label=Words("可由链接带入", "Link may give it"), widget=Widget.FLAG
)


class ItemKind(ABC):
    """One kind of item."""

    key: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str]
    """The name of a lucide icon."""
    settings: ClassVar[Sequence[Setting]]
    holds: ClassVar[tuple[str, ...]] = ()
    """Kinds of items that may stand inside it."""
    answered: ClassVar[bool] = False
    """Whether it brings an answer that goes to a field."""
    typed: ClassVar[bool] = False
    """Whether people see it and may type into it."""

    @property
    def keys(self) -> str:
        """List what may be written of it in a document."""
        more = ["items"] if self.holds else []
        return " ".join(["kind", "key", *(each.key for each in self.settings), *more])
