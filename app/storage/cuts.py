"""Cut values: what a ranked metric must reach, as of the last evaluation and of earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Table, select

from app.storage.past_tables import cut_taken
from app.storage.space import Space
from app.storage.standing_tables import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    value: float | None
    """The least value that still meets the comparison; None: nobody's does."""
    ranked: int
    at: int


def cut_of(workspace_id: int, program_id: int, form: str) -> ScalarSelect[float]:
    """Give the cut value of a comparison as an expression for other statements."""
    return (
        select(cut.c.value)
        .where(cut.c.workspace_id == workspace_id)
        .where(cut.c.program_id == program_id)
        .where(cut.c.form == form)
        .scalar_subquery()
    )


def keep(space: Space, program_id: int, form: str, found: Cut) -> None:
    """Replace the cut value of a comparison; what it was stays known for its time."""
    _put(space, cut, program_id, form, found)
    _put(space, cut_taken, program_id, form, found)


def _put(space: Space, table: Table, program_id: int, form: str, found: Cut) -> None:
    old = space.delete(table).where(table.c.program_id == program_id).where(table.c.form == form)
    space.execute(old if table is cut else old.where(table.c.at == found.at))
    space.execute(
        space.insert(table).values(
            program_id=program_id, form=form, value=found.value, ranked=found.ranked, at=found.at
        )
    )


def cuts(space: Space, program_id: int) -> Mapping[str, Cut]:
    rows = space.execute(space.select(cut).where(cut.c.program_id == program_id))
    return {row.form: Cut(value=row.value, ranked=row.ranked, at=row.at) for row in rows}


def cuts_at(space: Space, program_id: int, at: int) -> Mapping[str, Cut]:
    """Give the cut values that held at a moment: those of the last evaluation up to then."""
    rows = space.execute(
        space.select(cut_taken)
        .where(cut_taken.c.program_id == program_id)
        .where(cut_taken.c.at <= at)
        .order_by(cut_taken.c.at)
    )
    return {row.form: Cut(value=row.value, ranked=row.ranked, at=row.at) for row in rows}
