"""What may go wrong in words for the person in front of it, and where in a document it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.words import Words


class AppError(Exception):
    """A request that cannot be met, worded for the person who made it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class NotFound(AppError):
    """There is no such thing here, or not for this workspace."""


class Conflict(AppError):
    """Somebody else was faster, or the same key was used for something else."""


class Invalid(AppError):
    """The request is understood and cannot be accepted as it is."""

    def __init__(self, zh: str, en: str, findings: "tuple[Finding, ...]" = ()) -> None:
        super().__init__(zh, en)
        self.findings = findings


class Forbidden(AppError):
    """The person is known and may not do this."""


class Misconfigured(Exception):
    """The installation itself is broken; the programme does not start."""


class Severity(StrEnum):
    ERROR = "error"
    """Blocks a release."""
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A member made up to show what is found: no real one is spoken of."""

    said: Words
    """The values as people read them, in one line."""
    values: Mapping[str, Any]
    """As JSON, by field, or by metric in canonical JSON-Logic."""

    def to_json(self) -> dict[str, Any]:
        return {"said": self.said.to_json(), "values": dict(self.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a document that its designer should know."""

    path: str
    """Where: keys and positions from the root, as in `/ladders/0/tiers/2/condition/and/0`."""
    message: Words
    severity: Severity = Severity.ERROR
    fix: Words | None = None
    """What to write instead, if that can be said."""
    example: Example | None = None
    """A member who shows it, if there is one."""

    @classmethod
    def of(cls, path: str, zh: str, en: str) -> "Finding":
        """Say what blocks a release or a record, and where."""
        return cls(path=path, message=Words(zh, en))

    def under(self, prefix: str) -> "Finding":
        """Move the finding below a place of an enclosing document."""
        return replace(self, path=prefix + self.path)
