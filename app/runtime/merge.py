"""Two records of one person become one: everything goes to the survivor, and counts once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from app.errors import Conflict, Invalid
from app.program.field import Field
from app.program.objects import MEMBER
from app.runtime import merged_tiers
from app.runtime.changes import NoSuchRecord
from app.runtime.departing import MERGED, Leaving, end_tiers, owned, take_row
from app.runtime.records import Batch, settle
from app.runtime.releases import Live
from app.runtime.tiers import Moved
from app.storage import (
    audit,
    consents,
    departures,
    forms,
    given,
    history,
    moving,
    records,
    run_handover,
)
from app.storage.catalogue import Records
from app.storage.departures import Departure
from app.storage.space import Space

OWN = frozenset({"serial"})
"""Kinds of field of which each record has its own value."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did."""

    survivor_id: int
    merged_id: int
    filled: tuple[str, ...] = ()
    """Fields the survivor had blank and took over."""
    kept: tuple[str, ...] = ()
    """Fields in which the two differed; the survivor's holds, the other is in the history."""
    moved: Mapping[str, int] | None = None
    """How many records went over, by object; None: they had been merged before."""
    gained: tuple[Moved, ...] = ()


class CannotMerge(Conflict):
    """One of the two is not there to be merged."""


@dataclass(slots=True, kw_only=True)
class _Merge:
    """One merge under way."""

    batch: Batch
    survivor: Row
    loser: Row
    by: str | None

    @property
    def space(self) -> Space:
        return self.batch.space

    @property
    def live(self) -> Live:
        return self.batch.live

    @property
    def program_id(self) -> int:
        return self.live.catalogue.program_id

    @property
    def now(self) -> int:
        return self.batch.moment.now

    @property
    def leaving(self) -> Leaving:
        return Leaving(
            member_id=self.loser["id"],
            at=self.now,
            cause=self.batch.cause,
            reason=MERGED,
            by=self.by,
        )

    def hand_over(self) -> dict[str, int]:
        """Enter the loser's records under the survivor; give how many of each object."""
        counts = {}
        for kept in owned(self.space, self.live):
            counts[kept.object.key] = self._records(kept)
        moving.hand_over_ledger(self.space, self.loser["id"], self.survivor["id"])
        forms.hand_over(self.space, self.loser["id"], self.survivor["id"])
        moving.share_stages(self.space, self.loser["id"], self.survivor["id"], at=self.now)
        consents.hand_over(self.space, self.program_id, self.loser["id"], self.survivor["id"])
        runs = run_handover.hand_over(
            self.space, self.program_id, self.loser["id"], self.survivor["id"], at=self.now
        )
        given.hand_over(self.space, self.program_id, self.loser["id"], self.survivor["id"], runs)
        moving.point_over(self.space, self.program_id, self.loser["id"], self.survivor["id"])
        return {key: count for key, count in counts.items() if count}

    def _records(self, kept: Records) -> int:
        own = records.own(self.space, kept, kept.identity)
        found = self.space.execute(own.where(kept.table.c.member_id == self.loser["id"]))
        ids = list(found.scalars())
        rows = history.take_away(self.space, kept, ids, at=self.now, cause=self.batch.cause)
        moving.enter_anew(self.space, kept, rows, member_id=self.survivor["id"], at=self.now)
        if kept.object.key in self.live.catalogue.records:
            for each in records.find_rows(self.space, kept, ids).values():
                self.batch.touched.add(self.live, kept.object.key, each)
        return len(rows)

    def fill(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Fill what the survivor has blank; give these fields, and those in which they differ."""
        both = [
            (each, self._value(self.survivor, each), self._value(self.loser, each))
            for each in self.live.catalogue.members.object.fields
            if each.key in self.survivor and each.kind not in OWN
        ]
        new = {each.key: theirs for each, own, theirs in both if own is None}
        changes = {key: value for key, value in new.items() if value != self.survivor[key]}
        self._change(self.live.catalogue.members, [(self.survivor, changes)])
        filled = tuple(key for key, value in changes.items() if value is not None)
        differ = (each.key for each, own, theirs in both if None not in (own, theirs))
        return filled, tuple(key for key in differ if self.survivor[key] != self.loser[key])

    def _value(self, row: Row, field: Field) -> Any:
        """Give what a record holds; that somebody was referred by their own self says nothing."""
        value = row[field.key]
        both = (self.survivor["id"], self.loser["id"])
        of_member = field.kind == "reference" and field.options.get("object") == MEMBER
        return None if of_member and value in both else value

    def _change(self, kept: Records, changes: list[tuple[Row, Row]]) -> None:
        """Change fields of records, and remember what they held."""
        for row, new in changes:
            if not new:
                continue
            owner = {"member_id": row.get("member_id", row["id"]), "record_id": row["id"]}
            before = [owner | {"field": key, "old": row[key]} for key in new]
            records.remember(self.space, kept, before, at=self.now, cause=self.batch.cause)
            dated = {f"{key}.day": self.loser[f"{key}.day"] for key in new if key in kept.days}
            head = {key: row[key] for key in ("id", "member_id") if key in row}
            records.update_rows(self.space, kept, [head | new | dated])

    def point_references_over(self) -> None:
        """Have whoever refers to the loser refer to the survivor."""
        for kept, each in _references(self.live):
            self._point_over(kept, each)

    def _point_over(self, kept: Records, reference: Field) -> None:
        column = _column(kept, reference)
        found = self.space.execute(records.own(self.space, kept).where(column == self.loser["id"]))
        rows = [records.by_field(kept, row) for row in found]
        rows = [each for each in rows if each["id"] not in (self.survivor["id"], self.loser["id"])]
        self._change(kept, [(each, {reference.key: self.survivor["id"]}) for each in rows])
        for each in rows:
            self.batch.touched.add(self.live, kept.object.key, each)


def merge(
    space: Space,
    live: Live,
    survivor_id: int,
    merged_id: int,
    *,
    now: int,
    by: str | None = None,
) -> Merged:
    """Make one member of two; the survivor keeps their id, and may gain a tier by it at once.

    Records go over under their own ids, so that what refers to them still does, and count for the
    survivor from now on: what was known of either before stays as it was. Done again, it changes
    nothing. Raises `NoSuchRecord`, `CannotMerge`, and `Invalid` for one member alone.
    """
    if survivor_id == merged_id:
        raise Invalid("不能把会员并入自己。", "A member cannot be merged into themselves.")
    members = live.catalogue.members
    referring = _referring(space, live, merged_id)
    records.lock(space, members, sorted({survivor_id, merged_id, *referring}))
    rows = records.find_rows(space, members, [survivor_id, merged_id])
    if merged_id not in rows or survivor_id not in rows:
        return _known(space, live, survivor_id, merged_id)
    cause = f"merge:{merged_id}:{survivor_id}"
    batch = Batch(space=space, live=live, moment=live.moment(now), cause=cause)
    done = _Merge(batch=batch, survivor=rows[survivor_id], loser=rows[merged_id], by=by)
    moved = done.hand_over()
    filled, kept = done.fill()
    done.point_references_over()
    merged_tiers.take_over(space, live, survivor_id, done.leaving)
    end_tiers(space, live, done.leaving)
    take_row(space, live, done.leaving)
    departures.note(space, done.program_id, _departure(done))
    batch.touched.members |= {survivor_id}
    gained = settle(batch).get(survivor_id, ())
    merged = Merged(
        survivor_id=survivor_id,
        merged_id=merged_id,
        filled=filled,
        kept=kept,
        moved=moved,
        gained=gained,
    )
    _note(space, merged, at=now, by=by)
    return merged


def _note(space: Space, merged: Merged, *, at: int, by: str | None) -> None:
    audit.note(
        space,
        at=at,
        actor=by,
        action="member.merge",
        subject=f"{MEMBER}:{merged.survivor_id}",
        detail={
            "merged": str(merged.merged_id),
            "moved": merged.moved,
            "filled": merged.filled,
            "kept": merged.kept,
        },
    )


def _referring(space: Space, live: Live, merged_id: int) -> Iterator[int]:
    """Give whose records refer to a member: they are changed as well."""
    for kept, reference in _references(live):
        if kept.object.of_member:
            column = _column(kept, reference)
            owner = kept.table.c.get("member_id", kept.identity)
            yield from space.execute(
                records.own(space, kept, owner).where(column == merged_id)
            ).scalars()


def _references(live: Live) -> Iterator[tuple[Records, Field]]:
    for kept in live.catalogue.records.values():
        for each in kept.object.of_kind("reference"):
            if each.options.get("object") == MEMBER:
                yield kept, each


def _column(kept: Records, reference: Field) -> ColumnElement[Any]:
    return kept.table.c[kept.fields[reference.key].name]


def _departure(done: _Merge) -> Departure:
    return Departure(
        member_id=done.loser["id"],
        into_id=done.survivor["id"],
        at=done.now,
        by=done.by,
        cause=done.batch.cause,
    )


def _known(space: Space, live: Live, survivor_id: int, merged_id: int) -> Merged:
    """Say that the two are one already, or that one of them is not there."""
    program_id = live.catalogue.program_id
    if departures.survivor_of(space, program_id, merged_id) == departures.survivor_of(
        space, program_id, survivor_id
    ):
        return Merged(survivor_id=survivor_id, merged_id=merged_id)
    gone = departures.find(space, program_id, [survivor_id, merged_id])
    for each in gone.values():
        if each.into_id is not None:
            raise CannotMerge(
                f"会员 {each.member_id} 已并入会员 {each.into_id}，请改用后者。",
                f"Member {each.member_id} was merged into {each.into_id}: use that one.",
            )
    raise NoSuchRecord
