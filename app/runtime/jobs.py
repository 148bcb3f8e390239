"""What the worker looks at again and again: each programme is evaluated once a local day."""

from datetime import datetime

import structlog
from sqlalchemy import Engine

from app.clock import to_instant
from app.days import local_day
from app.runtime.evaluation import Evaluated, evaluate
from app.runtime.releases import live
from app.storage import programs, standings
from app.storage.space import Space
from app.storage.spaces import Spaces

log = structlog.get_logger(__name__)


def evaluate_what_is_due(engine: Engine, now: datetime) -> list[Evaluated]:
    """Evaluate every programme whose local day has changed since its last evaluation.

    Days of downtime are caught up by one evaluation as of now. Any number of workers may do this
    at the same time: the day names the evaluation, and there is one of each name.
    """
    spaces, at = Spaces(engine), to_instant(now)
    with spaces.installation() as connection:
        everything = programs.all_programs(connection)
    done = []
    for workspace_id, program_id in everything:
        try:
            found = _evaluate_if_due(spaces, workspace_id, program_id, now=at)
        except Exception:
            # What is wrong with one programme must not keep the others from their evaluation.
            log.exception("evaluation failed", workspace=workspace_id, program=program_id)
            continue
        if found is not None:
            done.append(found)
    return done


def _evaluate_if_due(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int
) -> Evaluated | None:
    with spaces.reading(workspace_id) as space:
        if not is_due(space, program_id, now=now):
            return None
    evaluated = evaluate(spaces, workspace_id, program_id, now=now)
    log.info(
        "evaluated",
        workspace=workspace_id,
        program=program_id,
        occurrence=evaluated.occurrence,
        placed=evaluated.placed,
        changed=evaluated.changed,
    )
    return evaluated


def is_due(space: Space, program_id: int, *, now: int) -> bool:
    """Say whether a local day has begun since the last evaluation, or since the first release."""
    last = standings.last_evaluation(space, program_id)
    since = programs.first_published_at(space, program_id) if last is None else last.started_at
    if since is None:
        return False
    zone = live(space, program_id).checked.program.settings.calendar.zone
    return local_day(since, zone) < local_day(now, zone)
