"""A batch of entries under way, and what becomes of each of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.days import Moment
from app.errors import Finding
from app.program.objects import MEMBER
from app.runtime.following import AS_USUAL, Following
from app.runtime.happenings import Kept, Row
from app.runtime.metrics import Touched
from app.runtime.releases import Live
from app.runtime.tiers import Moved
from app.storage.catalogue import Records
from app.storage.space import Space

KEY = "external_id"
"""A record that comes again under the same external id is the same record."""
LIMIT = 1000
"""Members placed within a request; more becomes queued work."""


class Status(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    KNOWN = "known"
    """It was here before, under the same external id; nothing was done."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one entry."""

    status: Status
    record_id: int | None = None
    member_id: int | None = None
    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    """Tiers the member gained by the batch."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """One batch of entries under way."""

    space: Space
    live: Live
    moment: Moment
    cause: str
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    touched: Touched = field(default_factory=Touched)
    kept: list[Kept] = field(default_factory=list)
    """Records that were created or changed, for triggers."""
    held: set[int] = field(default_factory=set)
    """Members nobody else changes until the end of the transaction."""
    chain: str = ""
    """The automations that led to this batch."""
    following: Following = AS_USUAL

    def of(self, object_key: str) -> Records:
        return self.live.catalogue.records[object_key]

    def note(self, object_key: str, row: Row, before: Row | None = None) -> None:
        """Remember a record of a member for the triggers that look at it."""
        member_id = row["id"] if object_key == MEMBER else row.get("member_id")
        if member_id is not None:
            self.kept.append(
                Kept(
                    object=object_key,
                    member_id=member_id,
                    record_id=row["id"],
                    before=before,
                    after=row,
                )
            )
