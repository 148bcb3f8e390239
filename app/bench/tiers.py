"""Placing every member on a five-tier ladder whose metrics are fresh."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.bench import stopwatch
from app.bench.database import database
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


@dataclass(slots=True)
class _Course:
    """The two sides of the measurement, and what was measured."""

    product: Programme
    plain: Programme
    by_hand: ByHand
    runs: int = 0
    seconds: dict[str, tuple[list[float], list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )
    moved: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def place(self, name: str) -> None:
        """Place everybody on both sides, each going first in turn."""
        self.runs += 1
        product, plain = self.seconds[name]
        order = [(self._evaluate, product), (self.by_hand.place, plain)]
        for work, seconds in order if self.runs % 2 else reversed(order):
            taken, moved = stopwatch.timed(work)
            seconds.append(taken)
            self.moved[name].add(moved)

    def _evaluate(self) -> int:
        return evaluation.evaluate(
            self.product.spaces,
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


def run(*, members: int, url: str | None, seed: int) -> Mapping[str, Any]:
    """Measure a first placing, one where nothing changed, and one where 5 % did."""
    with database(url) as spaces:
        sides = [published(spaces, key) for key in ("product", "plain")]
        for each in sides:
            give_metrics(populate(each, members, seed=seed))
        product, plain = sides
        course = _Course(product, plain, ByHand(plain))
        stopwatch.forget_peak()
        for n in range(ROUNDS):
            course.both(
                "UPDATE {table} SET {earned} = NULL, {tier} = NULL, {since} = NULL",
                "DELETE FROM tier_change WHERE workspace_id = {workspace}",
            )
            course.place("first")
            course.place("unchanged")
            course.both(_some_change(n))
            course.place("changed")
        told = {name: _told(course, name) for name in course.seconds}
        return {
            "bench": "tiers",
            "database": spaces.engine.dialect.name,
            "members": members,
            "tiers": 5,
            **told,
            "ratio": max(each["ratio"] for each in told.values()),
            "same": _standings(product) == _standings(plain),
            "peak_mib": stopwatch.peak_mib(),
        }


def _told(course: _Course, name: str) -> dict[str, float]:
    (moved,) = course.moved[name]
    return {**stopwatch.compared(*course.seconds[name]), "moved": moved}


def _named(side: Programme, statement: str) -> str:
    return statement.format(
        table=side.table(),
        workspace=side.workspace_id,
        earned=side.ladder.earned.name,
        tier=side.ladder.tier.name,
        since=side.ladder.since.name,
        spend=side.spend.value.name,
        number=side.field("number"),
    )


def _some_change(n: int) -> str:
    """Move one member in twenty from the lowest tier to silver, or down to the lowest."""
    moved = "CASE WHEN {spend} >= " + f"{SILVER} THEN 0 ELSE {SILVER} END"
    number = "CAST(SUBSTR({number}, 2) AS INTEGER)"
    return "UPDATE {table} SET {spend} = " + f"{moved} WHERE {number} % {SHARE} = {n}"


def _standings(side: Programme) -> list[tuple[object, ...]]:
    """Count members and written changesby tier."""
    counted = []
    for _, tier_id in sorted(side.ladder.tiers.items()):
        now = f"SELECT COUNT(*) FROM {side.table()} WHERE {side.ladder.tier.name} = {tier_id}"
        written = f"SELECT COUNT(*) FROM tier_change WHERE new_tier_id = {tier_id}"
        counted.append((*side.ask(now)[0], *side.ask(written)[0]))
    return counted
