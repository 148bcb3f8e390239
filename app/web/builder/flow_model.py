"""What the canvas of automations is told besides the draft; generated for TypeScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.builder.field_palette import FieldPalette, OptionChoice
from app.builder.flow_palette import FlowPalette
from app.words import Words


class Mode(StrEnum):
    EDIT = "edit"
    TRACE = "trace"
    """The flow as it was, with the path of one run; nothing can be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """A step read aloud."""

    sentence: Words
    ways: tuple[OptionChoice, ...] | None
    """Its ways out; None where they are written in its own options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRead:
    """One flow of a document, read aloud."""

    readable: bool
    """Whether the document could be read at all, and has the flow."""
    trigger: Words | None
    steps: Mapping[str, StepRead]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMember:
    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """A step that a run passed, by which way it left, and what came of it."""

    step: str
    way: str | None
    at: str
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldDo:
    """What a step would have done outside of the flow."""

    step: str
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRun:
    """A run of one member, tried or real."""

    member: RunMember | None
    state: str
    began: str
    ended: str | None
    steps: tuple[StepTaken, ...]
    would: tuple[WouldDo, ...]
    why: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsTried:
    """What a dry run answers."""

    runs: tuple[FlowRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCounts:
    here: int
    passed: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCounts:
    """How many members stand at each step of the released flow, and went through it."""

    steps: Mapping[str, StepCounts]
    runs: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterOffered:
    """An automation to begin with, fitted to what the draft has."""

    key: str
    label: Words
    about: Words
    lacks: Words | None
    """What the programme has not, and what that means for it."""
    flow: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOffered:
    """A named day of a calendar."""

    key: str
    label: Words
    calendar: str
    next: tuple[str, ...]
    """The next times it is on, as far as the calendar says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowIsland:
    """What the page of the canvas carries."""

    mode: Mode
    key: str
    """Which flow of the document is shown."""
    flow: Any
    """The flow itself as a document, where it is not the draft's."""
    kinds: FlowPalette
    read: FlowRead
    run: FlowRun | None
    fields: FieldPalette | None
    currencies: tuple[OptionChoice, ...]
    calendars: tuple[OptionChoice, ...]
    days: tuple[DayOffered, ...]
    """Named days of calendars."""
    starters: tuple[StarterOffered, ...]
    currency: str
    """The sign of the programme's money."""
