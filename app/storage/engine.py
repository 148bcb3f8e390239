"""Connections to the database, set up so that both databases behave as the product needs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
    # Of the process: otherwise each of its connections would fill a cache as large as that.
    "PRAGMA soft_heap_limit=536870912",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)

POSTGRESQL = {
    # The one that takes what is written, whichever of the named servers that is now.
    "target_session_attrs": "read-write",
    # Seconds, and milliseconds, after which a server that says nothing counts as gone.
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""How a server that fails, and the one that takes its place, are noticed; an address may say
otherwise."""


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def make_engine(url: str) -> Engine:
    """Open a database; a write to SQLite takes the write lock when its transaction begins."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        pool_size=10,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args=_how_to_connect(address),
    )


def _how_to_connect(address: URL) -> dict[str, Any]:
    said = {name: value for name, value in POSTGRESQL.items() if name not in address.query}
    # Compiling each of our many short statements takes PostgreSQL longer than running it.
    return {**said, "options": "-c timezone=UTC -c lock_timeout=30000 -c jit=off"}


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        execution_options={"begin": "BEGIN IMMEDIATE"},
        # The connection that was used last has in its cache what is asked for next.
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions of its own: ours begin with the lock they need.
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options()["begin"])

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the data that takes no write lock and keeps nothing."""
    if engine.dialect.name == "sqlite":
        engine = engine.execution_options(begin="BEGIN")
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()
