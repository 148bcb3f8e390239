"""Workers that die in this very process, and copies of one club to die in again and again.

What dies raises through everything, so that its transaction is undone as the database would undo
it; whoever goes on is another worker. That is a thousand times cheaper than a process and a signal,
which `killing.py` has for the proof that nothing else matters.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import MetaData

from app.clock import to_instant
from app.runtime import schedule
from app.runtime.crash_points import armed
from app.runtime.engine import Engine
from app.storage.spaces import Spaces
from tests.faults.copies import Copies
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, step, tell

SECOND = 1_000_000
HOUR, DAY = 3_600 * SECOND, 86_400 * SECOND
LEFT_OUT = frozenset({"step_claim", "id_block", "heartbeat"})
"""Who worked on what, and which numbers were given out: the trace of a death is there."""
BY_CHANCE = frozenset({"code", "value"})
"""Columns with the codes of coupons, which nobody is to guess."""
FIELDS = [
    {"key": "hot", "kind": "boolean", "label": "Hot"},
    {"key": "tags", "kind": "tags", "label": "Tags"},
]
OBJECTS = [{"key": "member", "label": "Member", "fields": FIELDS}]
FIRST = {"==": [{"var": "external_id"}, "m1"]}
REFERENCE = flow(
    "schedule",
    step("points", "grant_points", amount=5),
    step("first", "condition", where=FIRST, next={"yes": "give", "no": "give"}),
    give(next="hot"),
    step("hot", "change_field", field="hot", value=True),
    step("tag", "tag", field="tags", add=["met"]),
    step("rest", "wait", time={"days": 30}),
    step(
        "divide",
        "split",
        branches=[{"key": "one", "where": FIRST}],
        next={"one": "made", "else": "made"},
    ),
    step("made", "create_record", object="activity", values={"kind": "met", "occurred_at": "now"}),
    step(
        "group",
        "ab_split",
        variants=[{"key": "a", "percent": 50}],
        holdout=50,
        next={"a": "hold", "holdout": "hold"},
    ),
    step(
        "hold",
        "wait_for",
        event="order",
        time={"days": 2},
        next={"happened": "tell", "timeout": "tell"},
    ),
    tell(channel="sms", next="reached"),
    step("reached", "goal"),
    options={"every": "year", "month": 3, "day": 1, "time": "13:00"},
)
"""Twelve steps, each of another kind."""


class Died(BaseException):
    """A process that ended here."""


class Deaths:
    """Counts the crash points that are passed, and dies at some of them."""

    def __init__(self, *at: int) -> None:
        self.at = at
        self.passed = 0
        self.names: list[str] = []

    def __call__(self, name: str) -> None:
        self.passed += 1
        self.names.append(name)
        if self.passed in self.at:
            raise Died(name)


@dataclass(slots=True, kw_only=True)
class House:
    """A club whose database is copied for each death."""

    club: Club
    now: int = field(init=False)
    begun: int = field(init=False)
    workers: int = 0
    _copies: Copies = field(default_factory=Copies)

    def __post_init__(self) -> None:
        self.now = self.begun = to_instant(self.club.now)

    @classmethod
    def of(
        cls, club: Callable[..., Club], members: int, *flows: Any, key: str = "team", **more: Any
    ) -> "House":
        """Give a club whose members set out at one o'clock."""
        found = club(programme(objects=OBJECTS), key=key)
        for n in range(members):
            found.join(f"m{n}")
        found.publish(programme(*(flows or (REFERENCE,)), objects=OBJECTS, **more))
        found.wait(hours=1)
        return cls(club=found)

    @contextmanager
    def copied(self, folder: Path) -> Iterator["House"]:
        """Give the same house over a copy of its database."""
        with self._copies.of(self.club.spaces.engine, folder) as opened:
            twin = copy(self.club)
            twin.spaces = Spaces(opened)
            yield House(club=twin)

    def worker(self, *, most: int = 20_000) -> Engine:
        self.workers += 1
        name = f"worker {self.workers}"
        return Engine(
            spaces=self.club.spaces,
            worker=name,
            clock=lambda: self.now,
            rng=Random(self.workers),
            most=most,
            # However slow the machine is, the same life is lived.
            effort=lambda: 0,
        )

    def work(self, hook: Callable[[str], None] | None = None) -> int:
        """Let one worker after another do what is due, until one of them lives; count deaths."""
        deaths, live = 0, False
        while not live:
            with armed(hook or (lambda _: None)), suppress(Died):
                self.idle(self.worker())
                live = True
            deaths += not live
        return deaths

    def idle(self, engine: Engine) -> None:
        """Let a worker go on until nothing is due."""
        club, quiet = self.club, 0
        while quiet < len(("looked", "looked again")):
            done = schedule.tick(club.spaces, club.workspace_id, club.program_id, now=self.now)
            done += engine.advance(club.workspace_id, club.program_id)
            quiet = 0 if done else quiet + 1

    def live_through(self, hook: Callable[[str], None] | None = None) -> int:
        """Go through the reference flow from end to end; count deaths."""
        deaths = self.work(hook)
        for days in (31, 3):
            self.now += days * DAY
            deaths += self.work(hook)
        return deaths


PASSED = """
    SELECT workspace_id, program_id, release_id, flow, step, way, sum("count") FROM step_passed
    GROUP BY workspace_id, program_id, release_id, flow, step, way
"""
"""Whoever goes on after a death takes smaller steps: the claim that counted may be another one."""


class Tables:
    """All rows of all tables, but for what a death may leave behind and what is chance."""

    def __init__(self, club: Club) -> None:
        meta = MetaData()
        meta.reflect(club.spaces.engine, resolve_fks=False)
        self._asked = {
            table.name: "SELECT {} FROM {}".format(
                ", ".join(f'"{e.name}"' for e in table.c if e.name not in BY_CHANCE),
                f'"{table.name}"',
            )
            for table in meta.sorted_tables
            if table.name not in LEFT_OUT
        } | {"step_passed": PASSED}

    def of(self, club: Club) -> dict[str, list[str]]:
        with club.spaces.engine.connect() as connection:
            found = {
                name: sorted(map(repr, connection.exec_driver_sql(asked)))
                for name, asked in self._asked.items()
            }
            connection.rollback()
        return found


def what_members_have(club: Club) -> dict[str, list[str]]:
    """Give what was given, told and gone through, without the numbers of rows."""
    entry = club.live.catalogue.records["entry"]
    met = club.live.catalogue.records["activity"]
    asked = {
        "coupon": "{member}, design, number, state, issued_at FROM coupon",
        "outbox": "{member}, channel, step, created_at FROM outbox",
        "runs": "{member}, cause, state, step, visits, started_at, ended_at, error FROM flow_run",
        "trace": "{member}, number, step, at FROM flow_trace",
        "entries": "{member}, " + f"{entry.fields['amount'].name} FROM {entry.table.name}",
        "met": "{member}, " + f"{met.fields['kind'].name} FROM {met.table.name}",
    }
    members = club.live.catalogue.members
    name = f"(SELECT {members.fields['external_id'].name} FROM {members.table.name}"
    member = f"{name} WHERE id = member_id)"
    where = f" WHERE workspace_id = {club.workspace_id}"
    with club.spaces.engine.connect() as connection:
        return {
            name: sorted(
                map(
                    repr,
                    connection.exec_driver_sql(f"SELECT {query.format(member=member)}{where}"),
                )
            )
            for name, query in asked.items()
        }
