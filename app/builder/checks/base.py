"""What every check says about itself, and what it asks."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from app.errors import Finding, Severity
from app.program.checked import CheckedProgram
from app.words import Words


class Check(ABC):
    """One thing that should hold of a programme."""

    key: ClassVar[str]
    """The name of its file."""
    label: ClassVar[Words]
    """What holds of a programme that passes."""

    @abstractmethod
    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        """Say where it does not hold; `checked.program` is the programme as it was written."""


def warning(path: str, zh: str, en: str, *, fix: Words | None = None) -> Finding:
    """Say what might be better; it does not block a release."""
    return Finding(path=path, message=Words(zh, en), severity=Severity.WARNING, fix=fix)
