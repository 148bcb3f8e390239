"""What follows once records are kept: metrics, tiers, stages and what they are worth."""

from collections import defaultdict
from collections.abc import Sequence

from app.days import Moment
from app.program.objects import ENTRY, MEMBER
from app.runtime import (
    arrivals,
    earning,
    firing,
    layers,
    metrics,
    noting,
    packs,
    referrals,
    stages,
)
from app.runtime.batches import Batch
from app.runtime.booking import Booking
from app.runtime.following import AS_USUAL, Following
from app.runtime.happenings import Happened, Turned
from app.runtime.pace import Pace
from app.runtime.postings import Posting
from app.runtime.releases import Live
from app.runtime.stages import Reached
from app.runtime.tiers import Moved, Occasion, Reason
from app.runtime.upkeep import Run
from app.storage import packs as owed_packs
from app.storage import records
from app.storage.space import Space

AT_ONCE = 50
"""Members who reach stages in one transaction of a night: a few entries each."""
MOST_PACKS = 5_000
Moves = dict[int, tuple[Moved, ...]]
"""The tiers members gained."""


def settle(batch: Batch) -> Moves:
    """Bring metrics and tiers up to what came in, and give what is due for the stages reached."""
    brought = referrals.credit(batch.space, batch.live, batch.touched, batch.moment)
    members = sorted(batch.touched.members)
    if not members and not batch.touched.days and not batch.touched.new:
        return {}
    space, live = batch.space, batch.live
    layers.turn_members(space, live, members, now=batch.moment.now)
    if waiting := [each for each in members if each not in batch.held]:
        records.lock(space, batch.of(MEMBER), waiting)
    earning.earn(batch, brought)
    occasion = Occasion(moment=batch.moment, reason=Reason.EVENT, cause=batch.cause)
    arrivals.begin(space, live, members, occasion)
    metrics.touch(space, live, batch.touched, batch.moment)
    moved = arrivals.rise(space, live, members, occasion)
    reached = stages.reach(space, live, members, occasion)
    arrivals.lessen(space, live, sorted(batch.touched.lessened), occasion)
    _fire(batch, members, moved)
    worth = reward(space, live, reached, batch.moment, batch.chain, batch.following)
    moves = _joined(_by_member(moved), worth)
    return _joined(moves, _packs(batch, moved))


def _fire(batch: Batch, members: Sequence[int], moved: Sequence[Moved]) -> None:
    """Let triggers see what came in and who rose, in the same transaction.

    What comes in quietly lets nobody in and ends no wait.
    """
    turned = [
        Turned(member_id=each.member_id, ladder=each.ladder, old=each.old, new=each.new)
        for each in moved
        if each.old != each.new
    ]
    happened = Happened(
        space=batch.space,
        live=batch.live,
        moment=batch.moment,
        chain=batch.chain,
        members=members,
        kept=batch.kept,
        turned=turned,
        once=batch.following.once,
    )
    if batch.following.is_quiet:
        noting.note(happened)
    else:
        firing.fire(happened)


def _by_member(moved: Sequence[Moved]) -> Moves:
    found: dict[int, list[Moved]] = defaultdict(list)
    for each in moved:
        found[each.member_id].append(each)
    return {member_id: tuple(each) for member_id, each in found.items()}


def _joined(first: Moves, second: Moves) -> Moves:
    members = first.keys() | second.keys()
    return {each: (*first.get(each, ()), *second.get(each, ())) for each in members}


def reward(
    space: Space,
    live: Live,
    reached: Sequence[Reached],
    moment: Moment,
    chain: str = "",
    following: Following = AS_USUAL,
) -> Moves:
    """Book what these stages are worth; growth value may lift a tier, and reach further stages.

    It comes to an end, since each stage is reached once. A release older than the ledger has
    nothing to book with; what was reached under it stays written down without a reward.
    """
    worth = [each for each in reached if each.stage.points]
    return _book(space, live, [_posting(each) for each in worth], moment, chain, following)


def _book(
    space: Space,
    live: Live,
    asked: Sequence[Posting],
    moment: Moment,
    chain: str = "",
    following: Following = AS_USUAL,
) -> Moves:
    if not asked or ENTRY not in live.catalogue.records:
        return {}
    batch = Batch(
        space=space,
        live=live,
        moment=moment,
        cause=asked[0].cause,
        chain=chain,
        following=following,
    )
    Booking(batch=batch, asked=asked).book()
    return settle(batch)


def _packs(batch: Batch, moved: Sequence[Moved]) -> Moves:
    """Give those who rose their packs, at once; of the past they count as had."""
    space, live, moment = batch.space, batch.live, batch.moment
    if not moved or not any(map(packs.has_packs, live.checked.program.ladders)):
        return {}
    members = sorted({each.member_id for each in moved})
    program_id = live.catalogue.program_id
    if batch.following.is_quiet:
        had = owed_packs.owed(space, program_id, member_ids=members, cause=batch.cause)
        if had:
            owed_packs.mark_given(space, had, at=moment.now)
        return {}
    owed = owed_packs.owed(space, program_id, member_ids=members)
    given = packs.give(space, live, owed, now=moment.now)
    return _book(space, live, given, moment, batch.chain, batch.following)


def _posting(reached: Reached) -> Posting:
    stage = reached.stage
    return Posting(
        member_id=reached.member_id,
        cause=reached.cause,
        currency=stage.currency,
        amount=stage.points,
        note=stage.label.together,
        own=True,
    )


def reach_everybody(run: Run, cause: str) -> int:
    """Write down the stages that were reached as time went by; give how many.

    Who has reached one is found by reading alone, so that a night on which nobody did writes
    nothing; a run that was interrupted goes on with those who are left.
    """
    count, after = 0, -1
    occasion = Occasion(moment=run.moment, reason=Reason.EVALUATION, cause=cause)
    while True:
        with run.spaces.reading(run.workspace_id) as space:
            waiting = stages.waiting(space, run.live, run.moment, after=after, limit=AT_ONCE)
        if not waiting:
            return count
        with run.spaces.writing(run.workspace_id) as space:
            records.lock(space, run.live.catalogue.members, waiting)
            reached = stages.reach(space, run.live, waiting, occasion)
            reward(space, run.live, reached, run.moment)
        count, after = count + len(reached), waiting[-1]
        run.tell("stages", count, count)


def give_packs(run: Run) -> int:
    """Give the packs that are owed since members rose; give how many.

    What is owed was written down with the promotion, so that a run that was interrupted goes on
    with those who are left, and any number of workers may do this.
    """
    count, pace = 0, Pace(AT_ONCE, MOST_PACKS)
    # Entries of the ledger take far longer than coupons.
    booked = any(map(packs.has_points, run.live.checked.program.ladders))
    program_id = run.live.catalogue.program_id
    while True:
        with run.spaces.reading(run.workspace_id) as space:
            waiting = owed_packs.owed(space, program_id, limit=AT_ONCE if booked else pace.size)
        if not waiting:
            return count
        members = sorted({each.member_id for each in waiting})
        with pace.measured(), run.spaces.writing(run.workspace_id) as space:
            records.lock(space, run.live.catalogue.members, members)
            owed = owed_packs.owed(space, program_id, member_ids=members)
            points = packs.give(space, run.live, owed, now=run.moment.now)
            _book(space, run.live, points, run.moment)
        count += len(owed)
        run.tell("packs", count, count)
