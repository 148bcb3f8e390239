"""Metrics brought up to a day: those of new releases filled, those whose windows moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_

from app.days import EVER, Moment
from app.expression.tree import Rollup
from app.expression.windows import Window, bounds
from app.program.period import Span
from app.runtime import buckets, refresh
from app.runtime.buckets import kept_in_buckets, reads_clock
from app.runtime.metrics import sources_over
from app.runtime.pace import Pace
from app.runtime.releases import Live
from app.runtime.returns import last_return
from app.runtime.source import TableSource, belonging
from app.storage import records
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

FILLED = 1_000
"""Members whose metrics are computed in the first transaction."""
MOST = 50_000

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many members are done and how many there are."""


def unheard(_what: str, _done: int, _all: int) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One evaluation of one programme under way."""

    spaces: Spaces
    workspace_id: int
    live: Live
    moment: Moment
    tell: Progress


def fill_buckets(run: Run) -> None:
    """Make the day buckets of sources that a release added."""
    for owner, rollups in run.live.checked.rollups.items():
        if rollups:
            _fill_buckets(run, owner)


def bring_up(run: Run) -> int:
    """Bring every metric up to the moment's day; give how many owners were computed."""
    fill_buckets(run)
    return sum(
        _bring_up(run, owner) for owner, rollups in run.live.checked.rollups.items() if rollups
    )


def _bring_up(run: Run, owner: str) -> int:
    rollups = run.live.checked.rollups[owner]
    kept = run.live.catalogue.records[owner]
    ids = {each.normal_form: kept.metrics[each.normal_form].id for each in rollups}
    with run.spaces.reading(run.workspace_id) as space:
        days = metric_days(space, list(ids.values()))
        stale = _stale(space, run, owner, {form: days[each] for form, each in ids.items()})
    pace, done = Pace(FILLED, MOST), 0
    while done < len(stale):
        piece = stale[done : done + pace.size]
        with pace.measured(), run.spaces.writing(run.workspace_id) as space:
            records.lock(space, kept, piece)
            refresh.refresh(space, run.live, owner, piece, run.moment)
        done += len(piece)
        run.tell("metrics", done, len(stale))
    with run.spaces.writing(run.workspace_id) as space:
        mark_filled(space, list(ids.values()), day=run.moment.today)
    return len(stale)


def _fill_buckets(run: Run, owner: str) -> None:
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
    for after, up_to, count in pieces(run, kept, Pace(FILLED, MOST)):
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


def pieces(run: Run, kept: Records, pace: Pace) -> Iterator[tuple[int, int, int]]:
    """Cut the records of an object into ranges of ids, as many as are done in a moment."""
    after = -1
    while True:
        with run.spaces.reading(run.workspace_id) as space:
            up_to, count = records.next_piece(space, kept, after, pace.size)
        if count == 0:
            return
        with pace.measured():
            yield after, up_to, count
        after = up_to


def _stale(space: Space, run: Run, owner: str, days: dict[str, int | None]) -> Sequence[int]:
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
            found.update(_returned(space, run, rollup.window, since))
    return sorted(found)


def _returned(space: Space, run: Run, window: Window, since: int) -> Sequence[int]:
    """Give the members whose own year of membership has begun anew since a day."""
    program = run.live.checked.program
    ladder = program.ladder(window.ladder or "") if window.needs == "period" else None
    if ladder is None or ladder.period.span is not Span.JOINED:
        return ()
    members, moment = run.live.catalogue.members, run.moment
    source = TableSource(
        catalogue=run.live.catalogue, records=members, table=members.table, moment=moment
    )
    scope = run.live.checked.ladders[ladder.key].scope
    own = records.own(space, members, members.identity)
    begun = last_return(source, scope, moment, moment.today)
    return space.execute(own.where(begun > since)).scalars().all()


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
