"""Situations in which a mistake of the engine shows; each gives what is wrong, if anything."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, event
from sqlalchemy import Engine as SqlEngine
from sqlalchemy.exc import IntegrityError, OperationalError

from app.runtime import engine, flow_control, schedule
from app.runtime.crash_points import armed
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import flow_runs, occurrences
from app.storage.engine import make_engine
from app.storage.space import Space
from app.storage.spaces import Spaces
from tests.faults.dying import Deaths, Died, House, what_members_have
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
    """Whoever comes while another reads, in order to write, must be kept out until that is done."""
    club = clubs(programme())
    first, second = Spaces(club.spaces.engine), Spaces(_impatient(club.spaces.engine.url))
    wrong: list[str] = []

    def write(spaces: Spaces, flow: str, meanwhile: Callable[[], None] | None = None) -> None:
        with spaces.writing(club.workspace_id) as space:
            flow_runs.counts(space, club.program_id)
            if meanwhile:
                meanwhile()
            state = occurrences.FlowState(flow=flow, since=0)
            occurrences.set_state(space, club.program_id, state)

    def come_between() -> None:
        with suppress(OperationalError):
            write(second, "second")
            wrong.append("two were in")

    try:
        write(first, "first", come_between)
        write(second, "second")
    except OperationalError as error:
        wrong.append(str(error.orig))
    finally:
        second.engine.dispose()
    return wrong


def _impatient(url: URL) -> SqlEngine:
    """A database whose lock is not waited for."""
    impatient = make_engine(url.render_as_string(hide_password=False))

    @event.listens_for(impatient, "connect")
    def _hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    return impatient


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
