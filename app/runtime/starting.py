"""Letting many members into an automation that people start: who goes in, who not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select

from app.errors import AppError
from app.program.checked_flows import CheckedFlow
from app.program.flows import Reentry
from app.runtime.batches import LIMIT
from app.runtime.firing import cause_of, let_in
from app.runtime.flow_control import started_by_hand
from app.runtime.releases import Live
from app.runtime.schedule import MOST_UNDER_WAY
from app.runtime.triggers.base import Entering
from app.storage import audit, bulk_jobs, bulk_starts, flow_runs
from app.storage.bulk_jobs import Action, BulkJob
from app.storage.bulk_starts import Gate, Verdict
from app.storage.space import Space
from app.words import Words

PIECE = 2_000
"""Members who go in together: each statement of a piece is one for all of them, and SQLite's
other writers wait for about a tenth of a second."""
SKIP = "skip_inside"
SAID: Mapping[Verdict, Words] = {
    Verdict.GONE: Words("没有这位会员，或已注销、已合并。", "There is no such member any more."),
    Verdict.INSIDE: Words("正在这个自动化里。", "Is in this automation already."),
    Verdict.ONCE: Words(
        "进入过；这个自动化每人只能进一次。", "Was in it; each member goes in once only."
    ),
    Verdict.PERIOD: Words(
        "这一期已经进入过；每期只能进一次。", "Was in it in this period; once in each only."
    ),
}
FASTER = Words("同一时刻已由别处启动进入。", "Went in at the same moment because of somebody else.")


@dataclass(slots=True)
class Room:
    """How many runs more may be under way, for many pieces of members, and where they are.

    To count those under way takes the longer the more there are, so it is done when the room that
    was left is used up.
    """

    left: int = 0
    after: int = -1
    """Everybody up to this member has been seen to."""

    def is_there(self, space: Space) -> bool:
        if self.left <= 0:
            self.left = MOST_UNDER_WAY - flow_runs.under_way(space, most=MOST_UNDER_WAY)
        return self.left > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What somebody asks for: this automation, for everybody who is selected."""

    flow: str
    members: Select[int]
    skip_inside: bool
    once: str | None = None
    """Of the request: sent twice, it begins once."""


def gate_of(live: Live, flow: CheckedFlow, *, skip_inside: bool, now: int) -> Gate:
    """Give what is asked of members at the door of an automation."""
    by_period = flow.flow.reentry is Reentry.EACH_PERIOD
    return Gate(
        program_id=live.catalogue.program_id,
        flow=flow.flow.key,
        members=live.catalogue.members.readable,
        cause=cause_of(flow.flow, live.moment(now), natural=False),
        barred=Verdict.PERIOD if by_period else Verdict.ONCE,
        skip_inside=skip_inside,
    )


def begin(space: Space, live: Live, asked: Start, *, now: int, by: str | None) -> BulkJob:
    """Write down a start for everybody who is selected; what was begun before is given again.

    Raises `NoSuchFlow`, `Conflict`.
    """
    program_id = live.catalogue.program_id
    started_by_hand(live, asked.flow)
    if asked.once is not None:
        before = bulk_jobs.by_once(space, program_id, asked.once)
        if before is not None:
            return before
    job = BulkJob(
        id=space.new_id(),
        program_id=program_id,
        action=Action.START,
        field=asked.flow,
        value={SKIP: asked.skip_inside},
        started_at=now,
        started_by=by,
        once=asked.once,
    )
    total = bulk_jobs.begin(space, job, asked.members)
    audit.note(
        space,
        at=now,
        actor=by,
        action="flow.started",
        subject=f"flow:{asked.flow}",
        detail={"start": job.id, "members": total},
    )
    return bulk_jobs.get_job(space, program_id, job.id)


def at_once(space: Space, live: Live, job: BulkJob, *, now: int) -> BulkJob:
    """Let few members in within the request; of more, the worker does it."""
    if job.total <= LIMIT and job.finished_at is None:
        let_in_next(space, live, job, Room(), now=now, size=LIMIT + 1)
    return bulk_jobs.get_job(space, live.catalogue.program_id, job.id)


def let_in_next(space: Space, live: Live, job: BulkJob, room: Room, *, now: int, size: int) -> bool:
    """Let in the next members of a start; say whether it may go on at once."""
    try:
        flow = started_by_hand(live, job.field)
    except AppError as error:
        # Since it was asked for, the automation was switched off or changed.
        bulk_starts.refuse_all(space, job.id, error.words)
        bulk_jobs.finish(space, job.id, at=now)
        return False
    if not room.is_there(space):
        return False
    up_to, count = bulk_starts.waiting_up_to(space, job.id, size, after=room.after)
    if count:
        room.left -= _piece(space, live, flow, job, up_to, now=now)
        room.after = up_to
    if count < size:
        bulk_jobs.finish(space, job.id, at=now)
        return False
    return True


def _piece(
    space: Space, live: Live, flow: CheckedFlow, job: BulkJob, up_to: int, *, now: int
) -> int:
    """Let in or refuse the members up to one; give how many went in."""
    gate = gate_of(live, flow, skip_inside=bool(job.value[SKIP]), now=now)
    bulk_starts.refuse(space, job.id, gate, SAID, up_to=up_to)
    run_id = space.new_id()
    found = bulk_starts.next_ones(space, job.id, run_id, f"manual:start:{job.id}", up_to=up_to)
    entered = let_in(space, live, flow, Entering(found=found), live.moment(now), "")
    bulk_starts.settle(space, job.id, run_id, FASTER, up_to=up_to)
    return entered
