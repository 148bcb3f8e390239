"""One field of an object, as an operator designed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.words import Words


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
