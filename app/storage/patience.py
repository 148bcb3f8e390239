"""Statements that may take only so long: whoever waits is told instead of left waiting."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.storage.space import Space

_STEPS = 10_000
"""Virtual machine instructions of SQLite between two looks at the time."""
_CANCELLED = "57014"


class TookTooLong(Exception):
    """A statement was broken off; nothing it did is kept."""


@contextmanager
def at_most(space: Space, seconds: float) -> Iterator[None]:
    """Break off what runs inside after some seconds. Raises `TookTooLong`."""
    bounded = _sqlite if space.is_sqlite else _postgresql
    with bounded(space, seconds):
        yield


@contextmanager
def _sqlite(space: Space, seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    driver: Any = space.connection.connection.driver_connection
    driver.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
    try:
        yield
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        raise TookTooLong from error
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _postgresql(space: Space, seconds: float) -> Iterator[None]:
    try:
        # A savepoint: what follows in the same transaction must not find it broken.
        with space.connection.begin_nested():
            limit = text("SELECT set_config('statement_timeout', :limit, true)")
            space.execute(limit, {"limit": str(int(seconds * 1000))})
            yield
            space.execute(limit, {"limit": "0"})
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELLED:
            raise
        raise TookTooLong from error
