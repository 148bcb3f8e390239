"""What the editor of objects and fields is told: typed once here, and generated for TypeScript."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.builder.field_palette import FieldPalette
from app.builder.retyping import Retyping
from app.builder.uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectsIsland:
    """What the page carries besides the draft."""

    palette: FieldPalette
    released: Mapping[str, Mapping[str, str]]
    """The kinds of fields that a release had, by object and key: these are never deleted."""
    currency: str
    """The sign of the programme's currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsesAnswer:
    """What is to be known before a field or an object is taken away."""

    uses: tuple[Use, ...]
    records: int | None
    """How many records hold a value, or how many records there are; None: it is in no release."""
    readable: bool
    """Whether the draft could be read; otherwise nobody knows what uses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetypeAnswer:
    """What another kind would do to the values of a field."""

    found: Retyping
