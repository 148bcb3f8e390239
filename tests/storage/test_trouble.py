"""What a database says to anybody is told apart from what is wrong with what was asked."""

import errno
import sqlite3
from typing import Any

import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from app.storage.trouble import Trouble, trouble_of


def of_sqlite(code: int) -> DBAPIError:
    said = sqlite3.OperationalError("no")
    said.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, said)


def of_postgresql(said: Exception, **more: Any) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, said, **more)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), Trouble.FULL),
        (of_sqlite(sqlite3.SQLITE_BUSY), Trouble.BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Trouble.BUSY),
        (of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), Trouble.AWAY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), Trouble.AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_postgresql(errors.DiskFull()), Trouble.FULL),
        (of_postgresql(errors.TooManyConnections()), Trouble.BUSY),
        (of_postgresql(errors.LockNotAvailable()), Trouble.BUSY),
        (of_postgresql(errors.DeadlockDetected()), Trouble.BUSY),
        (of_postgresql(errors.AdminShutdown()), Trouble.AWAY),
        (of_postgresql(errors.IdleInTransactionSessionTimeout()), Trouble.AWAY),
        (of_postgresql(errors.ReadOnlySqlTransaction()), Trouble.AWAY),
        (of_postgresql(errors.OperationalError(), connection_invalidated=True), Trouble.AWAY),
        (of_postgresql(errors.UndefinedTable()), None),
        (of_postgresql(errors.DivisionByZero()), None),
        (NoConnectionFree(), Trouble.BUSY),
        (PendingRollbackError(), Trouble.AWAY),
        (OSError(errno.ENOSPC, "no"), Trouble.FULL),
        (OSError(errno.EACCES, "no"), None),
        (IntegrityError("INSERT", {}, sqlite3.IntegrityError("twice")), None),
        (ValueError("no"), None),
    ],
)
def test_each_refusal_is_told_apart(error: Exception, trouble: Trouble | None) -> None:
    assert trouble_of(error) is trouble


def test_what_fails_while_a_change_is_undone_is_of_the_same_trouble() -> None:
    """A full disk ends the transaction of SQLite: there is no savepoint any more to go back to."""
    said = of_sqlite(sqlite3.SQLITE_ERROR)
    said.__context__ = of_sqlite(sqlite3.SQLITE_FULL)
    assert trouble_of(said) is Trouble.FULL
