"""Why a database says no to anybody, whatever is asked: it is full, busy, or away."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree


class Trouble(StrEnum):
    """Nothing is wrong with what was asked; nothing of it was kept, and it may be asked again."""

    FULL = "full"
    BUSY = "busy"
    AWAY = "away"


_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_INTERRUPT: Trouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_IOERR: Trouble.AWAY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_READONLY: Trouble.AWAY,
}
_POSTGRESQL = {
    "53100": Trouble.FULL,
    "25006": Trouble.AWAY,
    "25P03": Trouble.AWAY,
    "57014": Trouble.BUSY,
    "55P03": Trouble.BUSY,
}
"""Read-only as a server that waits to take over is, a session that was idle for too long, what was
broken off, a lock that was waited for in vain."""
_POSTGRESQL_CLASSES = {
    "08": Trouble.AWAY,
    "40": Trouble.BUSY,
    "53": Trouble.BUSY,
    "57": Trouble.AWAY,
    "58": Trouble.AWAY,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Say which trouble an error comes of; None where it lies in what was asked."""
    found = (_of_one(each) for each in _led_to(error))
    return next((each for each in found if each is not None), None)


def _led_to(error: BaseException) -> Iterator[BaseException]:
    """Give the error and those before it: what undoes a change may fail for the same reason."""
    seen: set[int] = set()
    here: BaseException | None = error
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        yield here
        here = here.__cause__ or here.__context__


def _of_one(error: BaseException) -> Trouble | None:
    match error:
        case NoConnectionFree():
            return Trouble.BUSY
        case PendingRollbackError():
            return Trouble.AWAY
        case DBAPIError(orig=sqlite3.Error() as said):
            # The lower byte is the kind; what is above says more exactly which.
            return _SQLITE.get(getattr(said, "sqlite_errorcode", 0) & 0xFF)
        case DBAPIError():
            return _of_postgresql(error)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Trouble.FULL
        case _:
            return None


def _of_postgresql(error: DBAPIError) -> Trouble | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    if state is not None:
        return _POSTGRESQL_CLASSES.get(state[:2])
    # Without an answer of the server there was none.
    silent = error.connection_invalidated or isinstance(error, OperationalError)
    return Trouble.AWAY if silent else None
