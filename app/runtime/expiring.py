"""What expires is let lapse by the worker, a set of lots at a time; the lots say when."""

from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Engine

from app.clock import to_instant
from app.program.objects import ENTRY
from app.runtime.every import in_every_program
from app.runtime.ledger import expire
from app.runtime.records import LIMIT
from app.runtime.releases import Live, live
from app.runtime.retries import Retries
from app.storage import ledger
from app.storage.spaces import Spaces

log = structlog.get_logger(__name__)
CAUSE = "expiry"


def expire_what_is_due(engine: Engine, now: datetime, retries: Retries | None = None) -> int:
    """Let lapse what no local day of any programme allows to be spent any more; give how many.

    Any number of workers may do this at the same time: each expiry has a cause of its own.
    """
    spaces, at = Spaces(engine), to_instant(now)
    lapsed = in_every_program(
        spaces, CAUSE, partial(_expire, spaces, now=at), now=at, retries=retries or Retries()
    )
    return sum(lapsed)


def _is_due(spaces: Spaces, workspace_id: int, found: Live, now: int) -> bool:
    """Look before writing: SQLite has one writer at a time."""
    with spaces.reading(workspace_id) as space:
        program_id, today = found.catalogue.program_id, found.moment(now).today
        return bool(ledger.lapsing(space, program_id, today, limit=1))


def _expire(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    lapsed, count = 0, LIMIT
    while count == LIMIT:
        with spaces.reading(workspace_id) as space:
            found = live(space, program_id)
        if ENTRY not in found.catalogue.records or not _is_due(spaces, workspace_id, found, now):
            break
        with spaces.writing(workspace_id) as space:
            count = expire(space, found, now=now, cause=CAUSE)
        lapsed += count
    if lapsed:
        log.info("expired", workspace=workspace_id, program=program_id, lots=lapsed)
    return lapsed
