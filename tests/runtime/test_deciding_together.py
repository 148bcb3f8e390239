"""People who decide in the very same moment: one decision counts, and everybody else is told."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.releases import live
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action, Decided, Doer
from app.storage import tasks
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.tasks import TaskRow
from tests.runtime.clubs import Club
from tests.runtime.desks import Desk, decide
from tests.runtime.flowing import flow, give

PATIENCE = 60
"""Seconds until it is said that they will never meet."""
ROUNDS = 4
ASKING = flow(
    "activity",
    decide(next={"approved": "give"}, how="any"),
    give(),
    options={"kind": "visit"},
)


class Together:
    """Several people before one task, each with a connection of their own."""

    def __init__(self, desk: Desk, patch: pytest.MonkeyPatch, *people: Doer) -> None:
        self.desk, self.people = desk, people
        self.met = Barrier(len(people), timeout=PATIENCE)
        club = desk.club
        self.inside = club.spaces.engine.dialect.name == "postgresql"
        locks = tasks.lock_run

        def meet(space: Space, found: TaskRow) -> bool:
            # Everybody has read the task as open, and nobody has locked it yet.
            self.met.wait()
            return locks(space, found)

        if self.inside:
            patch.setattr(tasks, "lock_run", meet)

    def decide(self, key: str, actions: list[Action]) -> list[TaskRow | Decided]:
        with ThreadPoolExecutor(len(self.people)) as pool:
            return list(pool.map(self._one, [key] * len(actions), self.people, actions))

    def _one(self, key: str, by: Doer, action: Action) -> TaskRow | Decided:
        club = self.desk.club
        spaces = Spaces(club.spaces.engine)
        if not self.inside:
            # SQLite has one writer: they meet at the door.
            self.met.wait()
        try:
            with spaces.writing(club.workspace_id) as space:
                found = live(space, club.program_id)
                done = Act(action=action, note="Seen.")
                return act(space, found, key, done, by, now=to_instant(club.now))
        except Decided as refused:
            return refused


def test_of_many_who_decide_in_the_same_moment_exactly_one_counts(
    club: Callable[..., Club], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.of(club, ASKING)
    people = [desk.hire(name) for name in ("ada", "bea", "cyd", "dee")]
    together = Together(desk, monkeypatch, *people)
    for n in range(ROUNDS):
        desk.visit(f"m{n}")
        (asked,) = [each for each in desk.tasks() if each.state == tasks.OPEN]
        actions = [(Action.APPROVED, Action.REFUSED)[(n + place) % 2] for place in range(4)]
        answers = together.decide(asked.key, actions)
        won = [each for each in answers if isinstance(each, TaskRow)]
        told = [each for each in answers if isinstance(each, Decided)]
        assert (len(won), len(told)) == (1, 3)
        winner = people[answers.index(won[0])].name
        way = actions[answers.index(won[0])].value
        assert (won[0].state, won[0].closed_by, won[0].outcome) == (tasks.CLOSED, winner, way)
        assert all(winner in each.words.zh for each in told)
        _one_way(desk, asked, winner, way)


def _one_way(desk: Desk, asked: TaskRow, winner: str, way: str) -> None:
    """Look at what is kept: one entry, one step taken, a coupon only where it was approved."""
    desk.run()
    said = Counter(
        (each.actor, each.action) for each in desk.entries(asked) if each.actor is not None
    )
    assert said == {(winner, way): 1}
    (run,) = desk.runs(member_id=asked.member_id)
    taken: list[Any] = [pair for pair in desk.trace(run) if pair[0] == "approve"]
    assert taken == [("approve", way)]
    assert desk.coupons(asked.member_id) == (1 if way == "approved" else 0)
