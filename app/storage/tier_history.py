"""What the history of tiers says of a period: who stood where, and what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, true, union_all

from app.storage.past_tables import departure
from app.storage.space import Space
from app.storage.standing_tables import tier_change
from app.storage.types import BIG

DAY = 86_400_000_000
"""Microseconds."""
EVER = -(2**62)
"""Before every moment."""
NOTHING, GONE, FELL, ROSE = range(4)
"""What became of a member, the greater outweighing the less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became in a period of the members who stood on one tier when it began.

    Whoever rose from the tier at any time of the period has risen, whatever came before or after;
    of the others, whoever was ever set down from it has fallen.
    """

    tier_id: int
    members: int
    rose: int
    fell: int
    left: int
    """Gone from the ladder, or to a tier that it has no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """How many stays on a tier were as long as this, in whole days of 24 hours."""

    tier_id: int
    days: int
    ended: bool
    """Whether they were over, up or down; others go on."""
    members: int


_MEMBER = tier_change.c.member_id + 0
"""Sorted by this, SQLite reads the table once; by the column, row by row along its key."""
Drawn = Callable[[ColumnElement[int]], ColumnElement[bool]]


def _everybody(_member: ColumnElement[int]) -> ColumnElement[bool]:
    return true()


@dataclass(frozen=True, slots=True)
class TierHistory:
    """The changes of the tier in force on one ladder."""

    space: Space
    program_id: int
    ladder_id: int

    def changes(self, *columns: Any) -> Select[Any]:
        """Select changes that moved a member; a change of a layer alone moves nobody.

        Members whose rows are gone are left out: whoever was merged into another is that other.
        A ladder is of one programme, which is not asked for as well: SQLite would go through the
        index on moments, row by row, which takes twice as long as reading the table.
        """
        gone = self.space.select(departure, departure.c.member_id).where(
            departure.c.program_id == self.program_id
        )
        return self.space.select(tier_change, *columns).where(
            tier_change.c.member_id.not_in(gone),
            tier_change.c.ladder_id == self.ladder_id,
            tier_change.c.old_tier_id.is_distinct_from(tier_change.c.new_tier_id),
        )

    def begins(self) -> int | None:
        """Give the moment of the first change there is."""
        ours = self.changes(tier_change.c.at).where(tier_change.c.program_id == self.program_id)
        found = ours.order_by(tier_change.c.at).limit(1)
        return self.space.execute(found).scalar()

    def fates(
        self, positions: Mapping[int, int], *, since_before: int, start: int, end: int
    ) -> list[Fate]:
        """Follow the members on each tier through `[start, end)`.

        Looked at are those whose tier at `start` had been reached before the moment
        `since_before`. The tier at a moment is what the last change before it came to.
        `positions` says how high each tier of the ladder stands, by its id.
        """
        told = union_all(
            self._standing_at(start), self._moved(positions, start=start, end=end)
        ).subquery("told")
        # One sort brings together who stood on a tier and what became of them: SQLite has no
        # index to join a million members by.
        since, fate = func.max(told.c.at), func.max(told.c.fate).label("fate")
        member = (
            select(told.c.tier_id, fate)
            .group_by(told.c.member_id, told.c.tier_id)
            .having(since > EVER, since < since_before)
            .subquery("member")
        )
        rows = self.space.execute(
            select(
                member.c.tier_id,
                func.count().label("members"),
                *(
                    func.sum(case((member.c.fate == code, 1), else_=0)).label(name)
                    for name, code in (("rose", ROSE), ("fell", FELL), ("gone", GONE))
                ),
            )
            .where(member.c.tier_id.in_(positions))
            .group_by(member.c.tier_id)
        )
        return [
            Fate(
                tier_id=row.tier_id,
                members=int(row.members),
                rose=int(row.rose),
                fell=int(row.fell),
                left=int(row.gone),
            )
            for row in rows
        ]

    def _standing_at(self, start: int) -> Select[Any]:
        """Give each member's tier at a moment, and since when: the last change before it."""
        nth = func.row_number().over(
            partition_by=_MEMBER,
            order_by=(tier_change.c.at.desc(), tier_change.c.id.desc()),
        )
        before = (
            self.changes(
                tier_change.c.member_id,
                tier_change.c.new_tier_id.label("tier_id"),
                tier_change.c.at,
                nth.label("nth"),
            )
            .where(tier_change.c.at < start)
            .subquery("before")
        )
        return select(
            before.c.member_id, before.c.tier_id, before.c.at, literal(NOTHING).label("fate")
        ).where(before.c.nth == 1)

    def _moved(self, positions: Mapping[int, int], *, start: int, end: int) -> Select[Any]:
        """Say of each change in a period how the member went from the old tier: up, down, away."""
        old = tier_change.c.old_tier_id
        from_, to = (
            _height(tier_change.c[name], positions) for name in ("old_tier_id", "new_tier_id")
        )
        return self.changes(
            tier_change.c.member_id,
            old.label("tier_id"),
            literal(EVER, BIG).label("at"),
            case((to > from_, ROSE), (to < from_, FELL), (to.is_(None), GONE), else_=NOTHING).label(
                "fate"
            ),
        ).where(tier_change.c.at >= start, tier_change.c.at < end, old.is_not(None))

    def stretches(self, *, now: int, drawn: Drawn = _everybody) -> list[Stretch]:
        """Count the stays on each tier by how long they lasted, or have lasted so far.

        `drawn` says by its id whether a member is looked at.
        """
        until = func.lead(tier_change.c.at).over(
            partition_by=_MEMBER, order_by=(tier_change.c.at, tier_change.c.id)
        )
        stays = self.changes(
            tier_change.c.new_tier_id.label("tier_id"), tier_change.c.at, until.label("until")
        ).where(tier_change.c.at <= now, drawn(tier_change.c.member_id))
        stay = stays.subquery("stay")
        days = (func.coalesce(stay.c.until, now) - stay.c.at) // DAY
        measured = (
            select(
                stay.c.tier_id,
                days.label("days"),
                case((stay.c.until.is_(None), 0), else_=1).label("ended"),
            )
            .where(stay.c.tier_id.is_not(None))
            .subquery("measured")
        )
        rows = self.space.execute(
            select(*measured.c, func.count().label("members")).group_by(*measured.c)
        )
        return [
            Stretch(
                tier_id=row.tier_id, days=int(row.days), ended=bool(row.ended), members=row.members
            )
            for row in rows
        ]


def _height(tier: ColumnElement[Any], positions: Mapping[int, int]) -> ColumnElement[Any]:
    """Say how high a tier stands; null for one that the ladder does not have."""
    return case(dict(positions), value=tier)
