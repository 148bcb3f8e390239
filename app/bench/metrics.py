"""The nightly refresh: members whose windows moved, and nobody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import text

from app.bench import locks, outcome, stopwatch
from app.bench.database import database
from app.bench.locks import Watched
from app.bench.metrics_by_hand import metrics_of, moved_between
from app.bench.population import give_events, populate, settle
from app.bench.programme import NOW, Programme, published
from app.clock import to_instant
from app.runtime import evaluation

DAY = 86_400_000_000
STEPS = (1, 1, 3, 1, 1, 3)
"""Days between one refresh and the next; three days touch about three times as many."""


@dataclass(slots=True)
class _Nights:
    """Both sides on the same day, and what their refreshes took."""

    product: Programme
    plain: Programme
    today: int
    watched: Watched
    ours: dict[int, list[float]] = field(default_factory=dict)
    theirs: dict[int, list[float]] = field(default_factory=dict)
    touched: dict[int, set[int]] = field(default_factory=dict)

    def pass_by(self, days: int) -> None:
        """Let days go by and refresh both sides, each going first in turn."""
        since, self.today = self.today, self.today + days
        by_hand = partial(self._by_hand, since)
        order: list[tuple[Callable[[], int], dict[int, list[float]]]]
        order = [(self._refresh, self.ours), (by_hand, self.theirs)]
        for work, seconds in order if self.today % 2 else reversed(order):
            taken, touched = stopwatch.timed(work)
            seconds.setdefault(days, []).append(taken)
            self.touched.setdefault(days, set()).add(touched)

    def _refresh(self) -> int:
        ahead = self.today - self.product.moment.today
        return evaluation.prepare(
            self.watched,
            self.product.workspace_id,
            self.product.program_id,
            now=to_instant(NOW) + ahead * DAY,
        )

    def _by_hand(self, since: int) -> int:
        moved = moved_between(self.plain, since, self.today)
        with self.plain.spaces.installation() as connection:
            connection.execute(text(f"CREATE TEMPORARY TABLE moved AS {moved}"))
            if not self.plain.is_sqlite:
                connection.execute(text("ANALYZE moved"))
            chosen = "IN (SELECT id FROM moved)"
            connection.execute(text(metrics_of(self.plain, self.today, chosen)))
            touched = connection.execute(text("SELECT COUNT(*) FROM moved")).scalar_one()
            connection.execute(text("DROP TABLE moved"))
        return int(touched)

    def told(self, days: int) -> Mapping[str, float]:
        touched = max(self.touched[days])
        found = stopwatch.compared(self.ours[days], self.theirs[days])
        each = found["product_seconds"] / max(touched, 1)
        return {**found, "touched": touched, "microseconds_each": round(each * 1_000_000, 1)}


def run(*, members: int, events: int, url: str | None, seed: int) -> Mapping[str, object]:
    """Measure a refresh after one day and after three, over the same buckets on both sides."""
    with database(url) as spaces:
        product, plain = (published(spaces, key) for key in ("product", "plain"))
        for each in (product, plain):
            give_events(populate(each, members, seed=seed), events)
            _compute_all(each)
        nights = _Nights(product, plain, product.moment.today, Watched(spaces))
        stopwatch.forget_peak()
        for days in STEPS:
            nights.pass_by(days)
        one, three = nights.told(1), nights.told(3)
        return {
            "bench": "metrics",
            "database": spaces.engine.dialect.name,
            "members": members,
            "events": events,
            "one_day": one,
            "three_days": three,
            "locks": locks.told(nights.watched.held),
            "share_touched": round(one["touched"] / members, 4),
            "ratio": max(one["ratio"], three["ratio"]),
            "same": outcome.metrics(product) == outcome.metrics(plain),
            "peak_mib": stopwatch.peak_mib(),
        }


def _compute_all(programme: Programme) -> None:
    """Compute everybody's metrics as of today by plain SQL, which is not measured."""
    programme.run(metrics_of(programme, programme.moment.today, "IS NOT NULL"))
    programme.declare_fresh()
    settle(programme)
