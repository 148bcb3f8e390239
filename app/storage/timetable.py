"""Which release was live when, and in which columns it kept its fields."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.storage.space import Space
from app.storage.tables import release


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A release and when it became live; it was until the next one did."""

    release_id: int
    begins_at: int
    columns: Mapping[str, Mapping[str, int]]
    """The id of the column of each field, by object and field."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The releases of a programme in their order."""

    terms: Sequence[Term]

    def at(self, instant: int) -> Term | None:
        """Give the release that was live at a moment; None before the first."""
        n = bisect_right(self.terms, instant, key=lambda each: each.begins_at)
        return self.terms[n - 1] if n else None

    def column(self, object_key: str, field: str, instant: int) -> int | None:
        """Give the column that a field was kept in at a moment."""
        found = self.at(instant)
        return None if found is None else found.columns.get(object_key, {}).get(field)


def timetable(space: Space, program_id: int) -> Timetable:
    rows = space.execute(
        space.select(
            release, release.c.id, release.c.published_at, release.c.columns.label("layout")
        )
        .where(release.c.program_id == program_id)
        .order_by(release.c.number)
    )
    return Timetable(
        [
            Term(
                release_id=row.id,
                begins_at=row.published_at,
                columns=row.layout["columns"],
            )
            for row in rows
        ]
    )
