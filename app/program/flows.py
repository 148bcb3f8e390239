"""Automations: what sets one in motion, and the steps that members go through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.program.benefit import Every
from app.words import Words

NEXT = "next"
"""The way out of a step that has only one."""


class Enrol(StrEnum):
    """Who goes in when a flow begins to work."""

    FUTURE = "future"
    """Those for whom the trigger fires from then on."""
    CURRENT = "current"
    """Those of whom it is true already, once."""
    BOTH = "both"


class Reentry(StrEnum):
    """How often one member may go in."""

    EACH_TIME = "each_time"
    ONCE = "once"
    EACH_PERIOD = "each_period"


class CatchUp(StrEnum):
    """What becomes of times at which nothing ran."""

    EACH = "each"
    """All are made up for, in their order."""
    ONCE = "once"
    """The last one is made up for; the others are written down as skipped."""
    SKIP = "skip"
    """They are written down as skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What sets a flow in motion; `kind` names a file of `app/program/triggers/`."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is done or asked; `kind` names a file of `app/program/steps/`."""

    key: str
    kind: str
    label: Words
    options: Mapping[str, Any] = field(default_factory=dict)
    next: Mapping[str, str] = field(default_factory=dict)
    """Which step each way out leads to; a way that is not named ends the run."""
    off: bool = False
    """Whether members pass by it; they go on by its first way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What designers tell one another."""

    key: str
    text: Words
    step: str | None = None
    """The step it stands beside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An automation (自动化)."""

    key: str
    label: Words
    folder: str = ""
    tags: tuple[str, ...] = ()
    enabled: bool = True
    trigger: Trigger | None = None
    enrol: Enrol = Enrol.FUTURE
    reentry: Reentry = Reentry.EACH_TIME
    period: Every = Every.YEAR
    """What a period is for members who may go in once in each."""
    catch_up: CatchUp = CatchUp.EACH
    start: str | None = None
    """The first step."""
    steps: tuple[Step, ...] = ()
    notes: tuple[Note, ...] = ()

    def find_step(self, key: str | None) -> Step | None:
        return next((each for each in self.steps if each.key == key), None)
