"""Events coming in: kept, metrics refreshed, tiers placed, committed, a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any

from app.bench import stopwatch
from app.bench.database import database
from app.bench.ingest_by_hand import ByHand, Event
from app.bench.population import Population, give_events, populate
from app.bench.programme import NOW, Programme, published
from app.clock import to_instant
from app.program.objects import ACTIVITY, ORDER
from app.runtime import evaluation
from app.runtime.intake import Entry
from app.runtime.records import Status, record_many
from app.runtime.releases import live

BATCHES = (1, 10, 100, 1000)
EVENTS_A_SIZE = {1: 200, 10: 1000, 100: 4000, 1000: 8000}
OFFERED = 500
"""Events a second, when one comes at a time."""
SECONDS = 10
HOPELESS = 5.0
"""Seconds behind the pace at which there is nothing more to learn."""
MILLI = 1000


@dataclass(slots=True)
class _Events:
    """Draws orders and activities, half of each, for members who are there."""

    members: int
    draw: Random
    taken: int = 0

    def take(self, count: int) -> list[Event]:
        return [self._event() for _ in range(count)]

    def _event(self) -> Event:
        self.taken += 1
        return Event(
            name=f"e{self.taken}",
            object=ORDER if self.taken % 2 else ACTIVITY,
            member=f"x{self.draw.randrange(self.members)}",
            cents=self.draw.randrange(100, 60_000),
        )


def run(
    *, members: int, events: int, url: str | None, seed: int, earning: bool = False
) -> Mapping[str, object]:
    """Measure events a second by size of batch, and the time one event takes at a steady pace.

    With `earning`, each event also earns points, which the work by hand does not do.
    """
    with database(url) as spaces:
        sides = [published(spaces, "product", earning=earning), published(spaces, "plain")]
        for each in sides:
            _fill(populate(each, members, seed=seed), events)
        product, plain = sides
        stream = _Events(members, Random(seed))  # noqa: S311  # Nothing secret is drawn.
        by_hand = ByHand(plain)
        stopwatch.forget_peak()
        sizes = {size: _batches(product, by_hand, stream, size) for size in BATCHES}
        same = _members(product) == _members(plain)
        by_hand.close()
        paced = _paced(product, stream, seconds=SECONDS)
        return {
            "bench": "ingest",
            "database": spaces.engine.dialect.name,
            "members": members,
            "events_before": events,
            "earning": earning,
            "batches": sizes,
            "one_at_a_time": paced,
            "ratio": sizes[100]["ratio"],
            "same": same,
            "peak_mib": stopwatch.peak_mib(),
        }


def _fill(population: Population, events: int) -> None:
    give_events(population, events)
    programme = population.programme
    evaluation.evaluate(
        programme.spaces,
        programme.workspace_id,
        programme.program_id,
        now=to_instant(NOW),
        occurrence="filled",
    )


def _batches(
    product: Programme, by_hand: ByHand, stream: _Events, size: int
) -> dict[str, float | int]:
    """Send the same batches to both sides in turn; the first of each warms up."""
    ours: list[float] = []
    theirs: list[float] = []
    for n in range(max(EVENTS_A_SIZE[size] // size, 1) + 1):
        events = stream.take(size)
        entries = [_entry(each) for each in events]
        taken = stopwatch.seconds(partial(_send, product, entries))
        plain = stopwatch.seconds(partial(by_hand.send, events))
        if n:
            ours.append(taken)
            theirs.append(plain)
    found = stopwatch.compared(ours, theirs)
    return {
        "events_per_second": round(size / found["product_seconds"]),
        "by_hand_events_per_second": round(size / found["by_hand_seconds"]),
        "ratio": found["ratio"],
        "batches": len(ours),
    }


def _entry(event: Event) -> Entry:
    when = NOW.isoformat()
    values: dict[str, Any] = {"external_id": event.name}
    if event.object == ORDER:
        values |= {"amount": event.amount, "paid_at": when}
    else:
        values |= {"kind": "visit", "occurred_at": when}
    return Entry(object=event.object, values=values, member={"external_id": event.member})


def _send(product: Programme, entries: Sequence[Entry]) -> None:
    with product.spaces.writing(product.workspace_id) as space:
        found = live(space, product.program_id)
        outcomes = record_many(space, found, entries, now=to_instant(NOW), cause="bench")
    assert all(each.status is Status.CREATED for each in outcomes), outcomes[0]


def _paced(product: Programme, stream: _Events, *, seconds: float) -> dict[str, float]:
    """Offer one event at a time at a steady pace; a late answer makes those behind it late, too."""
    took = sorted(_answers(product, stream, round(seconds * OFFERED)))
    cuts = quantiles(took, n=100)
    return {
        "offered_per_second": OFFERED,
        "events": len(took),
        "kept_pace": len(took) == round(seconds * OFFERED),
        "p50_ms": round(cuts[49] * MILLI, 2),
        "p99_ms": round(cuts[98] * MILLI, 2),
        "worst_ms": round(took[-1] * MILLI, 2),
    }


def _answers(product: Programme, stream: _Events, count: int) -> Iterator[float]:
    """Give the seconds from the moment each event was due to its answer; stop when hopeless."""
    entries = [_entry(each) for each in stream.take(count)]
    began = perf_counter()
    for n, entry in enumerate(entries):
        due = began + n / OFFERED
        if (early := due - perf_counter()) > 0:
            sleep(early)
        _send(product, [entry])
        late = perf_counter() - due
        yield late
        if late > HOPELESS:
            return


def _members(side: Programme) -> list[tuple[object, ...]]:
    """Count members by everything that events change about them, and what was written down."""
    names = [each.value.name for each in (side.spend, side.orders, side.days, side.best)]
    table, tier = side.table(), side.ladder.tier.name
    keys = {tier_id: key for key, tier_id in side.ladder.tiers.items()}
    sums = ", ".join(f"SUM({name})" for name in names)
    rows = side.ask(f"SELECT {tier}, COUNT(*), {sums} FROM {table} GROUP BY {tier}")
    written = side.ask(f"SELECT COUNT(*) FROM tier_change WHERE program_id = {side.program_id}")
    return sorted([(keys[tier_id], *more) for tier_id, *more in rows]) + written
