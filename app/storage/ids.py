"""Identifiers: 64-bit numbers from blocks leased out of one table; their order means nothing."""

from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, bindparam, event, insert, update
from sqlalchemy.engine import ExceptionContext

from app.storage.tables import id_block

BLOCK = 10_000
RECORDS = "record"
"""The block that records, and nearly everything else, have their identifiers from."""
_ended: WeakKeyDictionary[Dialect, int] = WeakKeyDictionary()
"""How often a connection to a server ended that was not to end; each engine has its dialect."""


@event.listens_for(Engine, "handle_error")
def _note_the_end(context: ExceptionContext) -> None:
    if context.is_disconnect:
        _ended[context.dialect] = _ended.get(context.dialect, 0) + 1


class Ids:
    """Gives out identifiers of one database to this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._next = 0
        self._end = 0
        self._since = 0

    def take(self, connection: Connection, count: int) -> range:
        """Give `count` fresh identifiers.

        PostgreSQL leases a block in a transaction of its own, so that writers do not wait for one
        another. SQLite has one writer at a time: it takes exactly what it needs in the caller's
        transaction. A block is not used up once a connection has ended: the server that took over
        may not know that it was leased, and lease it again.
        """
        if count == 0:
            return range(0)
        if connection.dialect.name == "sqlite":
            first = _lease(connection, count)
            return range(first, first + count)
        with self._lock:
            since = _ended.get(connection.dialect, 0)
            if self._since != since or self._end - self._next < count:
                size = max(BLOCK, count)
                with connection.engine.connect() as own, own.begin():
                    self._next = _lease(own, size)
                self._end, self._since = self._next + size, since
            first = self._next
            self._next += count
        return range(first, first + count)

    def one(self, connection: Connection) -> int:
        return self.take(connection, 1)[0]


class TrialIds(Ids):
    """Gives out identifiers that no record has, to what is tried and never kept.

    Whoever was given one later has a larger one, so that what a part of a trial wrote is found.
    """

    FIRST = 1 << 62

    def __init__(self) -> None:
        super().__init__()
        self._next = self.FIRST

    def take(self, connection: Connection, count: int) -> range:
        first = self._next
        self._next += count
        return range(first, first + count)

    @property
    def following(self) -> int:
        """Give the identifier that is given out next."""
        return self._next


def serials(connection: Connection, name: str, count: int) -> range:
    """Give consecutive numbers, as people expect of member numbers; their writers queue."""
    first = _lease(connection, count, name)
    return range(first, first + count)


_MOVE = (
    update(id_block)
    .where(id_block.c.name == bindparam("block"))
    .values(next=id_block.c.next + bindparam("count"))
    .returning(id_block.c.next)
)


def _lease(connection: Connection, count: int, name: str = RECORDS) -> int:
    moved = connection.execute(_MOVE, {"block": name, "count": count}).scalar()
    if moved is None:
        connection.execute(insert(id_block).values(name=name, next=1 + count))
        return 1
    return int(moved) - count
