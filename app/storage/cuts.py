"""Cut values: what a ranked metric must reach, as of the last evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, select

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
    """Replace the cut value of a comparison."""
    space.execute(space.delete(cut).where(cut.c.program_id == program_id).where(cut.c.form == form))
    space.execute(
        space.insert(cut).values(
            program_id=program_id, form=form, value=found.value, ranked=found.ranked, at=found.at
        )
    )


def cuts(space: Space, program_id: int) -> Mapping[str, Cut]:
    rows = space.execute(space.select(cut).where(cut.c.program_id == program_id))
    return {row.form: Cut(value=row.value, ranked=row.ranked, at=row.at) for row in rows}
