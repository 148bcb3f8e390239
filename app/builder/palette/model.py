"""What an editor of conditions is drawn from: fields, operators and the words around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.expression.offering import Kind, Result, Role, Section, Slot
from app.expression.windows import WindowForm
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOffered:
    """A value that a field may have."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOffered:
    """A field, by the name conditions know it by: `age`, `store.city`, `parameter.gold_spend`."""

    name: str
    label: Words
    kind: Kind
    unit: str | None
    icon: str
    choices: tuple[ChoiceOffered, ...] = ()
    group: Words | None = None
    """What it belongs to, where that is not the record itself."""
    note: Words | None = None
    """What it is at present, of a parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOffered:
    """Records and their fields; the one without a key is the record a condition is about."""

    key: str
    label: Words
    fields: tuple[FieldOffered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOffered:
    """One way of using an operator; `app/expression/offering.py` says what the parts mean."""

    operator: str
    role: Role
    label: Words
    section: Section | None
    slots: tuple[Slot, ...]
    result: Result | None
    subject: int
    negated: Words | None
    called: Mapping[Kind, Words]
    listed: bool
    bare: bool
    alone: bool
    in_rows: bool
    """Whether it may stand in a condition about the records of an object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierOffered:
    key: str
    label: Words
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderOffered:
    key: str
    label: Words
    tiers: tuple[TierOffered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOffered:
    """What is written before or after a number."""

    before: Words
    after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A value that is often wanted, such as today."""

    label: Words
    kind: Kind
    logic: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOffered:
    key: Section
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """All that an editor may offer in one place."""

    place: str
    object: str
    ladder: str | None
    of_members: bool
    zone: str
    """The programme's time zone, in which moments are written."""
    sources: tuple[SourceOffered, ...]
    parameters: tuple[FieldOffered, ...]
    operators: tuple[OperatorOffered, ...]
    sections: tuple[SectionOffered, ...]
    windows: tuple[WindowForm, ...]
    ladders: tuple[LadderOffered, ...]
    units: Mapping[str, UnitOffered]
    presets: tuple[Preset, ...]
