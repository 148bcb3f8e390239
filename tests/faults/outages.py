"""Workers that live through an outage of their database, from any crash point on."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from app.clock import from_instant
from app.runtime.crash_points import armed
from app.runtime.flows_at_work import FlowsAtWork
from app.storage.trouble import Trouble, trouble_of
from tests.faults.disks import Disk
from tests.faults.dying import House
from tests.faults.situations import runs_of
from tests.faults.test_flows_survive import club_of, on_the_way, wrong
from tests.runtime.clubs import Club

Clubs = Callable[..., Club]
SECOND = 1_000_000
TEN_SECONDS, DAY = 10 * SECOND, 86_400 * SECOND
OUT, BACK = 20, 30
"""Seconds for which a database is out, and within which everybody must have gone on after."""
MEMBERS = 40


class OutsideWriter(Disk):
    """Another program holds the file of SQLite for writing, as soon as nobody else does."""

    trouble = Trouble.BUSY

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._other: sqlite3.Connection | None = None
        engine.dispose()
        event.listen(engine, "connect", _hurry)

    def fill(self) -> None:
        super().fill()
        if self._other is None:
            other = sqlite3.connect(str(self.engine.url.database), timeout=0)
            other.isolation_level = None
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                other.close()
            else:
                self._other = other

    def free(self) -> None:
        super().free()
        if self._other is not None:
            self._other.close()
            self._other = None


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout=5")


class SessionsEnded(Disk):
    """PostgreSQL ends all sessions of this database, again and again."""

    trouble = Trouble.AWAY

    def fill(self) -> None:
        super().fill()
        outside = create_engine(self.engine.url)
        with outside.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        outside.dispose()


class TableHeld(Disk):
    """Somebody left a transaction of PostgreSQL open that holds what the worker needs."""

    trouble = Trouble.BUSY

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        engine.dispose()
        event.listen(engine, "connect", _hurry_postgresql)
        self._outside = create_engine(engine.url, connect_args={"options": "-c lock_timeout=5"})
        self._other: Connection | None = None

    def fill(self) -> None:
        super().fill()
        if self._other is None:
            other = self._outside.connect()
            try:
                other.exec_driver_sql("LOCK TABLE step_claim IN EXCLUSIVE MODE")
            except OperationalError:
                other.close()
            else:
                self._other = other

    def free(self) -> None:
        super().free()
        if self._other is not None:
            self._other.close()
            self._other = None
        self._outside.dispose()


def _hurry_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 5")
    connection.commit()


@dataclass(slots=True, kw_only=True)
class Life:
    """A worker whose database is out for a while, from one crash point on."""

    house: House
    outage: Disk
    at: int
    passed: int = 0
    refused: int = 0

    def fate(self, _: str) -> None:
        self.passed += 1
        if self.outage.full or self.passed == self.at:
            self.outage.fill()

    def go_on(self, worker: FlowsAtWork, seconds: int) -> None:
        for _ in range(0, seconds, 10):
            try:
                worker(self.house.club.spaces.engine, from_instant(self.house.now))
            except OperationalError as error:
                # At work, whatever calls it notes that and calls it again a second later.
                if trouble_of(error) is not self.outage.trouble:
                    raise
                self.refused += 1
            failing = worker.retries.failing()
            assert {each.trouble for each in failing} <= {self.outage.trouble}
            self.refused += len(failing)
            self.house.now += TEN_SECONDS

    def live(self) -> list[str]:
        """Go from end to end; say what is wrong."""
        for phase in ("setting out", "after the wait"):
            worker = FlowsAtWork(clock=lambda: from_instant(self.house.now))
            with armed(self.fate):
                self.go_on(worker, OUT)
            self.outage.free()
            self.go_on(worker, BACK)
            if on_the_way(self.house.club, phase):
                return [f"{self.at}: nobody went on within {BACK} seconds, {phase}"]
            self.house.now += 31 * DAY
        lost = wrong(self.house.club, MEMBERS)
        states = {each.state for each in runs_of(self.house.club)}
        found = [f"{self.at}: {lost}"] if lost else []
        return found + ([] if states == {"done"} else [f"{self.at}: {states}"])


def lives(
    clubs: Clubs, folder: Path, kind: Callable[[Engine], Disk], stride: int
) -> tuple[list[str], int]:
    """Begin an outage at one crash point after the other; give what is wrong, and refusals."""
    found: list[str] = []
    refused, n, passed, whole = 0, 1, 1, House(club=club_of(clubs, MEMBERS))
    if whole.club.spaces.engine.dialect.name == "postgresql" and stride > 1:
        # A life takes longer there.
        stride *= 2
    while n <= passed:
        with whole.copied(folder) as house:
            life = Life(house=house, outage=kind(house.club.spaces.engine), at=n)
            found += life.live()
            life.outage.free()
        passed, refused, n = life.passed, refused + life.refused, n + stride
    return found, refused
