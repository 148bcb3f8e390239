"""What the worker looks at again and again: each day's evaluation, and releases to apply."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Engine

from app.clock import to_instant
from app.days import local_day
from app.runtime.evaluation import Evaluated, evaluate, is_prepared, prepare, turn_layers
from app.runtime.every import in_every_program
from app.runtime.releases import live
from app.runtime.retries import Retries
from app.runtime.tiers import Reason
from app.storage import layers, programs, samples, standings
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.standings import EvaluationRow

log = structlog.get_logger(__name__)


def evaluate_what_is_due(
    engine: Engine, now: datetime, retries: Retries | None = None
) -> list[Evaluated]:
    """Evaluate every programme whose local day has changed since its last evaluation.

    An evaluation that was begun, by a publication or by a process that died, is carried on; the
    metrics of a release that waits for the next evaluation are filled meanwhile.

    Days of downtime are caught up by one evaluation as of now. Any number of workers may do this
    at the same time: the day names the evaluation, and there is one of each name. A programme
    whose evaluation failed is left alone for a while.
    """
    spaces, at = Spaces(engine), to_instant(now)
    done = in_every_program(
        spaces,
        "evaluation",
        partial(_evaluate_if_due, spaces, now=at),
        now=at,
        retries=retries or Retries(),
    )
    return [each for each in done if each is not None]


def _evaluate_if_due(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int
) -> Evaluated | None:
    with spaces.reading(workspace_id) as space:
        if samples.is_coming(space, program_id):
            return None  # It still lives through the year before today.
        begun = standings.unfinished_evaluations(space, program_id)
        prepared = is_prepared(space, live(space, program_id))
        due = is_due(space, program_id, now=now)
        turning = layers.any_turning(space, program_id, now=now)
    if not (begun or due):
        if turning:
            turn_layers(spaces, workspace_id, program_id, now=now)
        if not prepared:
            prepare(spaces, workspace_id, program_id, now=now)
        return None
    evaluated = evaluate(
        spaces,
        workspace_id,
        program_id,
        now=now,
        reason=_reason(begun),
        occurrence=begun[0].occurrence if begun else None,
    )
    log.info(
        "evaluated",
        workspace=workspace_id,
        program=program_id,
        occurrence=evaluated.occurrence,
        placed=evaluated.placed,
        changed=evaluated.changed,
    )
    return evaluated


def _reason(begun: Sequence[EvaluationRow]) -> Reason:
    """Say why members are placed: a release that is applied at once, or the day."""
    return Reason.PUBLISH if begun and begun[0].applies_release else Reason.EVALUATION


def is_due(space: Space, program_id: int, *, now: int) -> bool:
    """Say whether a local day has begun since the last evaluation, or since the first release."""
    last = standings.last_evaluation(space, program_id)
    since = programs.first_published_at(space, program_id) if last is None else last.started_at
    if since is None:
        return False
    zone = live(space, program_id).checked.program.settings.calendar.zone
    return local_day(since, zone) < local_day(now, zone)
