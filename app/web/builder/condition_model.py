"""What the condition editor is told: typed once here, and generated for TypeScript."""

from dataclasses import dataclass

from app.errors import Severity
from app.expression.explain import State
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAt:
    """Something about a condition, at its place."""

    at: str
    """Keys and positions within the condition, as in `/and/0`; empty for the whole."""
    severity: Severity
    message: Words
    fix: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAt:
    """What a part says."""

    at: str
    sentence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFound:
    """A member as a line of a list."""

    id: str
    name: str
    number: str
    url: str
    tier: Words | None
    tone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersFound:
    members: tuple[MemberFound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A condition that was looked at: its sentence, what is wrong, and who meets it."""

    sentence: Words
    clauses: tuple[ClauseAt, ...]
    findings: tuple[FindingAt, ...]
    count: int | None
    """None where nobody is counted: it is wrong, it is not about members, it took too long."""
    uncounted: Words | None
    """Why nobody is counted, where that is worth saying."""
    approximate: bool
    """Whether a sample of 20,000 members stands for all."""
    of: int
    samples: tuple[MemberFound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a part of a condition stands for one member."""

    at: str
    state: State
    sentence: Words
    value: Words | None
    """What the member has."""
    threshold: Words | None
    gap: Words | None
    """What is missing, where it is not met."""
    progress: float | None
    children: "tuple[Tried, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A condition tried with one member."""

    member: MemberFound
    result: Tried | None
    """None where the condition is not right yet."""
    findings: tuple[FindingAt, ...]
