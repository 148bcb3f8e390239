"""T16: what is left alone for long does not grow, but for what is kept on purpose."""

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median

import pytest
from sqlalchemy import text

from app.clock import from_instant
from app.runtime import releases
from app.runtime.checkups import examine
from app.runtime.crash_points import armed
from app.runtime.engine import LEASE
from app.runtime.forgetting import KEPT, forget_what_is_over
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.releases import live
from app.runtime.remembered import Remembered
from app.storage import inbox
from app.storage.spaces import Spaces
from tests.faults.dying import DAY, HOUR, Died, House
from tests.faults.soaking import Soak
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, step, tell

Clubs = Callable[..., Club]
ROUNDS = 80
KEYS_A_ROUND = 3
KEPT_STATEMENTS = 20
"""A memory that is full early shows what grows besides."""
THANKS = flow(
    "activity",
    step("points", "grant_points", amount=5),
    give(),
    step("rest", "wait", time={"hours": 5}),
    tell(),
    options={"kind": "visit"},
)
SOAKED = flow(
    "activity",
    step("points", "grant_points", amount=5),
    step("rest", "wait", time={"minutes": 1}),
    tell(),
    options={"kind": "visit"},
)
MEGABYTE = 1_000_000
MORE_OBJECTS = 3
"""Thousands, of some hundreds: caches of the libraries fill up."""


class Long:
    """Days that are all alike: visits, answers under keys, a worker that may die."""

    def __init__(self, house: House, memory: dict[object, object]) -> None:
        self.house = house
        self.releases = memory
        self.rng = Random(1)
        self.deaths = 0

    def round(self, n: int) -> None:
        club, now = self.house.club, self.house.now
        visit = Entry(
            object="activity",
            member={"external_id": f"m{n % 3}"},
            values={"kind": "visit", "occurred_at": from_instant(now).isoformat()},
        )
        with club.spaces.writing(club.workspace_id) as space:
            for key in range(KEYS_A_ROUND):
                assert inbox.receive(space, f"{n}-{key}", "same", at=now) is None
                inbox.answered(space, f"{n}-{key}", 200, {"n": n})
            record_many(space, live(space, club.program_id), [visit], now=now, cause="long")
        with armed(self._die), suppress(Died):
            self.house.idle(self.house.worker())
        self.house.now += 2 * LEASE
        self.house.idle(self.house.worker())
        forget_what_is_over(club.spaces.engine, from_instant(self.house.now))
        self.house.now += DAY

    def _die(self, name: str) -> None:
        if self.rng.random() < 1 / 20:
            self.deaths += 1
            raise Died(name)

    def sizes(self) -> dict[str, int]:
        """Count what is to stay as small as it is, however long it goes on."""
        file = Path(str(self.house.club.spaces.engine.url.database))
        wal = file.with_name(f"{file.name}-wal")
        counted = {
            "claims": "SELECT count(*) FROM step_claim",
            "keys": "SELECT count(*) FROM inbox",
            "beats": "SELECT count(*) FROM heartbeat",
            "memory of flows": "SELECT count(*) FROM flow_state",
            "open runs": "SELECT count(*) FROM flow_run WHERE due_at IS NOT NULL",
        }
        with self.house.club.spaces.engine.connect() as connection:
            sizes = {
                name: int(connection.execute(text(statement)).scalar_one())
                for name, statement in counted.items()
            }
            connection.rollback()
        gc.collect()
        return sizes | {
            "wal megabytes": wal.stat().st_size // MEGABYTE if wal.exists() else 0,
            "releases in memory": len(self.releases),
            "thousands of objects": len(gc.get_objects()) // 1_000,
        }


def test_what_stays_does_not_grow_with_the_days(
    sqlite_club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory: dict[object, object] = {}
    monkeypatch.setattr(releases, "_lives", memory)
    monkeypatch.setattr(Remembered, "MOST", KEPT_STATEMENTS)
    club = sqlite_club(programme(THANKS))
    for n in range(3):
        club.join(f"m{n}")
    long = Long(House(club=club), memory)
    for n in range(ROUNDS // 2):
        long.round(n)
    before = long.sizes()
    for n in range(ROUNDS // 2, ROUNDS):
        long.round(n)
    after = long.sizes()
    assert long.deaths > ROUNDS // 20
    grown = after.pop("thousands of objects") - before.pop("thousands of objects")
    assert after == before
    assert after["keys"] <= KEYS_A_ROUND * (KEPT // DAY + 1)
    assert grown <= MORE_OBJECTS
    _everything_is_there(long)


def _everything_is_there(long: Long) -> None:
    club = long.house.club
    long.house.now += HOUR * 6
    long.house.idle(long.house.worker())
    found = examine(club.spaces, club.workspace_id, club.program_id, now=long.house.now)
    assert found.is_well, found
    with club.spaces.engine.connect() as connection:
        rows = connection.execute(text("SELECT state, count(*) FROM flow_run GROUP BY state"))
        states = [tuple(row) for row in rows]
        connection.rollback()
    assert states == [("done", ROUNDS)]


def test_a_soak_of_minutes_with_real_workers(
    tmp_path: Path,
    sqlite_url: str,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    minutes = int(request.config.getoption("--soak-minutes"))
    if not minutes:
        pytest.skip("--soak-minutes says for how long.")
    spaces = Spaces.at(sqlite_url)
    club = Club(spaces, programme(SOAKED))
    members = 200
    for n in range(members):
        club.join(f"m{n}")
    rate = int(request.config.getoption("--soak-rate"))
    soak = Soak(club=club, file=tmp_path / "rungs.sqlite3", members=members, rate=rate)

    def tell(said: str) -> None:
        with capsys.disabled():
            print(said, flush=True)  # noqa: T201  # What the long form is run for.

    soak.live_through(minutes * 60, tell)
    tell(_summary(soak))
    found = examine(spaces, club.workspace_id, club.program_id, now=0)
    spaces.engine.dispose()
    assert found.is_well, found
    assert max(each.wal for each in soak.samples) < 256 * MEGABYTE
    assert max(each.oldest_ready for each in soak.samples) < 60


def _summary(soak: Soak) -> str:
    """Say what was measured; the first fifth is for warming up."""
    fifth = max(len(soak.samples) // 5, 1)
    early = median(each.worker_rss for each in soak.samples[fifth : 2 * fifth])
    late = median(each.worker_rss for each in soak.samples[-fifth:])
    first = median(each.entrance_rss for each in soak.samples[fifth : 2 * fifth])
    last = median(each.entrance_rss for each in soak.samples[-fifth:])
    waited = sorted(each.oldest_ready for each in soak.samples)
    return (
        f"{soak.sent} events, {soak.kills} kills, {soak.samples[-1].runs} runs;"
        f" worker {early / MEGABYTE:.0f} → {late / MEGABYTE:.0f} MB,"
        f" entrance {first / MEGABYTE:.0f} → {last / MEGABYTE:.0f} MB;"
        f" oldest ready run: median {median(waited):.1f} s, longest {waited[-1]:.1f} s;"
        f" WAL at most {max(each.wal for each in soak.samples) / MEGABYTE:.0f} MB"
    )
