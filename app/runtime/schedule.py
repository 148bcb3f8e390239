"""Times at which flows are due become occurrences, each once, and members go in by pages."""

from dataclasses import replace

from sqlalchemy import true

from app.days import Moment
from app.program.checked_flows import CheckedFlow
from app.program.flows import CatchUp, Enrol
from app.program.triggers import TRIGGER_KINDS, TriggerKind
from app.runtime.crash_points import crash_point
from app.runtime.firing import at_work
from app.runtime.going_in import go_in
from app.runtime.moves import between
from app.runtime.releases import Live, live, live_release
from app.runtime.triggers import TRIGGERS
from app.runtime.triggers.base import Standing
from app.storage import flow_runs, occurrences, programs, records, standings
from app.storage.buckets import metric_days
from app.storage.occurrences import CURRENT, DONE, SKIPPED, FlowState, Occurrence
from app.storage.space import Space
from app.storage.spaces import Spaces

PAGE = 5_000
MOST_UNDER_WAY = 1_000_000
"""Runs under way in a workspace; beyond, members of schedules wait at the door."""
MOST_OPEN = 5_000
"""Occurrences that are seen to before the worker looks at anything else."""
EVALUATED = "evaluation:"
BEHIND = 3_600_000_000
"""A time is missed when nothing ran for an hour after it."""


