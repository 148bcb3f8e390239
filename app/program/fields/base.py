"""What every kind of field says about itself."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from app.errors import Finding
from app.expression.types import Type
from app.program.field import Field
from app.words import Language, Words

TEXT_LIMIT = 65_536
"""Characters of the longest text; design §4."""
_SHOWN = 60
_UTC = ZoneInfo("UTC")


class Stored(StrEnum):
    """How a field's values lie in a column; the word is what the catalogue keeps."""

    INTEGER = "integer"
    DOUBLE = "double"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"


class Group(StrEnum):
    """Where the builder's palette has a kind."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    TIME = "time"
    CONTACT = "contact"
    LINK = "link"
    COMPUTED = "computed"

    @property
    def label(self) -> Words:
        return _GROUPS[self]


_GROUPS = {
    Group.TEXT: Words("文字", "Text"),
    Group.NUMBER: Words("数字与金额", "Numbers and money"),
    Group.CHOICE: Words("选择", "Choices"),
    Group.TIME: Words("日期时间", "Dates and times"),
    Group.CONTACT: Words("联系方式", "Contact"),
    Group.LINK: Words("关联", "Links"),
    Group.COMPUTED: Words("自动得出", "Worked out"),
}


class Look(StrEnum):
    """What an input looks like. Kinds choose among these, so that a new one is drawn at once."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    SWITCH = "switch"
    CHOICE = "choice"
    TAGS = "tags"
    DAY = "day"
    MOMENT = "moment"
    RECORD = "record"
    SERIAL = "serial"
    COMPUTED = "computed"
    CHOICES = "choices"
    """A list of choices to be put together: of options only."""
    OBJECT = "object"
    """An object of the programme: of options only."""
    EXPRESSION = "expression"
    """A formula or a metric: of options only."""


NOTHING_OF_ITS_OWN: Mapping[str, Look] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a programme settles about reading and showing values."""

    zone: ZoneInfo = _UTC
    """The zone of date-times that name none."""
    currency: str = "CNY"


PLAIN = Reading()


class Refused(Exception):
    """A value that a field does not take; the words name the value and say what would do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def quoted(raw: Any) -> str:
    """Give an offending value as it may be repeated in a message: short, on one line."""
    shown = raw if isinstance(raw, str) else repr(raw)
    clean = "".join(each if each.isprintable() else "�" for each in shown)
    return clean if len(clean) <= _SHOWN else clean[:_SHOWN] + "…"


def text_of(raw: Any) -> str | None:
    """Read a text in its composed form, without blanks around it; a blank one is None."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise Refused(
            f"这里应是文字，而不是 {quoted(raw)}。", f"A text is expected, not {quoted(raw)}."
        )
    if "\x00" in raw or not _encodes(raw):
        raise Refused(
            f"“{quoted(raw)}”含有无法保存的字符。",
            f"“{quoted(raw)}” holds a character that cannot be stored.",
        )
    if len(raw) > TEXT_LIMIT:
        raise Refused(
            f"文字长达 {len(raw)} 个字符，最多 {TEXT_LIMIT} 个。",
            f"The text is {len(raw)} characters long; at most {TEXT_LIMIT} are kept.",
        )
    return (raw if raw.isascii() else unicodedata.normalize("NFC", raw)).strip() or None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class FieldKind(ABC):
    """One kind of field: how it is typed, read, written and shown."""

    key: ClassVar[str]
    label: ClassVar[Words]
    about: ClassVar[Words]
    """What it is good for, in one line."""
    icon: ClassVar[str]
    """The name of a lucide icon."""
    group: ClassVar[Group]
    look: ClassVar[Look]
    common: ClassVar[bool] = False
    """Whether it is the first that people look for in its group."""
    sample: ClassVar[str] = ""
    """A value as somebody might type it."""
    options: ClassVar[Sequence[Field]] = ()
    """What an operator may set, as fields, so that the builder can draw them."""
    drawn: ClassVar[Mapping[str, Look]] = NOTHING_OF_ITS_OWN
    """Options that do not look as their own kind does."""
    stored: ClassVar[Stored | None]
    """None: computed where it is used (a formula, a metric), without a column of its own."""
    dated: ClassVar[bool] = False
    """Whether a companion column holds the programme's local day of the moment."""

    @abstractmethod
    def type_of(self, field: Field) -> Type:
        """Say what the rule language sees; nullable whatever the field requires."""

    @abstractmethod
    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> Any:
        """Read a value from JSON, a form or a CSV cell; blank is None. Raises `Refused`."""

    def to_json(self, value: Any, field: Field) -> Any:
        """Write a value for the API and for documents."""
        return value

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        """Write a value for a person; a missing one is an empty text."""
        return "" if value is None else str(value)

    def findings_in(self, field: Field) -> Iterator[Finding]:
        """Say what is wrong with the options of a field, with paths below `/options`."""
        yield from ()
