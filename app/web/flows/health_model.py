"""What the page of health shows: signs, failures, dead messages, and what does not add up."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.web.budget_marks import MarkShown
from app.web.flows.trigger_signs import TriggerSign
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that is well or not."""

    key: str
    label: Words
    good: bool
    value: Words
    note: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresShown:
    flow: Words
    step: Words
    why: Words
    error: str | None
    count: int
    last: int | None
    url: str | None
    flow_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadShown:
    key: str
    channel: Words
    title: Words | None
    member: str
    member_url: str | None
    flow: Words | None
    attempts: int
    at: int
    error: str | None
    run_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckShown:
    flow: Words
    step: Words
    worker: str
    since: int
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelShown:
    name: str
    kind: Words
    state: Words
    tone: str
    error: Words
    since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShown:
    what: str
    member: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvariantShown:
    """One thing that must hold: whether it does, of what it does not, and what to do."""

    label: Words
    advice: Words
    count: Words
    holds: bool
    few: tuple[NamedShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    tabs: Mapping[str, str | None]
    signs: tuple[Sign, ...]
    failing_jobs: tuple[str, ...]
    failures: tuple[FailuresShown, ...]
    failed: int
    dead: tuple[DeadShown, ...]
    dead_count: int
    many: int
    stuck: tuple[StuckShown, ...]
    channels: tuple[ChannelShown, ...]
    triggers: tuple[TriggerSign, ...]
    marks: tuple[MarkShown, ...]
    budgets_url: str
    invariants: tuple[InvariantShown, ...]
    examined_at: int | None
    examined: int
    """Members whose rows were looked at."""
    may_act: bool
    runs_url: str | None
    at: Mapping[str, str]
