"""Engines with a mistake on purpose, and the situations in which it shows."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.runtime import engine, flow_control, schedule, walking
from app.runtime.crash_points import armed, crash_point
from app.runtime.engine import Engine
from app.runtime.releases import live, live_release
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.runtime.walking import walk
from app.storage import flow_batch, flow_runs, occurrences, step_claims
from app.storage.flow_batch import BATCH
from app.storage.flow_runs import Group
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.step_claims import Claim
from tests.faults.dying import DAY, Deaths, Died, House, what_members_have
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, step, tell

Clubs = Callable[..., Club]
MEMBERS = 3
SHORT = flow(
    "schedule",
    step("points", "grant_points", amount=5),
    give(),
    tell(),
    options={"every": "year", "month": 3, "day": 1, "time": "13:00"},
)


# The mistakes.


def two_transactions(patch: pytest.MonkeyPatch) -> None:
    """What is given is committed, and only then how far the run has come."""

    def take(self: Engine, workspace_id: int, program_id: int, group: Group) -> int:
        with self.spaces.writing(workspace_id) as space:
            claim = _claim(self, space, program_id, group)
            if claim is None:
                return 0
        with self.spaces.writing(workspace_id) as space:
            _walked(self, space, program_id, claim)
            rows = _batch(space)
        crash_point("between")
        with self.spaces.writing(workspace_id) as space:
            _fill(space, rows)
            flow_batch.put_back(space, now=self.clock())
            step_claims.put(space, program_id, replace(claim, until=0, attempts=0))
        return len(rows)

    patch.setattr(Engine, "_take", take)


def keys_by_attempt(patch: pytest.MonkeyPatch) -> None:
    """The same in two transactions, under keys that differ each time it is tried."""
    two_transactions(patch)
    usual = flow_batch.take

    def take(space: Space, program_id: int, group: Group, **more: Any) -> int:
        count = usual(space, program_id, group, **more)
        salt = space.new_id() * 1_000
        space.execute(BATCH.update().values(visits=BATCH.c.visits + salt))
        return count

    patch.setattr(flow_batch, "take", take)
    patch.setattr(walking, "MOST_VISITS", 10**15)


def mark_before_effect(patch: pytest.MonkeyPatch) -> None:
    """How far the run has come is committed, and only then what is given."""

    def take(self: Engine, workspace_id: int, program_id: int, group: Group) -> int:
        with self.spaces.writing(workspace_id) as space:
            claim = _claim(self, space, program_id, group)
            if claim is None:
                return 0
        with self.spaces.writing(workspace_id) as space:
            foreseen = space.connection.begin_nested()
            _walked(self, space, program_id, claim)
            after = _batch(space)
            foreseen.rollback()
            flow_batch.take(space, program_id, group, size=claim.size, now=self.clock())
            before = _batch(space)
            _fill(space, after)
            flow_batch.put_back(space, now=self.clock())
            step_claims.put(space, program_id, replace(claim, until=0, attempts=0))
        crash_point("between")
        with self.spaces.writing(workspace_id) as space:
            _fill(space, before)
            released = live_release(space, program_id, group.release_id)
            walk(space, released, live(space, program_id), group, now=self.clock())
        return len(before)

    patch.setattr(Engine, "_take", take)


def no_fence(patch: pytest.MonkeyPatch) -> None:
    """Whoever has lost a claim writes nevertheless."""
    usual = vars(Engine)["_work"]

    def work(self: Engine, space: Space, program_id: int, claim: Claim, **more: Any) -> int:
        held = step_claims.find(space, program_id, claim.group)
        assert held is not None
        done: int = usual(self, space, program_id, replace(claim, fence=held.fence), **more)
        return done

    patch.setattr(Engine, "_work", work)


def attempts_not_counted(patch: pytest.MonkeyPatch) -> None:
    """A claim leaves no word of how often it was tried."""
    usual = step_claims.put

    def put(space: Space, program_id: int, claim: Claim) -> bool:
        return usual(space, program_id, replace(claim, attempts=0))

    patch.setattr(step_claims, "put", put)


def lease_without_end(patch: pytest.MonkeyPatch) -> None:
    """Nobody takes over from the dead."""
    patch.setattr(engine, "LEASE", 10_000 * DAY)


def deferred_begin(patch: pytest.MonkeyPatch) -> None:
    """A transaction of SQLite that writes begins as one that reads."""
    usual = Spaces.__init__

    def begin(self: Spaces, database: Any) -> None:
        usual(self, database.execution_options(begin="BEGIN"))

    patch.setattr(Spaces, "__init__", begin)


def entries_without_key(patch: pytest.MonkeyPatch) -> None:
    """What sets a member in motion is not told apart from what did so before."""
    usual = vars(flow_control)["_named"]

    def named(space: Space, member_ids: Any, cause: str) -> Any:
        return usual(space, member_ids, f"{cause}:{space.new_id()}")

    patch.setattr(flow_control, "_named", named)


def occurrences_without_key(patch: pytest.MonkeyPatch) -> None:
    """A time is written down by each who sees it."""
    usual = occurrences.add

    def add(space: Space, program_id: int, found: Any) -> None:
        usual(space, program_id, [replace(e, key=f"{e.key} {space.new_id()}") for e in found])

    patch.setattr(occurrences, "add", add)


def _claim(worker: Engine, space: Space, program_id: int, group: Group) -> Claim | None:
    claim: Claim | None = vars(Engine)["_claim"](worker, space, program_id, group)
    return claim


def _walked(worker: Engine, space: Space, program_id: int, claim: Claim) -> None:
    now = worker.clock()
    released = live_release(space, program_id, claim.group.release_id)
    flow_batch.take(space, program_id, claim.group, size=claim.size, now=now)
    walk(space, released, live(space, program_id), claim.group, now=now)


def _batch(space: Space) -> list[dict[str, Any]]:
    return [dict(each) for each in space.execute(BATCH.select()).mappings()]


def _fill(space: Space, rows: list[dict[str, Any]]) -> None:
    flow_batch.take(space, 0, Group(release_id=0, flow="", step=""), size=0, now=0)
    if rows:
        space.execute(BATCH.insert(), rows)


# The situations; each gives what is wrong, which is nothing where there is no mistake.


def whoever_dies(clubs: Clubs, folder: Path) -> list[str]:
    """At each crash point of a short flow, the end must be what it is without a death."""
    house = House.of(clubs, MEMBERS, SHORT)
    counted, wrong = Deaths(), []
    with house.copied(folder) as clean:
        clean.live_through(counted)
        expected = what_members_have(clean.club)
    for n in range(1, counted.passed + 1):
        with house.copied(folder) as one:
            try:
                one.live_through(Deaths(n))
            except IntegrityError as error:
                # The wall behind the engine: nothing is doubled, and nothing goes on.
                wrong.append(f"{counted.names[n - 1]}: {error.orig}")
            found = what_members_have(one.club)
        for name, rows in found.items():
            if len(rows) != len(expected[name]) or (name == "runs" and "done" not in str(rows)):
                wrong.append(f"{counted.names[n - 1]}: {name}")
    return wrong


def a_late_worker(clubs: Clubs, folder: Path) -> list[str]:
    """Whoever loses a claim to somebody else must take nobody any more."""
    house = House.of(clubs, MEMBERS, SHORT)
    club = house.club
    schedule.tick(club.spaces, club.workspace_id, club.program_id, now=house.now)
    late, names = house.worker(), []

    def meanwhile(name: str) -> None:
        names.append(name)
        if names == ["claimed"]:
            house.now += engine.LEASE + 1
            with suppress(Died), armed(Deaths(1)):
                house.worker().advance(club.workspace_id, club.program_id)

    with armed(meanwhile):
        late.advance(club.workspace_id, club.program_id, turn=-1)
    return ["somebody was taken"] if "taken" in names else []


def a_poisonous_member(clubs: Clubs, folder: Path) -> list[str]:
    """A member who ends the process must be left behind at last, and nobody else."""
    house = House.of(clubs, MEMBERS, SHORT)
    with pytest.MonkeyPatch.context() as patch:
        poisoned(patch, min(ids_of(house.club)), Died("of what it did"))
        for _ in range(30):
            house.now += engine.LEASE + 60_000_000
            with suppress(Died):
                house.idle(house.worker())
    states = sorted(each.state for each in runs_of(house.club))
    return [] if states == ["done", "done", "failed"] else states


def two_writers(clubs: Clubs, folder: Path) -> list[str]:
    """Two who read and then write at the same time must wait for one another."""
    club = clubs(programme())
    wrong: list[str] = []
    met = threading.Barrier(2, timeout=20)

    def write() -> None:
        spaces = Spaces(club.spaces.engine)
        for n in range(10):
            met.wait()
            try:
                with spaces.writing(club.workspace_id) as space:
                    flow_runs.counts(space, club.program_id)
                    occurrences.set_state(
                        space, club.program_id, occurrences.FlowState(flow=f"{n}", since=n)
                    )
            except OperationalError as error:
                wrong.append(str(error.orig))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    return wrong


def the_same_start_twice(clubs: Clubs, folder: Path) -> list[str]:
    """A start that comes again must start nothing."""
    club = clubs(programme(flow("manual", tell())))
    who = club.join("m0")
    entered = 0
    for _ in range(2):
        with club.spaces.writing(club.workspace_id) as space:
            entered += flow_control.start(space, club.live, "flow", [who], now=0, cause="the same")
    return [] if entered == 1 else [f"{entered} went in"]


def two_schedulers(clubs: Clubs, folder: Path) -> list[str]:
    """Two who see at the same moment that a time has come must let everybody in once."""
    house = House.of(clubs, MEMBERS, SHORT)
    club, usual = house.club, vars(schedule)["_due"]
    others = iter([True])

    def looked(space: Space, found: Any, *, now: int) -> Any:
        due = usual(space, found, now=now)
        if next(others, False):
            schedule.tick(club.spaces, club.workspace_id, club.program_id, now=now)
        return due

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedule, "_due", looked)
        schedule.tick(club.spaces, club.workspace_id, club.program_id, now=house.now)
    with club.spaces.reading(club.workspace_id) as space:
        entered = sum(flow_runs.counts(space, club.program_id).values())
    return [] if entered == MEMBERS else [f"{entered} went in"]


def ids_of(club: Club) -> list[int]:
    members = club.live.catalogue.members.table
    with club.spaces.reading(club.workspace_id) as space:
        return list(space.execute(members.select().with_only_columns(members.c.id)).scalars())


def runs_of(club: Club) -> list[flow_runs.RunRow]:
    with club.spaces.reading(club.workspace_id) as space:
        return flow_runs.latest(space, club.program_id, flow_runs.Asked(), limit=10_000)


def poisoned(patch: pytest.MonkeyPatch, member_id: int, what: BaseException) -> None:
    """Have a step end as said whenever it comes to a member."""
    kind = type(STEPS["grant_points"])
    usual = kind.advance

    def advance(self: Any, work: Work) -> None:
        if any(each.member_id == member_id for each in work.tokens()):
            raise what
        usual(self, work)

    patch.setattr(kind, "advance", advance)
