"""The scheduled evaluation: windows that moved, ranks, then everybody's tier, a piece at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_

from app.days import Moment, from_day
from app.expression.tree import Rollup
from app.expression.windows import Window, bounds
from app.runtime import buckets, ranks, refresh
from app.runtime.buckets import kept_in_buckets, reads_clock
from app.runtime.metrics import sources_over
from app.runtime.releases import Live, live
from app.runtime.source import belonging
from app.runtime.tiers import Occasion, Reason, place_anew
from app.storage import programs, records, standings
from app.storage.buckets import (
    mark_filled,
    mark_ready,
    metric_days,
    owners_between,
    unready_sources,
)
from app.storage.catalogue import Records
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.standings import EvaluationRow

PIECE = 10_000
"""Members placed in one transaction where all of them change: SQLite has one writer at a time."""
QUIET = 20
"""Times as many where nobody changes; reading is so much quicker than writing."""
FILLED = 5_000
"""Members whose metrics are computed in one transaction."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many members are done and how many there are."""


def unheard(_what: str, _done: int, _all: int) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What an evaluation did."""

    occurrence: str
    refreshed: int
    """Members whose metrics were computed anew because time went by."""
    placed: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One evaluation of one programme under way."""

    spaces: Spaces
    workspace_id: int
    live: Live
    moment: Moment
    tell: Progress


def evaluate(
    spaces: Spaces,
    workspace_id: int,
    program_id: int,
    *,
    now: int,
    reason: Reason = Reason.EVALUATION,
    occurrence: str | None = None,
    tell: Progress = unheard,
) -> Evaluated:
    """Evaluate every ladder of a programme as of now.

    The occurrence, by default the local day, is evaluated once: what was interrupted goes on where
    it stopped, what was finished is left alone.
    """
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
    run = _Run(
        spaces=spaces,
        workspace_id=workspace_id,
        live=found,
        moment=found.moment(now),
        tell=tell,
    )
    name = occurrence or from_day(run.moment.today).isoformat()
    refreshed = bring_up(run)
    with spaces.writing(workspace_id) as space:
        programs.lock_program(space, program_id)
        row = standings.find_evaluation(space, program_id, name)
        if row is None:
            row = standings.begin_evaluation(
                space,
                program_id,
                release_id=run.live.catalogue.release_id,
                occurrence=name,
                at=now,
            )
    size = PIECE
    while row.finished_at is None:
        row, size = _place_piece(run, row, reason, size)
    return Evaluated(occurrence=name, refreshed=refreshed, placed=row.placed, changed=row.changed)


def is_prepared(space: Space, live: Live) -> bool:
    """Say whether every metric of a release has been filled since it was published."""
    kept = live.catalogue.records
    ids = [each.id for records_of in kept.values() for each in records_of.metrics.values()]
    return None not in metric_days(space, ids).values()


def prepare(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int, tell: Progress = unheard
) -> int:
    """Fill the metrics a release added and those whose windows moved; place nobody."""
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
    return bring_up(
        _Run(
            spaces=spaces,
            workspace_id=workspace_id,
            live=found,
            moment=found.moment(now),
            tell=tell,
        )
    )


def bring_up(run: _Run) -> int:
    """Bring every metric up to today; give how many owners were computed."""
    return sum(
        _bring_up(run, owner) for owner, rollups in run.live.checked.rollups.items() if rollups
    )


def _bring_up(run: _Run, owner: str) -> int:
    rollups = run.live.checked.rollups[owner]
    kept = run.live.catalogue.records[owner]
    ids = {each.normal_form: kept.metrics[each.normal_form].id for each in rollups}
    _fill_buckets(run, owner)
    with run.spaces.reading(run.workspace_id) as space:
        days = metric_days(space, list(ids.values()))
        stale = _stale(space, run, owner, {form: days[each] for form, each in ids.items()})
    for n in range(0, len(stale), FILLED):
        with run.spaces.writing(run.workspace_id) as space:
            records.lock(space, kept, stale[n : n + FILLED])
            refresh.refresh(space, run.live, owner, stale[n : n + FILLED], run.moment)
        run.tell("metrics", min(n + FILLED, len(stale)), len(stale))
    with run.spaces.writing(run.workspace_id) as space:
        mark_filled(space, list(ids.values()), day=run.moment.today)
    return len(stale)


