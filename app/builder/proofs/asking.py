"""What checks ask a solver: is there a member who is like this, or surely nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.errors import Example
from app.expression.tree import Typed
from app.program.checked import CheckedLadder


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition that a member should meet, or should not meet."""

    condition: Typed
    met: bool


def meets(condition: Typed) -> Demand:
    return Demand(condition, met=True)


def fails(condition: Typed) -> Demand:
    return Demand(condition, met=False)


class LadderProof(Protocol):
    """Questions about the members of one ladder: those whom its `members` condition lets on it."""

    @property
    def ladder(self) -> CheckedLadder: ...

    @property
    def undecided(self) -> int:
        """How many questions could neither be proved nor shown by a member."""

    @property
    def populated(self) -> bool:
        """Whether it is not proved that nobody is on the ladder."""

    def nobody(self, *demands: Demand, anywhere: bool = False) -> bool:
        """Whether it is proved that no member can be as is demanded, on the ladder or anywhere."""

    def somebody(self, *demands: Demand) -> Example | None:
        """Make up a member who surely is as is demanded; None where there is none, or none known.

        Whatever comes back has been evaluated by the rules themselves.
        """

    def anybody(
        self, demands: Sequence[Demand], *, keep: int = 0, anywhere: bool = False
    ) -> Example | None:
        """Show somebody who meets the first `keep` demands and as many others as can be met.

        It illustrates what has been proved already, and is left out where it cannot be made up.
        """
