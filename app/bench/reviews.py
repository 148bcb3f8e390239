"""The night on which the tier of every member is due: reviews, grace, notices and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from app.bench import locks, stopwatch
from app.bench.locks import Watched
from app.bench.metrics_by_hand import metrics_of
from app.bench.outcome import metrics, standings
from app.bench.population import give_events, populate, settle
from app.bench.programme import NOW, REVIEWED, TIERS, Programme, published
from app.bench.reviews_by_hand import Night
from app.clock import to_instant
from app.runtime import evaluation
from app.storage.spaces import Spaces

DAY = 86_400_000_000
BEFORE = 60
"""So many days ago members were placed; what they did since makes some rise and some fall."""
ROUNDS = 5
START = "bench_start_{}"
"""What every round begins with."""


@dataclass(slots=True)
class _Nights:
    """Both sides before the same night, again and again."""

    product: Programme
    plain: Programme
    by_hand: Night
    watched: Watched
    runs: int = 0
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)

    def pass_by(self) -> None:
        """Let the night pass on both sides, each going first in turn."""
        for side in (self.product, self.plain):
            side.run(*_again(side))
            settle(side)
        self.runs += 1
        order = [(self._evaluate, self.ours), (self.by_hand.pass_by, self.theirs)]
        for work, seconds in order if self.runs % 2 else reversed(order):
            taken, moved = stopwatch.timed(work)
            seconds.append(taken)
            self.moved.add(moved)

    def _evaluate(self) -> int:
        return evaluation.evaluate(
            self.watched,
            self.product.workspace_id,
            self.product.program_id,
            now=to_instant(NOW),
            occurrence=f"night {self.runs}",
        ).reviewed


def run(spaces: Spaces, *, members: int, events: int, seed: int) -> Mapping[str, Any]:
    """Measure a night on which everybody is reviewed as of the day before."""
    sides = [published(spaces, f"reviewed_{each}", reviewed=True) for each in ("ours", "by_hand")]
    for each in sides:
        _prepare(each, members=members, events=events, seed=seed)
    product, plain = sides
    nights = _Nights(product, plain, Night(plain), Watched(spaces))
    for _ in range(ROUNDS):
        nights.pass_by()
    (moved,) = nights.moved
    return {
        **stopwatch.compared(nights.ours, nights.theirs),
        "due": members,
        "moved": moved,
        "graced": _count(product, product.table(), f"{product.ladder.grace.name} IS NOT NULL"),
        "notices": _count(product, "tier_notice", "TRUE"),
        "locks": locks.told(nights.watched.taken()),
        "same": standings(product) == standings(plain) and metrics(product) == metrics(plain),
    }


def _count(side: Programme, table: str, which: str) -> int:
    own = f"workspace_id = {side.workspace_id}"
    return int(side.ask(f"SELECT COUNT(*) FROM {table} WHERE {own} AND {which}")[0][0])


def _prepare(side: Programme, *, members: int, events: int, seed: int) -> None:
    """Place members as of some time ago, then let all of them be due today."""
    today, ladder = side.moment.today, side.ladder
    give_events(populate(side, members, seed=seed), events)
    side.run(metrics_of(side, today - BEFORE, "IS NOT NULL"))
    side.declare_fresh(today - BEFORE)
    settle(side)
    evaluation.evaluate(
        side.spaces,
        side.workspace_id,
        side.program_id,
        now=to_instant(NOW) - BEFORE * DAY,
        occurrence="before",
    )
    graced = (
        f"CASE WHEN {_number(side)} % 3 = 0 THEN {today - REVIEWED['review']['grace_days']} END"
    )
    names = ", ".join(["id", *_columns(side)])
    side.run(
        metrics_of(side, today - 1, "IS NOT NULL"),
        f"UPDATE {side.table()} SET {ladder.due.name} = {today}, {ladder.grace.name} = {graced}",
        _too_high(side),
        *_layers(side),
        f"CREATE TABLE {START.format(side.program_id)} AS SELECT {names} FROM {side.table()}",
    )


def _too_high(side: Programme) -> str:
    """Have one member in five a tier higher than earned, so that one in ten does not pass."""
    earned, tier = side.ladder.earned.name, side.ladder.tier.name
    ids = [side.ladder.tiers[key] for key, _ in TIERS]
    steps = " ".join(f"WHEN {low} THEN {high}" for low, high in pairwise(ids))
    higher = f"CASE {earned} {steps} ELSE {earned} END"
    changes = f"{earned} = {higher}, {tier} = {higher}"
    return f"UPDATE {side.table()} SET {changes} WHERE {_number(side)} % 5 = 0"


def _number(side: Programme) -> str:
    return f"CAST(SUBSTR({side.field('number')}, 2) AS INTEGER)"


def _layers(side: Programme) -> list[str]:
    """Give one member in a hundred a tier that is paid for or, every fourth of them, set."""
    ladder, tiers = side.ladder, side.ladder.tiers
    chosen, locked = f"{_number(side)} % 100 = 0", f"{_number(side)} % 400 = 0"
    then = to_instant(NOW) - BEFORE * DAY
    lift, lock = tiers["gold"], tiers["silver"]
    earned = ladder.earned.name
    lifted = f"CASE WHEN {earned} < {lift} THEN {lift} ELSE {earned} END"
    insert = (
        "INSERT INTO tier_layer (workspace_id, program_id, member_id, id, ladder_id, kind, tier_id,"
        f" starts_at, reason, created_at, state) SELECT {side.workspace_id}, {side.program_id}, id,"
        f" 0, {ladder.id}, CASE WHEN {locked} THEN 'lock' ELSE 'paid' END,"
        f" CASE WHEN {locked} THEN {lock} ELSE {lift} END, {then}, 'bench', {then}, 'active'"
        f" FROM {side.table()} WHERE {chosen}"
    )
    lifts = f"{ladder.lift.name} = {lift}, {ladder.tier.name} = {lifted}"
    locks = f"{ladder.lock.name} = {lock}, {ladder.tier.name} = {lock}"
    return [
        insert,
        f"UPDATE {side.table()} SET {lifts} WHERE {chosen} AND NOT {locked}",
        f"UPDATE {side.table()} SET {locks} WHERE {locked}",
    ]


def _columns(side: Programme) -> list[str]:
    """Name what a night changes of a member."""
    ended = side.current.end
    assert ended is not None
    kept = [each.value.name for each in side.members.metrics.values()]
    return [*(each.name for each in side.ladder.all), *kept, ended.name]


def _again(side: Programme) -> list[str]:
    """Have everything as it was the evening before."""
    own, start = f"workspace_id = {side.workspace_id}", START.format(side.program_id)
    values = ", ".join(f"{name} = start.{name}" for name in _columns(side))
    restored = f"{side.table()}.id = start.id"
    return [
        f"UPDATE {side.table()} SET {values} FROM {start} AS start WHERE {restored}",
        f"DELETE FROM tier_change WHERE {own}",
        f"DELETE FROM tier_notice WHERE {own}",
        f"UPDATE metric SET day = {side.moment.today - 1} WHERE {own}",
    ]
