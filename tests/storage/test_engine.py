"""Connections to a database share what the process has."""

from sqlalchemy.engine.interfaces import DBAPIConnection

from app.storage.engine import make_engine


def driver_of(engine_url: str) -> tuple[list[DBAPIConnection | None], int]:
    """Have two connections at once, then one after the other; give whose those were."""
    engine = make_engine(engine_url)
    with engine.connect() as first, engine.connect() as second:
        limit = int(second.exec_driver_sql("PRAGMA soft_heap_limit").scalar_one())
        used = [first.connection.driver_connection]
    for _ in range(3):
        with engine.connect() as connection:
            used.append(connection.connection.driver_connection)
    engine.dispose()
    return used, limit


def test_the_caches_of_a_process_are_bounded_together(sqlite_url: str) -> None:
    _, limit = driver_of(sqlite_url)
    assert limit == 512 * 2**20


def test_whoever_asks_next_has_the_cache_of_whoever_asked_last(sqlite_url: str) -> None:
    used, _ = driver_of(sqlite_url)
    assert len(set(map(id, used))) == 1
