"""What the worker gives and lets expire between evaluations: packs, recurring coupons, coupons."""

from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Engine

from app.clock import to_instant
from app.runtime import coupons
from app.runtime.every import in_every_program
from app.runtime.jobs import is_due
from app.runtime.recurring import is_anything_due, issue_what_is_due
from app.runtime.releases import live
from app.runtime.retries import Retries
from app.runtime.settling import give_packs
from app.runtime.upkeep import Run, unheard
from app.storage import coupons as kept
from app.storage import packs, standings
from app.storage.spaces import Spaces

log = structlog.get_logger(__name__)
JOB = "giving"


def give_what_is_due(engine: Engine, now: datetime, retries: Retries | None = None) -> int:
    """Give what is owed and let expire what is over, in every programme; give how much it was.

    Any number of workers may do this at the same time.
    """
    spaces, at = Spaces(engine), to_instant(now)
    done = in_every_program(
        spaces, JOB, partial(_give, spaces, now=at), now=at, retries=retries or Retries()
    )
    return sum(done)


def _give(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    """Look before writing: SQLite has one writer at a time."""
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
        run = Run(
            spaces=spaces,
            workspace_id=workspace_id,
            live=found,
            moment=found.moment(now),
            tell=unheard,
        )
        owed = bool(packs.owed(space, program_id, limit=1))
        # Who stands where on a new day is known once it is evaluated.
        evaluated = not is_due(space, program_id, now=now)
        evaluated = evaluated and not standings.unfinished_evaluations(space, program_id)
        due = evaluated and is_anything_due(space, run)
    done = give_packs(run) if owed else 0
    done += issue_what_is_due(run) if due else 0
    done += expire_coupons(run)
    if done:
        log.info("given", workspace=workspace_id, program=program_id, what=done)
    return done


def expire_coupons(run: Run) -> int:
    """Let coupons expire whose last day is over; give how many."""
    program_id, today = run.live.catalogue.program_id, run.moment.today
    expired = 0
    while True:
        with run.spaces.reading(run.workspace_id) as space:
            if not kept.expiring(space, program_id, today, limit=1):
                return expired
        with run.spaces.writing(run.workspace_id) as space:
            expired += coupons.expire(space, run.live, now=run.moment.now)
