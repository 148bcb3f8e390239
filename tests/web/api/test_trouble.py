"""What programs are told while the database takes nothing: try again, and nothing was done."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import QueuePool
from structlog.testing import capture_logs

from app.storage.spaces import Spaces
from tests.faults.disks import Disk, Pages, Statements
from tests.web.api.callers import GOLD_BY_SPENDING, Caller, an_order
from tests.web.api.conftest import Callers

MANY = 100


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    with capture_logs():
        yield


def orders(shop: Caller) -> int:
    table = shop.club.live.catalogue.records["order"].table
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        return len(space.execute(table.select()).all())


def batch() -> list[dict[str, object]]:
    return [an_order("ann", 10, f"o{n}") for n in range(MANY)]


@pytest.fixture
def shop(calls: Callers) -> Caller:
    found = calls(GOLD_BY_SPENDING)
    found.club.join("ann")
    return found


def sends(shop: Caller) -> tuple[int, str | None]:
    answer = shop.post("/events", {"events": batch()}, Idempotency_Key="k1")
    return answer.status_code, answer.headers.get("Retry-After")


@pytest.mark.parametrize("kind", [Pages, Statements])
def test_events_that_come_to_a_full_disk_may_come_again(shop: Caller, kind: type[Disk]) -> None:
    if shop.club.spaces.engine.dialect.name != "sqlite":
        pytest.skip("a full disk of PostgreSQL is its own to manage")
    disk = kind(shop.club.spaces.engine)
    disk.fill()
    refused = shop.post("/events", {"events": batch()}, Idempotency_Key="k1")
    assert refused.status_code == 507
    assert refused.get_json()["title"] == "The disk is full"
    assert refused.headers["Retry-After"] == "30"
    assert orders(shop) == 0
    assert shop.get("/records/order").status_code == 200
    disk.free()
    assert sends(shop)[0] == 200
    assert orders(shop) == MANY
    sends(shop)
    assert orders(shop) == MANY


def test_events_wait_for_nobody_who_holds_the_database(
    shop: Caller, request: pytest.FixtureRequest
) -> None:
    """An outside writer of SQLite, a transaction of PostgreSQL that somebody left open."""
    engine = shop.club.spaces.engine
    is_sqlite = engine.dialect.name == "sqlite"
    hurry = "PRAGMA busy_timeout=20" if is_sqlite else "SET lock_timeout=20"

    @event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(hurry)
        connection.commit()

    engine.dispose()
    table = shop.club.live.catalogue.records["order"].table.name
    other = create_engine(engine.url)
    with other.connect() as connection:
        lock = "BEGIN IMMEDIATE" if is_sqlite else f"LOCK TABLE {table} IN EXCLUSIVE MODE"
        connection.exec_driver_sql(lock)
        assert sends(shop) == (503, "1")
        assert shop.get("/records/order").status_code == 200
    other.dispose()
    assert orders(shop) == 0
    assert sends(shop)[0] == 200
    assert orders(shop) == MANY


def test_who_finds_no_connection_free_is_told_to_come_again(shop: Caller) -> None:
    pool = shop.club.spaces.engine.pool
    assert isinstance(pool, QueuePool)
    pool._timeout = 0.01  # noqa: SLF001  # Five seconds otherwise.
    with ExitStack() as stack:
        for _ in range(pool.size() + pool._max_overflow):  # noqa: SLF001
            stack.enter_context(shop.club.spaces.engine.connect())
        assert sends(shop) == (503, "1")
        assert shop.get("/records/order").status_code == 503
    assert sends(shop)[0] == 200
    assert orders(shop) == MANY


def test_a_session_that_the_server_ended_is_replaced_without_a_word(shop: Caller) -> None:
    engine = shop.club.spaces.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no sessions")
    assert sends(shop)[0] == 200
    ended = end_sessions(shop.club.spaces)
    assert ended > 0
    assert shop.get("/records/order").status_code == 200


def test_a_session_that_ends_in_the_middle_of_a_request_is_no_fault_of_ours(
    shop: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = shop.club.spaces.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no sessions")
    ended: list[int] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _end(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT") and not ended:
            ended.append(end_sessions(shop.club.spaces))

    assert sends(shop) == (503, "5")
    assert ended
    assert orders(shop) == 0
    assert sends(shop)[0] == 200
    assert orders(shop) == MANY


def end_sessions(spaces: Spaces) -> int:
    """End all sessions of this database, as an administrator or a failover does."""
    outside = create_engine(spaces.engine.url)
    with outside.connect() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ).all()
    outside.dispose()
    return len(ended)
