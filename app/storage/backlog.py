"""How far automations are behind, told by one look at the index of what is due."""

from app.storage.flow_tables import flow_run
from app.storage.occurrences import resting
from app.storage.space import Space


def is_behind(space: Space, program_id: int, *, before: int, many: int) -> bool:
    """Say whether so many runs have been due since before a moment; paused ones do not count."""
    here = flow_run.c
    late = (
        space.select(flow_run, here.due_at)
        .where(here.program_id == program_id, here.due_at < before)
        .where(here.flow.not_in(resting(space, program_id)))
        .order_by(here.due_at)
        .limit(1)
        .offset(many - 1)
    )
    return space.execute(late).first() is not None
