"""Claims of releases that nobody is under any more."""

from sqlalchemy import ColumnElement, and_, exists, select

from app.storage.flow_tables import flow_run, step_claim
from app.storage.space import Space
from app.storage.tables import program, release


def _idle(program_id: int, before: int) -> ColumnElement[bool]:
    here = step_claim.c
    stands = exists().where(
        flow_run.c.program_id == here.program_id,
        flow_run.c.release_id == here.release_id,
        flow_run.c.due_at.is_not(None),
    )
    published = select(release.c.published_at).where(release.c.id == here.release_id)
    newest = select(program.c.live_release_id).where(program.c.id == here.program_id)
    return and_(
        here.program_id == program_id,
        here.attempts == 0,
        here.until < before,
        here.release_id != newest.scalar_subquery(),
        published.scalar_subquery() < before,
        ~stands,
    )


def any_idle(space: Space, program_id: int, *, before: int) -> bool:
    """Say whether a release from before a moment has claims and nobody who could need them."""
    found = space.select(step_claim, step_claim.c.step).where(_idle(program_id, before)).limit(1)
    return space.execute(found).first() is not None


def forget(space: Space, program_id: int, *, before: int) -> None:
    """Forget them; claims of the live release keep their fences for ever."""
    space.execute(space.delete(step_claim).where(_idle(program_id, before)))
