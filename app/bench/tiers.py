"""Placing every member on a five-tier ladder whose metrics are fresh."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.bench import locks, reviews, stopwatch
from app.bench.database import database
from app.bench.locks import Held, Watched
from app.bench.outcome import standings
from app.bench.population import give_metrics, populate, settle
from app.bench.programme import NOW, Programme, published
from app.bench.tiers_by_hand import ByHand
from app.clock import to_instant
from app.runtime import evaluation

SHARE = 20
"""One member in so many changes: 5 %."""
ROUNDS = 5
SILVER = 50_000
"""Cents that make a member silver and no more."""
NOWHERE = "{earned} = NULL, {tier} = NULL, {since} = NULL, {since_day} = NULL, {reached} = NULL"


@dataclass(slots=True)
class _Course:
    """The two sides of the measurement, and what was measured."""

    product: Programme
    plain: Programme
    by_hand: ByHand
    watched: Watched
    runs: int = 0
    seconds: dict[str, tuple[list[float], list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )
    moved: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    held: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))

    def place(self, name: str) -> None:
        """Place everybody on both sides, each going first in turn."""
        self.runs += 1
        product, plain = self.seconds[name]
        order = [(self._evaluate, product), (self.by_hand.place, plain)]
        for work, seconds in order if self.runs % 2 else reversed(order):
            taken, moved = stopwatch.timed(work)
            seconds.append(taken)
            self.moved[name].add(moved)
        self.held[name] += self.watched.taken()

    def _evaluate(self) -> int:
        return evaluation.evaluate(
            self.watched,
            self.product.workspace_id,
            self.product.program_id,
            now=to_instant(NOW),
            occurrence=f"run {self.runs}",
        ).changed

    def both(self, *statements: str) -> None:
        """Change the members of both sides; `{…}` are names of columns."""
        for side in (self.product, self.plain):
            side.run(*(_named(side, each) for each in statements))
            settle(side)


def run(*, members: int, events: int, url: str | None, seed: int) -> Mapping[str, Any]:
    """Measure a first placing, one where nothing changed, one where 5 % did, and reviews."""
    with database(url) as spaces:
        sides = [published(spaces, key) for key in ("product", "plain")]
        for each in sides:
            give_metrics(populate(each, members, seed=seed))
        product, plain = sides
        course = _Course(product, plain, ByHand(plain), Watched(spaces))
        stopwatch.forget_peak()
        for n in range(ROUNDS):
            course.both(
                f"UPDATE {{table}} SET {NOWHERE}",
                "DELETE FROM tier_change WHERE workspace_id = {workspace}",
            )
            course.place("first")
            course.place("unchanged")
            course.both(_some_change(n))
            course.place("changed")
        told = {name: _told(course, name) for name in course.seconds}
        same, peak = standings(product) == standings(plain), stopwatch.peak_mib()
        reviewed = reviews.run(spaces, members=members, events=events, seed=seed)
        return {
            "bench": "tiers",
            "database": spaces.engine.dialect.name,
            "members": members,
            "events": events,
            "tiers": 5,
            **told,
            "reviewed": reviewed,
            "ratio": max(each["ratio"] for each in (*told.values(), reviewed)),
            "same": same and reviewed["same"],
            "peak_mib": peak,
        }


def _told(course: _Course, name: str) -> dict[str, Any]:
    (moved,) = course.moved[name]
    return {
        **stopwatch.compared(*course.seconds[name]),
        "moved": moved,
        "locks": locks.told(course.held[name]),
    }


def _named(side: Programme, statement: str) -> str:
    return statement.format(
        table=side.table(),
        workspace=side.workspace_id,
        earned=side.ladder.earned.name,
        tier=side.ladder.tier.name,
        since=side.ladder.since.name,
        since_day=side.ladder.since_day.name,
        reached=side.ladder.reached.name,
        spend=side.spend.value.name,
        number=side.field("number"),
    )


def _some_change(n: int) -> str:
    """Move one member in twenty from the lowest tier to silver, or down to the lowest."""
    moved = "CASE WHEN {spend} >= " + f"{SILVER} THEN 0 ELSE {SILVER} END"
    number = "CAST(SUBSTR({number}, 2) AS INTEGER)"
    return "UPDATE {table} SET {spend} = " + f"{moved} WHERE {number} % {SHARE} = {n}"
