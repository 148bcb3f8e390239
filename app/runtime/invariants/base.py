"""What every invariant says: what must hold, of whom it does not, and what to do then."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.errors import NotFound
from app.program.flows import Step
from app.runtime.releases import Live, live_release
from app.storage.book_checks import Piece
from app.storage.flow_checks import steps_taken
from app.storage.flow_runs import Group
from app.storage.space import Space
from app.words import Words

MOST = 1_000
"""Beyond it, a number is told as that many and more."""
MINUTE = 60_000_000
EVERYBODY: Piece = (-1, 2**63 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a programme, or at a piece of its members, as of a moment."""

    space: Space
    live: Live
    now: int
    piece: Piece = EVERYBODY

    @property
    def program_id(self) -> int:
        return self.live.catalogue.program_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing of which the invariant does not hold."""

    what: str
    """The same in both languages: a key, a number, a cause."""
    member_id: int | None = None


class Invariant(ABC):
    """Something that always holds, unless there is a bug or somebody wrote to the database."""

    key: ClassVar[str]
    label: ClassVar[Words]
    """What holds."""
    advice: ClassVar[Words]
    """What to do where it does not."""
    by_member: ClassVar[bool] = True
    """Whether it is looked at for a piece of the members at a time."""

    @abstractmethod
    def wrong(self, look: Look) -> Sequence[Wrong]:
        """Find of what it does not hold, at most `MOST`; nothing is written."""


def steps_of(look: Look, kind: str) -> list[tuple[Group, Step]]:
    """Give the steps of a kind that anybody has taken, under whichever release, as they were."""
    found = []
    for group in steps_taken(look.space, look.program_id):
        try:
            released = live_release(look.space, look.program_id, group.release_id)
        except NotFound:
            continue
        flow = released.checked.program.find_flow(group.flow)
        step = None if flow is None else flow.find_step(group.step)
        if step is not None and step.kind == kind:
            found.append((group, step))
    return found
