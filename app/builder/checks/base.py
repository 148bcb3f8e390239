"""What every check says about itself, and what it asks."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from app.builder.proofs.asking import LadderProof
from app.errors import Example, Finding, Severity
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


class LogicalCheck(Check):
    """One thing that should hold of the conditions of a ladder, and that can be proved.

    Without a solver, `check` says what can be read off the conditions as they are written.
    """

    of_nobody: ClassVar[bool] = False
    """Whether it has anything to say of a ladder that nobody can be on."""

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        yield from ()

    @abstractmethod
    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        """Say where it surely does not hold of one ladder."""


def warning(
    path: str, zh: str, en: str, *, fix: Words | None = None, example: Example | None = None
) -> Finding:
    """Say what might be better; it does not block a release."""
    message = Words(zh, en)
    return Finding(path=path, message=message, severity=Severity.WARNING, fix=fix, example=example)
