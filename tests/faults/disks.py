"""Disks without room: three ways in which SQLite is told so, of which two need no disk at all.

Pages: SQLite itself refuses any page more than there are. Statements: whatever writes is refused,
as it is where not even a page that is there can be logged. Ballast: a real file system is filled.
"""

import errno
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Engine, event

from app.storage.trouble import Trouble

WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE")
WITHOUT_LIMIT = 2**30
MEBIBYTE = b"\0" * 2**20


class Disk:
    """Has room until it is told to have none."""

    trouble: ClassVar[Trouble] = Trouble.FULL

    def __init__(self, engine: Engine) -> None:
        self.full = False
        self.engine = engine

    def fill(self) -> None:
        self.full = True

    def free(self) -> None:
        self.full = False


class Pages(Disk):
    """SQLite allocates no page more."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._open: list[sqlite3.Connection] = []
        engine.dispose()
        event.listen(engine, "connect", self._connected)

    def _connected(self, connection: sqlite3.Connection, _record: object) -> None:
        self._open.append(connection)
        self._limit(connection)

    def _limit(self, connection: sqlite3.Connection) -> None:
        # A connection that is closed has no limit.
        with suppress(sqlite3.ProgrammingError):
            limit = 1 if self.full else WITHOUT_LIMIT
            # It is never less than what is there.
            connection.execute(f"PRAGMA max_page_count={limit}")

    def fill(self) -> None:
        super().fill()
        for each in self._open:
            self._limit(each)

    def free(self) -> None:
        super().free()
        for each in self._open:
            self._limit(each)


class Statements(Disk):
    """Whatever writes is refused."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        event.listen(engine, "do_execute", self._refuse)
        event.listen(engine, "do_executemany", self._refuse)

    def _refuse(self, _cursor: object, statement: str, _values: object, context: Any) -> None:
        # Databases of one process may share what listens to them.
        ours = context.root_connection.engine.pool is self.engine.pool
        if self.full and ours and statement.lstrip().startswith(WRITES):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error


class Ballast(Disk):
    """The file system of the database is filled to the last byte."""

    @property
    def _file(self) -> Path:
        return Path(str(self.engine.url.database)).parent / "ballast"

    def fill(self) -> None:
        super().fill()
        with self._file.open("ab", buffering=0) as file:
            for size in (len(MEBIBYTE), 4096, 1):
                self._write(file, MEBIBYTE[:size])

    def _write(self, file: Any, what: bytes) -> None:
        try:
            while file.write(what) == len(what):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def free(self) -> None:
        super().free()
        self._file.unlink(missing_ok=True)
