"""Sample data on its way into programmes: how far each year has come, and who brings it in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from app.storage.sample_tables import sample_year
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleYear:
    workspace_id: int
    program_id: int
    template: str
    ends_at: int
    done: int
    whole: int
    finished_at: int | None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


def wait_for(space: Space, program_id: int, template: str, *, ends_at: int, whole: int) -> None:
    """Note that a programme is to have its sample data."""
    space.execute(
        space.insert(sample_year).values(
            program_id=program_id, template=template, ends_at=ends_at, done=0, whole=whole
        )
    )


def find(space: Space, program_id: int) -> SampleYear | None:
    row = space.execute(
        space.select(sample_year).where(sample_year.c.program_id == program_id)
    ).one_or_none()
    return None if row is None else _year(row)


def is_coming(space: Space, program_id: int) -> bool:
    """Say whether a programme still waits for some of its sample data."""
    found = find(space, program_id)
    return found is not None and not found.is_finished


def waiting(connection: Connection, *, at: int) -> list[SampleYear]:
    """Give every year that nobody brings in at the moment; for the worker alone."""
    rows = connection.execute(
        select(sample_year)
        .where(sample_year.c.finished_at.is_(None))
        .where(_free(at))
        .order_by(sample_year.c.program_id)
    )
    return [_year(row) for row in rows]


def take(space: Space, program_id: int, *, at: int, until: int) -> bool:
    """Say that this process brings a year in; false where another one does."""
    taken = space.execute(
        space.update(sample_year)
        .where(sample_year.c.program_id == program_id)
        .where(sample_year.c.finished_at.is_(None))
        .where(_free(at))
        .values(taken_until=until)
    )
    return taken.rowcount == 1


def _free(at: int) -> Any:
    return or_(sample_year.c.taken_until.is_(None), sample_year.c.taken_until < at)


def advance(space: Space, program_id: int, *, seen: int, done: int, until: int) -> bool:
    """Note how far a year has come; false where another process brought the same in."""
    moved = space.execute(
        space.update(sample_year)
        .where(sample_year.c.program_id == program_id)
        .where(sample_year.c.done == seen)
        .values(done=done, taken_until=until)
    )
    return moved.rowcount == 1


def finish(space: Space, program_id: int, *, at: int) -> None:
    space.execute(
        space.update(sample_year)
        .where(sample_year.c.program_id == program_id)
        .values(finished_at=at, taken_until=None)
    )


def _year(row: Row[Any]) -> SampleYear:
    return SampleYear(
        workspace_id=row.workspace_id,
        program_id=row.program_id,
        template=row.template,
        ends_at=row.ends_at,
        done=row.done,
        whole=row.whole,
        finished_at=row.finished_at,
    )
