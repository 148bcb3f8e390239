"""What stands sealed in our tables, wherever it is: read and sealed again one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from app.storage.channel_tables import channel
from app.storage.space import Space
from app.storage.trigger_tables import hook

PLACES: tuple[tuple[Table, str], ...] = (
    (channel, "secrets"),
    (channel, "access"),
    (hook, "token"),
    (hook, "secret"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One sealed value, and where it stands."""

    table: str
    column: str
    id: int
    program_id: int
    value: str

    @property
    def name(self) -> str:
        return f"{self.table} {self.id} {self.column}"


def all_sealed(space: Space) -> Iterator[Sealed]:
    """Give everything that a workspace keeps sealed; channels and addresses are few."""
    for table, column in PLACES:
        here = table.c
        rows: Any = space.execute(
            space.select(table, here.id, here.program_id, here[column])
            .where(here[column].is_not(None))
            .order_by(here.id)
        ).all()
        for row in rows:
            if row[2]:
                yield Sealed(
                    table=table.name, column=column, id=row[0], program_id=row[1], value=row[2]
                )


def seal_again(space: Space, held: Sealed, value: str) -> bool:
    """Put a newly sealed value in the place of the one that was read; no if that was changed."""
    table, column = next(each for each in PLACES if (each[0].name, each[1]) == _place(held))
    done = space.execute(
        space.update(table)
        .where(table.c.id == held.id, table.c[column] == held.value)
        .values({column: value})
        .execution_options(preserve_rowcount=True)
    )
    return done.rowcount > 0


def _place(held: Sealed) -> tuple[str, str]:
    return held.table, held.column
