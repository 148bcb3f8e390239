"""What every kind of field says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar

from app.expression.types import Type
from app.program.field import Field
from app.words import Language, Words


class Stored(StrEnum):
    """How a field's values lie in a column; the word is what the catalogue keeps."""

    INTEGER = "integer"
    DOUBLE = "double"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"


class Refused(Exception):
    """A value that a field does not take; the words name the value and say what would do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class FieldKind(ABC):
    """One kind of field: how it is typed, read, written and shown."""

    key: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str] = "text"
    options: ClassVar[Sequence[Field]] = ()
    """What an operator may set, as fields, so that the builder can draw them."""
    stored: ClassVar[Stored | None]
    """None: computed where it is used (a formula, a metric), without a column of its own."""
    dated: ClassVar[bool] = False
    """Whether a companion column holds the programme's local day of the moment."""

    @abstractmethod
    def type_of(self, field: Field) -> Type:
        """Say what the rule language sees; nullable whatever the field requires."""

    @abstractmethod
    def parse(self, raw: Any, field: Field) -> Any:
        """Read a value from JSON, a form or a CSV cell; blank is None. Raises `Refused`."""

    def to_json(self, value: Any, field: Field) -> Any:
        """Write a value for the API and for documents."""
        return value

    def show(self, value: Any, field: Field, language: Language) -> str:
        """Write a value for a person; a missing one is an empty text."""
        return "" if value is None else str(value)
