"""One field of an object, as an operator designed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.words import Words


class Width(StrEnum):
    FULL = "full"
    HALF = "half"
    """Two halves that follow each other stand side by side; on a phone, one below the other."""


class Mask(StrEnum):
    """What those see of a value who may not read personal data."""

    OPEN = "open"
    """All of it: it says nothing about who somebody is."""
    HIDDEN = "hidden"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ID = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCheck:
    """What must hold of a record besides what each field says of its own value."""

    condition: Any
    """JSON-Logic over the fields of the record; a record of which it is false is refused."""
    message: Words | None = None
    """What is said then; without it, the condition is read aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field; `kind` names a file of `app/program/fields/`."""

    key: str
    """Made once from the first label and never changed: data and conditions refer to it."""
    kind: str
    label: Words
    required: bool = False
    unique: bool = False
    default: Any = None
    """A value as JSON, used where a record is created without one."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the kind asks for: choices, a prefix, an object to refer to, an expression."""
    help: Words | None = None
    width: Width = Width.FULL
    """How much of a row it takes where records are shown and asked for."""
    mask: Mask | None = None
    """None: as its kind says."""
    check: FieldCheck | None = None
    retired: bool = False
    """Whether it is out of use: nobody is asked for it any more, and its values are kept."""
