"""What people do to automations at work: start, pause, go on, cancel, try again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import cast, literal, select

from app.errors import Conflict, NotFound
from app.program.checked_flows import CheckedFlow
from app.program.flows import Flow
from app.runtime.firing import at_work, let_in
from app.runtime.releases import Live
from app.runtime.schedule import MOST_UNDER_WAY
from app.runtime.triggers.base import COLUMNS, Entering
from app.storage import audit, flow_kin, flow_runs, occurrences, records, run_acts
from app.storage.flow_runs import Asked, RunRow
from app.storage.occurrences import FlowState
from app.storage.sets import bound_rows, rows_given
from app.storage.space import Space
from app.storage.types import TEXT

BY_HAND = "manual"


class NoSuchFlow(NotFound):
    def __init__(self, key: str) -> None:
        super().__init__(f"没有自动化“{key}”。", f"There is no automation {key!r}.")


class NoSuchRun(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这次运行。", "There is no such run.")


class TooMany(Conflict):
    """More runs are under way than a programme may have."""

    def __init__(self) -> None:
        super().__init__(
            f"已有 {MOST_UNDER_WAY:,} 次运行未结束，请等一等再启动。",
            f"{MOST_UNDER_WAY:,} runs are under way; wait until some have ended.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowShown:
    """A flow with what it does at present."""

    flow: Flow
    works: bool
    """Whether members may enter."""
    state: FlowState | None
    counts: dict[str, int]


def flows(space: Space, live: Live) -> list[FlowShown]:
    """Give the flows of the live release, and how many runs each has in every state."""
    program_id = live.catalogue.program_id
    states, counted = occurrences.states(space, program_id), flow_runs.counts(space, program_id)
    working = {each.flow.key for each in at_work(live)}
    return [
        FlowShown(
            flow=each,
            works=each.key in working,
            state=states.get(each.key),
            counts={state: n for (key, state), n in counted.items() if key == each.key},
        )
        for each in live.checked.program.flows
    ]


def start(
    space: Space, live: Live, key: str, member_ids: Sequence[int], *, now: int, cause: str
) -> int:
    """Let these members into a flow that is started by hand; each once for a cause.

    Raises `NoSuchFlow`, `NotFound`, `Conflict`, `TooMany`.
    """
    flow = started_by_hand(live, key)
    if flow_runs.under_way(space, most=MOST_UNDER_WAY) >= MOST_UNDER_WAY:
        raise TooMany
    there = records.find_rows(space, live.catalogue.members, list(member_ids))
    if gone := sorted(set(member_ids) - there.keys()):
        raise NotFound(f"没有会员 {gone[0]}。", f"There is no member {gone[0]}.")
    return let_in(space, live, flow, _named(space, there.keys(), cause), live.moment(now), "")


def startable(live: Live) -> list[Flow]:
    """Give the flows that people start."""
    return [
        each.flow
        for each in at_work(live)
        if each.flow.trigger is not None and each.flow.trigger.kind == BY_HAND
    ]


def started_by_hand(live: Live, key: str) -> CheckedFlow:
    """Find a flow that people start. Raises `NoSuchFlow`, `Conflict` with why it cannot be."""
    flow = next((each for each in at_work(live) if each.flow.key == key), None)
    if flow is None:
        if live.checked.program.find_flow(key) is None:
            raise NoSuchFlow(key)
        raise Conflict(f"自动化“{key}”已停用。", f"The automation {key!r} is off.")
    assert flow.flow.trigger is not None
    if flow.flow.trigger.kind != BY_HAND:
        raise Conflict(
            f"自动化“{key}”不由人启动。", f"The automation {key!r} is not started by hand."
        )
    return flow


def _named(space: Space, member_ids: Iterable[int], cause: str) -> Entering:
    dialect = space.connection.dialect.name
    ids = sorted(member_ids)
    rows = [(each, None, 0, new) for each, new in zip(ids, space.take_ids(len(ids)), strict=True)]
    who = rows_given(dialect, COLUMNS).subquery()
    found = select(
        who.c.member_id,
        who.c.id,
        who.c.record_id,
        cast(literal(f"manual:{cause}", TEXT), TEXT).label("cause"),
    )
    return Entering(found=found, values=bound_rows(dialect, COLUMNS, rows))


def pause(space: Space, live: Live, key: str, *, now: int, by: str | None, why: str) -> None:
    """Let nobody go on in a flow; members still enter, and waits go on counting."""
    _must_be(live, key)
    program_id = live.catalogue.program_id
    held = occurrences.states(space, program_id).get(key)
    since = None if held is None else held.since
    occurrences.set_state(
        space,
        program_id,
        FlowState(flow=key, since=since, paused_at=now, paused_by=by, paused_why=why),
    )
    _note(space, "flow.paused", key, now=now, by=by, why=why)


def resume(space: Space, live: Live, key: str, *, now: int, by: str | None) -> None:
    """Let everybody go on; who is overdue goes on at once."""
    _must_be(live, key)
    program_id = live.catalogue.program_id
    held = occurrences.states(space, program_id).get(key)
    since = None if held is None else held.since
    occurrences.set_state(space, program_id, FlowState(flow=key, since=since))
    _note(space, "flow.resumed", key, now=now, by=by, why="")


def cancel(space: Space, live: Live, key: str, *, now: int, by: str | None, why: str) -> int:
    """End all runs of a flow that are under way, before their next step; give how many."""
    program_id = live.catalogue.program_id
    said = why.strip() or "cancelled"
    count = flow_runs.cancel(space, program_id, Asked(flow=key), now=now, why=said)
    flow_kin.wake_parents(space, program_id, now=now, of_batch=False)
    _note(space, "flow.cancelled", key, now=now, by=by, why=f"{said} ({count})")
    return count


def get_run(space: Space, live: Live, name: str) -> RunRow:
    """Find a run by its name: member and number. Raises `NoSuchRun`."""
    member, _, run = name.partition("-")
    if not (member.isdecimal() and run.isdecimal()):
        raise NoSuchRun
    found = flow_runs.find(space, live.catalogue.program_id, int(member), int(run))
    if found is None:
        raise NoSuchRun
    return found


def cancel_run(
    space: Space, live: Live, name: str, *, now: int, by: str | None, why: str
) -> RunRow:
    """End one run before its next step. Raises `NoSuchRun`, and `Conflict` when it is over."""
    run = get_run(space, live, name)
    if not flow_runs.cancel_one(space, run, now=now, why=why.strip() or "cancelled"):
        raise Conflict("这次运行已经结束。", "The run is over already.")
    program_id = live.catalogue.program_id
    flow_kin.wake_parents(space, program_id, now=now, of_batch=False)
    _note(space, "run.cancelled", name, now=now, by=by, why=why)
    return get_run(space, live, name)


def retry_run(space: Space, live: Live, name: str, *, now: int, by: str | None) -> RunRow:
    """Let a failed run go on where it stopped. Raises `NoSuchRun`, `Conflict`."""
    run = get_run(space, live, name)
    if not run_acts.retry(space, run, now=now):
        raise Conflict("只有失败的运行可以重试。", "Only a run that failed can be tried again.")
    _note(space, "run.retried", name, now=now, by=by, why="")
    return get_run(space, live, name)


def _must_be(live: Live, key: str) -> None:
    if live.checked.program.find_flow(key) is None:
        raise NoSuchFlow(key)


def _note(space: Space, action: str, subject: str, *, now: int, by: str | None, why: str) -> None:
    audit.note(
        space, at=now, actor=by, action=action, subject=f"flow:{subject}", detail={"why": why}
    )
