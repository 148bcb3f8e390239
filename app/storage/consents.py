"""What members agreed to, as rows that are added and never changed; the latest one holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from app.storage.bulk import insert_all
from app.storage.message_tables import consent
from app.storage.sets import bound, numbers
from app.storage.space import Space

EVERY_CHANNEL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A member agreed to something, or ended it."""

    member_id: int
    id: int
    purpose: str
    channel: str
    given: bool
    at: int
    recorded_at: int
    how: str
    version: str | None = None
    cause: str | None = None
    by: str | None = None
    note: str | None = None

    @property
    def order(self) -> tuple[int, int, bool]:
        """Say which of two holds: the later one, and of two at once the one that ends it."""
        return self.at, self.recorded_at, not self.given


_NAMES = tuple(each.name for each in fields(Consent))


def add(space: Space, program_id: int, rows: Sequence[Consent]) -> None:
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    if rows:
        insert_all(
            space, consent, [own | {name: getattr(one, name) for name in _NAMES} for one in rows]
        )


def of_member(space: Space, program_id: int, member_id: int) -> list[Consent]:
    """Give all that a member agreed to and ended, the latest first."""
    found = of_members(space, program_id, [member_id]).get(member_id, [])
    return sorted(found, key=lambda each: each.order, reverse=True)


def of_members(
    space: Space, program_id: int, ids: Sequence[int], *, purpose: str | None = None
) -> Mapping[int, list[Consent]]:
    """Give the rows of these members, in one statement."""
    dialect = space.connection.dialect.name
    here = consent.c
    found = space.select(consent).where(here.program_id == program_id)
    found = found.where(here.member_id.in_(numbers(dialect)))
    if purpose is not None:
        found = found.where(here.purpose == purpose)
    by_member: dict[int, list[Consent]] = {}
    rows: Sequence[Any] = space.execute(found, {"ids": bound(dialect, list(ids))}).all()
    for row in rows:
        values = {name: getattr(row, name) for name in _NAMES}
        by_member.setdefault(row.member_id, []).append(Consent(**values))
    return by_member


def hand_over(space: Space, program_id: int, old: int, new: int) -> None:
    """Enter what one member agreed to under another, of whom it turned out to be the same."""
    rows = [
        replace(each, member_id=new, id=space.new_id(), cause=f"merge:{old}:{each.id}")
        for each in of_member(space, program_id, old)
    ]
    add(space, program_id, rows)


def forget(space: Space, member_id: int) -> None:
    """Blank what may say who a member was; that something was agreed to stays, as a proof."""
    own = space.update(consent).where(consent.c.member_id == member_id)
    space.execute(own.values(note=None))