def tick(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    """Write down what has become due, and let in who is meant; give how many went in.

    Any number of workers may do this at the same time: the key of an occurrence decides.
    """
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
        due = _due(space, found, now=now)
        waits = bool(occurrences.open_ones(space, program_id, limit=1))
    if due.states or due.occurrences:
        with spaces.writing(workspace_id) as space:
            occurrences.add(space, program_id, due.occurrences)
            for each in due.states:
                occurrences.set_state(space, program_id, each)
            crash_point("occurrences written")
        waits = True
    return _let_in(spaces, workspace_id, program_id, now=now) if waits else 0


class _Due:
    def __init__(self) -> None:
        self.occurrences: list[Occurrence] = []
        self.states: list[FlowState] = []


def _due(space: Space, found: Live, *, now: int) -> _Due:
    due = _Due()
    program_id = found.catalogue.program_id
    states = occurrences.states(space, program_id)
    working = {each.flow.key: each for each in at_work(found)}
    for key, state in states.items():
        if key not in working and state.since is not None:
            due.states.append(replace(state, since=None))
    last = standings.last_evaluation(space, program_id)
    for key, flow in working.items():
        state = states.get(key, FlowState(flow=key, since=None))
        if state.since is None:
            row = programs.get_release_by_id(space, program_id, found.catalogue.release_id)
            state = replace(state, since=row.published_at)
            due.states.append(state)
            if _kind(flow).stands and flow.flow.enrol is not Enrol.FUTURE:
                due.occurrences.append(_at(found, flow, CURRENT, now))
        assert state.since is not None
        due.occurrences += _looks(space, found, flow, state.since, now=now)
        if flow.flow.enrol is Enrol.CURRENT:
            continue
        due.occurrences += _times(space, found, flow, state.since, now=now)
        if _kind(flow).looks and last is not None and (last.finished_at or 0) >= state.since:
            at = _at(found, flow, f"{EVALUATED}{last.id}", last.finished_at or now)
            if occurrences.lock(space, program_id, flow.flow.key, at.key) is None:
                due.occurrences.append(at)
    return due


def _kind(flow: CheckedFlow) -> TriggerKind:
    assert flow.flow.trigger is not None
    return TRIGGER_KINDS[flow.flow.trigger.kind]


def _looks(
    space: Space, found: Live, flow: CheckedFlow, since: int, *, now: int
) -> list[Occurrence]:
    """Look at everybody once as a flow begins, so that what is true already lets nobody in."""
    kind, program_id = _kind(flow), found.catalogue.program_id
    if not kind.lasts:
        return []
    key = occurrences.seed(since, TRIGGERS[kind.key].sort(flow))
    if occurrences.is_there(space, program_id, flow.flow.key, key):
        return []
    # After those who go in because it is true of them already.
    return [_at(found, flow, key, now + 1)]


def _at(found: Live, flow: CheckedFlow, key: str, at: int) -> Occurrence:
    release_id = found.catalogue.release_id
    return Occurrence(flow=flow.flow.key, key=key, release_id=release_id, due_at=at)


def _times(
    space: Space, found: Live, flow: CheckedFlow, since: int, *, now: int
) -> list[Occurrence]:
    """Give the times since the last one, some of them skipped as the flow says (E-20)."""
    assert flow.flow.trigger is not None
    kind = TRIGGER_KINDS[flow.flow.trigger.kind]
    if not kind.timed:
        return []
    program_id = found.catalogue.program_id
    last = occurrences.last_due(space, program_id, flow.flow.key)
    after = since if last is None else max(since, last)
    work = TRIGGERS[kind.key]
    times = [
        _at(found, flow, each.key, each.at)
        for each in work.times(flow, after, now, found.moment(now))
    ]
    match flow.flow.catch_up:
        case CatchUp.EACH:
            return times
        case CatchUp.ONCE:
            return [*(_skipped(each, now) for each in times[:-1]), *times[-1:]]
        case CatchUp.SKIP:
            return [_skipped(each, now) if each.due_at < now - BEHIND else each for each in times]


def _skipped(occurrence: Occurrence, now: int) -> Occurrence:
    return replace(occurrence, state=SKIPPED, finished_at=now)


def _let_in(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    entered, room = 0, 0
    with spaces.reading(workspace_id) as space:
        waiting = occurrences.open_ones(space, program_id, limit=MOST_OPEN)
    for each in waiting:
        more = True
        while more:
            if room <= 0:
                # To count them takes the longer the more there are: once for many pages, and
                # while others may write.
                with spaces.reading(workspace_id) as space:
                    room = MOST_UNDER_WAY - flow_runs.under_way(space, most=MOST_UNDER_WAY)
            if room <= 0:
                return entered
            with spaces.writing(workspace_id) as space:
                count, more = _page(space, program_id, each, now=now)
                crash_point("page before commit")
            entered += count
            room -= count
            crash_point("page committed")
    return entered


def _page(space: Space, program_id: int, asked: Occurrence, *, now: int) -> tuple[int, bool]:
    """Let in one page of members; say how many they were and whether there are more."""
    row = occurrences.lock(space, program_id, asked.flow, asked.key)
    if row is None or row.state != occurrences.OPEN:
        return 0, False
    found = live_release(space, program_id, row.release_id)
    if _begins(row):
        # A release that was replaced before its metrics were filled would be waited for in vain.
        found = live(space, program_id)
        if row.flow not in {each.flow.key for each in at_work(found)}:
            done = replace(row, state=SKIPPED, finished_at=now)
            occurrences.save(space, program_id, done)
            return 0, False
        if _must_wait(space, found, row):
            return 0, False
    elif row.key.startswith(EVALUATED) and _is_beginning(space, found, row.flow):
        return 0, False
    flow = found.checked.flows[row.flow]
    members = found.catalogue.members
    up_to, count = records.next_piece(space, members, row.up_to, PAGE)
    # What is caught up is looked at as of its own day.
    then = found.moment(row.due_at)
    standing = Standing(
        space=space,
        live=found,
        moment=then,
        among=between(members.readable) if count else true(),
        values={"after": row.up_to, "up_to": up_to},
        key=row.key,
        begins=_begins(row),
        fresh=_is_fresh(space, found, then),
    )
    entered = _enter(space, found, flow, standing, now=now) if count else 0
    more = count == PAGE
    occurrences.save(
        space,
        program_id,
        replace(
            row,
            up_to=up_to,
            entered=row.entered + entered,
            state=row.state if more else DONE,
            finished_at=None if more else now,
        ),
    )
    return entered, more


def _enter(space: Space, found: Live, flow: CheckedFlow, asked: Standing, *, now: int) -> int:
    work = TRIGGERS[_kind(flow).key]
    if asked.key.startswith(occurrences.SEED):
        work.begin(flow, asked)
        return 0
    entered, moment = 0, replace(asked.moment, now=now)
    for each in work.standing(flow, asked):
        entered += go_in(space, found, flow, each, moment)
    return entered


def _begins(row: Occurrence) -> bool:
    """Say whether everybody is looked at because a flow begins."""
    return row.key == CURRENT or row.key.startswith(occurrences.SEED)


def _must_wait(space: Space, found: Live, row: Occurrence) -> bool:
    """Say whether it is too early to look at everybody: metrics are empty, or others come first."""
    if None in _metric_days(space, found):
        return True
    if row.key == CURRENT:
        return False
    current = occurrences.lock(space, found.catalogue.program_id, row.flow, CURRENT)
    return current is not None and current.state == occurrences.OPEN


def _is_beginning(space: Space, found: Live, key: str) -> bool:
    """Say whether it is still to be noted what is true as a flow begins, which lets nobody in.

    Publishing brings an evaluation, which finishes before that: it would let in everybody.
    """
    flow, program_id = found.checked.flows[key], found.catalogue.program_id
    state = occurrences.states(space, program_id).get(key)
    if state is None or state.since is None:
        return False
    look = occurrences.seed(state.since, TRIGGERS[_kind(flow).key].sort(flow))
    seen = occurrences.lock(space, program_id, key, look)
    return seen is not None and seen.state == occurrences.OPEN


def _is_fresh(space: Space, found: Live, then: Moment) -> bool:
    """Say whether what is kept of metrics is right for a day."""
    return not _metric_days(space, found) - {then.today}


def _metric_days(space: Space, found: Live) -> set[int | None]:
    kept = found.catalogue.members.metrics
    return set(metric_days(space, [each.id for each in kept.values()]).values())
