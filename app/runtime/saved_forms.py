"""Answers that were saved half-way are forgotten when their time is over."""

from datetime import datetime

from sqlalchemy import Engine

from app.clock import to_instant
from app.storage import form_drafts


def forget_what_expired(engine: Engine, now: datetime) -> int:
    """Forget saved answers of every workspace that have expired; give how many."""
    at = to_instant(now)
    with engine.connect() as connection:
        # SQLite has one writer at a time: it is asked for only where there is something to do.
        if not form_drafts.is_any_expired(connection, at=at):
            return 0
    with engine.begin() as connection:
        return form_drafts.drop_expired(connection, at=at)
