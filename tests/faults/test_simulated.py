"""T5, T6, T8: months of several workers and schedulers in one process, drawn from a seed.

Whatever a worker may do between two transactions of another happens there: it is called in the
middle. Clocks jump, forth and a little back; processes die; flows are paused, runs are cancelled.
After every act nothing is doubled, and once the faults stop everything comes to an end.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.clock import from_instant
from app.runtime import flow_control, schedule
from app.runtime.crash_points import armed
from app.runtime.engine import LEASE, Engine
from app.storage import flow_runs
from tests.faults.dying import DAY, HOUR, Died, House
from tests.faults.situations import ids_of, runs_of
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, step, tell

Clubs = Callable[..., Club]
MEMBERS = 3
BETWEEN = frozenset({"claimed", "committed", "page committed"})
"""Crash points at which no transaction is open."""
DAILY = flow(
    "schedule",
    give(next="hold"),
    step(
        "hold",
        "wait_for",
        event="order",
        time={"days": 2},
        next={"happened": "points", "timeout": "tell"},
    ),
    step("points", "grant_points", amount=5, next="tell"),
    tell(),
    options={"every": "day", "time": "13:00"},
    key="daily",
)
BY_HAND = flow("manual", tell(), step("rest", "wait", time={"hours": 5}), give(), key="by_hand")


@dataclass(slots=True, kw_only=True)
class World:
    """One club, and what happens to it by chance."""

    house: House
    rng: Random
    deaths: int = 0
    depth: int = 0
    pause: bool = False
    log: list[str] = field(default_factory=list)

    def act(self) -> None:
        what = self.rng.choices(
            [self.work, self.work, self.tick, self.jump, self.start, self.buy, self.step_in],
            k=1,
        )[0]
        self.log.append(what.__name__)
        what()

    def worker(self) -> Engine:
        return self.house.worker(most=self.rng.choice([1, 2, 500]))

    def work(self) -> None:
        club = self.house.club
        with suppress(Died), armed(self.fate):
            self.worker().advance(club.workspace_id, club.program_id, turn=-1)

    def tick(self) -> None:
        """Let a scheduler look whose clock is wrong by up to ninety seconds."""
        club, skew = self.house.club, self.rng.randint(-90, 90) * 1_000_000
        with suppress(Died), armed(self.fate):
            now = self.house.now + skew
            schedule.tick(club.spaces, club.workspace_id, club.program_id, now=now)

    def fate(self, name: str) -> None:
        """Die, or let others work meanwhile, perhaps for longer than a lease."""
        drawn = self.rng.random()
        if drawn < 0.06:
            self.deaths += 1
            raise Died(name)
        if name in BETWEEN and drawn < 0.3 and not self.depth:
            self.depth += 1
            if self.rng.random() < 0.5:
                self.house.now += LEASE + 1
            self.rng.choice([self.work, self.tick])()
            self.depth -= 1

    def jump(self) -> None:
        self.house.now += self.rng.choice([-HOUR, HOUR, 5 * HOUR, DAY, 3 * DAY])
        self.house.club.now = from_instant(self.house.now)

    def start(self) -> None:
        club = self.house.club
        with club.spaces.writing(club.workspace_id) as space:
            cause = f"{self.rng.randint(1, 5)}"
            who = ids_of(club)
            flow_control.start(space, club.live, "by_hand", who, now=self.house.now, cause=cause)

    def buy(self) -> None:
        self.house.club.buy(f"m{self.rng.randrange(MEMBERS)}", 10)

    def step_in(self) -> None:
        """Pause a flow or let it go on, or cancel a run."""
        club, now = self.house.club, self.house.now
        with club.spaces.writing(club.workspace_id) as space:
            if self.rng.random() < 0.3:
                going = [e for e in runs_of(club) if e.due_at is not None]
                if going:
                    flow_runs.cancel_one(space, self.rng.choice(going), now=now, why="by chance")
            elif self.pause:
                self.pause = False
                flow_control.resume(space, club.live, "daily", now=now, by=None)
            else:
                self.pause = True
                flow_control.pause(space, club.live, "daily", now=now, by=None, why="by chance")

    def calm_down(self) -> None:
        """Let the faults stop and time go by."""
        club = self.house.club
        if self.pause:
            self.step_in_again()
        for _ in range(4):
            self.house.now += LEASE + 3 * DAY
            self.house.idle(self.house.worker())
        for each in runs_of(club):
            assert each.due_at is None or each.started_at > self.house.now - 3 * DAY, each

    def step_in_again(self) -> None:
        club = self.house.club
        with club.spaces.writing(club.workspace_id) as space:
            flow_control.resume(space, club.live, "daily", now=self.house.now, by=None)
        self.pause = False

    def doubled(self) -> list[Any]:
        """Give what is there twice, or without the step that gives it, or not though it should."""
        club = self.house.club
        with club.spaces.reading(club.workspace_id) as space:

            def ask(query: str) -> Any:
                # PostgreSQL has many clubs in one database.
                mine = f" workspace_id = {club.workspace_id}"
                return space.connection.exec_driver_sql(query.replace(" MINE", mine))

            gone = Counter(
                (run, step)
                for run, step in ask(
                    "SELECT member_id || '.' || run_id, step FROM flow_trace WHERE MINE"
                )
            )
            given = Counter(
                (f"{member}.{cause.split(':')[1]}", "give")
                for member, cause in ask("SELECT member_id, cause FROM coupon WHERE MINE")
            )
            told = Counter(
                (run, "tell")
                for (run,) in ask("SELECT member_id || '.' || run_id FROM outbox WHERE MINE")
            )
            twice = ask(
                "SELECT flow, key FROM occurrence WHERE MINE GROUP BY flow, key HAVING count(*) > 1"
            ).all()
        found = given + told
        expected = Counter({each: n for each, n in gone.items() if each[1] in {"give", "tell"}})
        return [*(found - expected), *(expected - found), *twice]

    def each_day_once(self) -> None:
        """Say that every member went in once for every day there was."""
        club = self.house.club
        causes = Counter((e.member_id, e.cause) for e in runs_of(club) if e.flow == "daily")
        days = {cause for _, cause in causes}
        assert set(causes.values()) <= {1}
        assert len(causes) == MEMBERS * len(days)
        last = max(days).removeprefix("at:")
        first = min(days).removeprefix("at:")
        assert len(days) == (_day(last) - _day(first)) // DAY + 1


def _day(written: str) -> int:
    return (date.fromisoformat(written) - date(1970, 1, 1)).days * DAY


def club_on_postgresql(request: pytest.FixtureRequest) -> bool:
    return bool(request.getfixturevalue("spaces").engine.dialect.name == "postgresql")


def test_whatever_happens_by_chance_nothing_is_lost_or_doubled(
    club: Clubs, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, deaths = request.config.getoption("--kills-seed"), 0
    seeds = request.config.getoption("--flow-seeds")
    if club_on_postgresql(request):
        # A life takes longer there.
        seeds = max(1, seeds // 5)
    house = House.of(club, MEMBERS, DAILY, BY_HAND)
    for seed in range(first, first + seeds):
        with house.copied(tmp_path) as one:
            deaths += lived(one, seed)
    assert deaths > 0


def lived(house: House, seed: int) -> int:
    """Live the life of a seed; count who died."""
    world = World(house=house, rng=Random(seed))
    try:
        for _ in range(30):
            world.act()
            assert world.doubled() == []
        world.calm_down()
        assert world.doubled() == []
        world.each_day_once()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {world.log}") from error
    return world.deaths
