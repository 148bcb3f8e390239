"""A few members of a change of many: read, changed, placed and written down together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.days import local_day
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.program.objects import MEMBER
from app.program.record_rules import broken
from app.runtime.batches import LIMIT, Batch
from app.runtime.releases import Live
from app.runtime.settling import settle
from app.runtime.starting import Room, let_in_next
from app.storage import bulk_jobs, records
from app.storage.bulk_jobs import Action, BulkJob, State, Target
from app.storage.space import Space
from app.words import Words

GONE = Words("这位会员已经不在了。", "This member is there no more.")
NO_FIELD = Words("这个字段已不在发布的方案里。", "The live programme has this field no more.")
CHANGED_SINCE = Words("此后又被改过，保留现在的值。", "It was changed since and is left as it is.")


def reading_of(live: Live) -> Reading:
    settings = live.checked.program.settings
    return Reading(zone=settings.calendar.zone, currency=settings.currency)


def advance(
    space: Space,
    live: Live,
    job_id: int,
    *,
    now: int,
    size: int = LIMIT,
    room: Room | None = None,
) -> bool:
    """Change the next few members; say whether there may be more."""
    job = bulk_jobs.claim(space, live.catalogue.program_id, job_id)
    if job is None:
        return False
    if job.action is Action.START:
        return let_in_next(space, live, job, room or Room(), now=now, size=size)
    ids = bulk_jobs.next_waiting(space, job.id, size)
    if ids:
        piece = _Piece(space=space, live=live, job=job, now=now)
        bulk_jobs.settle(space, job.id, piece.change(ids))
    if len(ids) < size:
        bulk_jobs.finish(space, job.id, at=now)
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """The change of a few members, in one transaction."""

    space: Space
    live: Live
    job: BulkJob
    now: int

    def change(self, ids: Sequence[int]) -> list[Target]:
        job, space = self.job, self.space
        field = self.live.catalogue.members.object.find_field(job.field)
        if field is None or field.retired or field.key not in self.live.catalogue.members.fields:
            return [_refused(each, NO_FIELD) for each in ids]
        moment = self.live.moment(self.now)
        batch = Batch(space=space, live=self.live, moment=moment, cause=f"bulk:{job.id}")
        kept = batch.of(MEMBER)
        records.lock(space, kept, ids)
        rows = records.find_rows(space, kept, ids)
        values = _Values(
            live=self.live,
            field=field,
            job=self.undone or job,
            undoes=self.undone is not None,
            before={} if job.undoes is None else bulk_jobs.held_before(space, job.undoes, ids),
        )
        targets = [self.target(values, each, rows.get(each)) for each in ids]
        new = {
            each.member_id: values.new(rows[each.member_id], each.member_id)
            for each in targets
            if each.state is State.CHANGED
        }
        self.write(batch, field, rows, new)
        settle(batch)
        return targets

    @property
    def undone(self) -> BulkJob | None:
        job = self.job
        if job.undoes is None:
            return None
        return bulk_jobs.get_job(self.space, job.program_id, job.undoes)

    def target(self, values: "_Values", member_id: int, row: Mapping[str, Any] | None) -> Target:
        if row is None:
            return _refused(member_id, GONE)
        old = row[values.field.key]
        if not values.is_free(row, member_id):
            return _refused(member_id, CHANGED_SINCE)
        new = values.new(row, member_id)
        if new == old:
            return Target(member_id=member_id, state=State.SAME)
        rules = self.live.checked.rules.get(MEMBER, ())
        changed = {**row, values.field.key: new}
        for finding in broken(rules, changed, self.live.moment(self.now)):
            return _refused(member_id, finding.message)
        written = FIELD_KINDS[values.field.kind].to_json(old, values.field)
        return Target(member_id=member_id, state=State.CHANGED, old=written)

    def write(
        self,
        batch: Batch,
        field: Field,
        rows: Mapping[int, Mapping[str, Any]],
        new: Mapping[int, Any],
    ) -> None:
        """Write the history and the values, and note whom it touches."""
        if not new:
            return
        kept = batch.of(MEMBER)
        changes = [
            {
                "member_id": each,
                "record_id": each,
                "field": field.key,
                "old": rows[each][field.key],
            }
            for each in new
        ]
        records.remember(self.space, kept, changes, at=self.now, cause=batch.cause)
        written = []
        for member_id, value in new.items():
            row = {"id": member_id, field.key: value}
            if field.key in kept.days:
                zone = self.live.checked.program.settings.calendar.zone
                row[f"{field.key}.day"] = None if value is None else local_day(value, zone)
            written.append(row)
        records.update_rows(self.space, kept, written)
        for row in written:
            batch.touched.add(self.live, MEMBER, rows[row["id"]])
            batch.touched.add(self.live, MEMBER, {**rows[row["id"]], **row})
            batch.note(MEMBER, {**rows[row["id"]], **row}, before=rows[row["id"]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """What the field of a member becomes."""

    live: Live
    field: Field
    job: BulkJob
    """The change, or the one that is taken back."""
    undoes: bool
    before: Mapping[int, Any]

    def new(self, row: Mapping[str, Any], member_id: int) -> Any:
        if self.undoes:
            return self._read(self.before.get(member_id))
        return self._done(row[self.field.key])

    def is_free(self, row: Mapping[str, Any], member_id: int) -> bool:
        """Say whether a field still holds what the change that is taken back made of it."""
        if not self.undoes:
            return True
        old = self._read(self.before.get(member_id))
        return bool(self._done(old) == row[self.field.key])

    def _done(self, old: Any) -> Any:
        """Do what the change says to what was held before."""
        value = self._read(self.job.value)
        held = list(old) if isinstance(old, list) else []
        match self.job.action:
            case Action.CLEAR:
                return None
            case Action.ADD:
                return [*held, *(each for each in value or () if each not in held)] or None
            case Action.REMOVE:
                return [each for each in held if each not in (value or ())] or None
            case _:
                return value

    def _read(self, written: Any) -> Any:
        if written is None:
            return None
        return FIELD_KINDS[self.field.kind].parse(written, self.field, reading_of(self.live))


def _refused(member_id: int, why: Words) -> Target:
    return Target(member_id=member_id, state=State.REFUSED, why=why)