def _fill_buckets(run: _Run, owner: str) -> None:
    """Make the buckets of sources that a release added."""
    by_id = {
        run.live.catalogue.sources[f"{owner} {each.source}"]: each
        for each in sources_over(run.live, owner)
    }
    with run.spaces.reading(run.workspace_id) as space:
        unready = unready_sources(space, list(by_id))
    if not unready:
        return
    kept = run.live.catalogue.records[owner]
    done = 0
    for after, up_to, count in _pieces(run, kept, FILLED):
        with run.spaces.writing(run.workspace_id) as space:
            for source_id in sorted(unready):
                buckets.fill(
                    space,
                    run.live,
                    owner,
                    by_id[source_id],
                    moment=run.moment,
                    after=after,
                    up_to=up_to,
                )
        done += count
        run.tell("buckets", done, done)
    with run.spaces.writing(run.workspace_id) as space:
        mark_ready(space, sorted(unready))


def _pieces(run: _Run, kept: Records, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut the records of an object into ranges of ids."""
    after = -1
    while True:
        with run.spaces.reading(run.workspace_id) as space:
            up_to, count = records.next_piece(space, kept, after, size)
        if count == 0:
            return
        yield after, up_to, count
        after = up_to


def _place_piece(
    run: _Run, row: EvaluationRow, reason: Reason, size: int
) -> tuple[EvaluationRow, int]:
    """Place the next piece of members, and note how far it went in the same transaction.

    Several workers may go on with one evaluation; each takes the piece that is next. Gives how
    many members to take next, too: the fewer changed, the more.
    """
    members = run.live.catalogue.members
    occasion = Occasion(moment=run.moment, reason=reason, cause=f"evaluation:{row.id}")
    with run.spaces.writing(run.workspace_id) as space:
        row = standings.lock_evaluation(space, row)
        if row.finished_at is not None:
            return row, size
        if row.up_to == standings.BEFORE_ALL:
            ranks.take_cuts(space, run.live, run.moment)
        up_to, count = records.next_piece(space, members, row.up_to, size)
        changed = 0
        if count:
            changed = place_anew(space, run.live, occasion, after=row.up_to, up_to=up_to)
        row = replace(
            row,
            up_to=up_to,
            placed=row.placed + count,
            changed=row.changed + changed,
            finished_at=None if count == size else run.moment.now,
        )
        standings.save_evaluation(space, row)
    run.tell("tiers", row.placed, row.placed)
    return row, _size_after(count, changed)


def _size_after(count: int, changed: int) -> int:
    if changed == 0:
        return PIECE * QUIET
    return max(PIECE, min(PIECE // 2 * count // changed, PIECE * QUIET))


def _stale(space: Space, run: _Run, owner: str, days: dict[str, int | None]) -> Sequence[int]:
    """Give the owners whose metrics time has changed since their columns were right."""
    kept = run.live.catalogue.records[owner]
    found: set[int] = set()
    for rollup in run.live.checked.rollups[owner]:
        since = days[rollup.normal_form]
        if since is None or (since < run.moment.today and reads_clock(rollup)):
            return space.execute(records.own(space, kept, kept.identity)).scalars().all()
        moved = _moved_days(run.live, rollup.window, since, run.moment)
        if moved:
            found.update(_owners_between(space, run.live, owner, rollup, moved))
    return sorted(found)


Days = tuple[int, int]
"""First and last day, both included."""


def _moved_days(live: Live, window: Window, since: int, moment: Moment) -> list[Days]:
    """Give the days that a window has gained or lost since a day."""
    if since >= moment.today:
        return []
    then = replace(moment, today=since)
    old = _bounds(live, window, then)
    new = _bounds(live, window, moment)
    edges = [(old[0], new[0] - 1), (new[0], old[0] - 1), (old[1] + 1, new[1]), (new[1] + 1, old[1])]
    return [each for each in edges if each[0] <= each[1]]


EVER = -(10**6)
"""A day before every other."""


def _bounds(live: Live, window: Window, moment: Moment) -> Days:
    first, last = bounds(window, moment)
    if window.needs == "period":
        first = live.checked.program.ladder(window.ladder or "").period.start(moment.today)
    return (EVER if first is None else first, moment.today if last is None else last)


def _owners_between(
    space: Space, live: Live, owner: str, rollup: Rollup, days: Sequence[Days]
) -> set[int]:
    """Give the owners for whom something happened on one of these days."""
    if kept_in_buckets(rollup):
        source_id = live.catalogue.sources[f"{owner} {rollup.source}"]
        return owners_between(space, source_id, days)
    child = live.catalogue.records[rollup.relation]
    day = child.table.c[child.day.name]
    statement = records.own(
        space, child, belonging(child, live.catalogue.records[owner], child.table)
    )
    return set(
        space.execute(statement.where(or_(*(day.between(*each) for each in days)))).scalars()
    )
