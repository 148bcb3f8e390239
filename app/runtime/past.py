"""Records as they were known at a moment: what came later is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.days import local_day
from app.program.period import Span
from app.runtime.releases import Live
from app.storage import history, records
from app.storage.catalogue import Records
from app.storage.history import WHOLE, Before
from app.storage.space import Space
from app.storage.timetable import Timetable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Past:
    """The records of a programme as they were known at a moment, by the release of that moment."""

    space: Space
    live: Live
    timetable: Timetable
    at: int
    _of_members: dict[int, list[Before]] = field(default_factory=dict)

    def member(self, member_id: int) -> Row | None:
        """Give a member by their fields; None if there was no such member."""
        kept = self.live.catalogue.members
        there = records.find_rows(self.space, kept, [member_id])
        changed = [each for each in self._changes(member_id) if each.object_id == kept.id]
        return self._then(kept, there.get(member_id), changed)

    def begun(self, member_id: int) -> dict[str, int | None]:
        """Give the first day of the period a member is in now, by ladder, where a row tells it.

        That is so where it began with the tier, and in grace; the calendar tells the others.
        """
        members = self.live.catalogue.members
        columns = [one for each in members.ladders.values() for one in (each.begun, each.grace)]
        own = records.own(self.space, members, *columns)
        row = self.space.execute(own.where(members.identity == member_id)).one_or_none()
        if row is None:
            return {}
        found: dict[str, int | None] = {}
        for n, key in enumerate(members.ladders):
            begun, grace = row[2 * n : 2 * n + 2]
            by_tier = self.live.checked.program.ladder(key).period.span is Span.TIER
            found[key] = begun if by_tier or grace is not None else None
        return found

    def of_member(self, object_key: str, member_id: int) -> list[Row]:
        """Give a member's records of one object."""
        kept = self.live.catalogue.records[object_key]
        now = self.space.execute(
            records.own(self.space, kept).where(kept.table.c.member_id == member_id)
        )
        there = {row.id: records.by_field(kept, row) for row in now}
        changed: dict[int, list[Before]] = {each: [] for each in there}
        for each in self._changes(member_id):
            if each.object_id == kept.id:
                changed.setdefault(each.record_id, []).append(each)
        then = (self._then(kept, there.get(each), changed[each]) for each in sorted(changed))
        return [each for each in then if each is not None]

    def record(self, object_key: str, record_id: int) -> Row | None:
        """Give one record, whoever it belonged to."""
        kept = self.live.catalogue.records[object_key]
        there = records.find_rows(self.space, kept, [record_id]).get(record_id)
        changed = history.after_of_record(self.space, kept, record_id, self.at)
        return self._then(kept, there, changed)

    def _changes(self, member_id: int) -> Sequence[Before]:
        if member_id not in self._of_members:
            self._of_members[member_id] = history.after(self.space, member_id, self.at)
        return self._of_members[member_id]

    def _then(self, kept: Records, there: Row | None, changed: Sequence[Before]) -> Row | None:
        """Take back what changed, the latest first; what went since is there again."""
        gone = next((n for n, each in enumerate(changed) if each.field == WHOLE), None)
        if gone is not None:
            there = history.read_whole(kept, changed[gone].old)
            changed = changed[:gone]
        if there is None or there["created_at"] > self.at:
            return None
        row = dict(there)
        for each in reversed(changed):
            if self._is_here(kept, each):
                row[each.field] = history.typed(kept.fields[each.field], each.old)
        return row | self._days(kept, row)

    def _is_here(self, kept: Records, change: Before) -> bool:
        """Say whether a change was one of the column that the field was kept in at the moment.

        A field whose kind changes has another column from then on; the old one stays as it was.
        """
        if change.field not in kept.fields:
            return False
        key = kept.object.key
        column = self.timetable.column(key, change.field, change.at)
        return column == self.timetable.column(key, change.field, self.at)

    def _days(self, kept: Records, row: Mapping[str, Any]) -> Row:
        zone = self.live.checked.program.settings.calendar.zone
        return {
            f"{key}.day": None if row[key] is None else local_day(row[key], zone)
            for key in kept.days
        }
