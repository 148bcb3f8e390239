"""The scheduled evaluation: what is due, windows that moved, ranks, then everybody's tier."""

from dataclasses import dataclass, replace
from functools import partial

from app.days import from_day
from app.runtime import layers, notices, periods, ranks, reviews
from app.runtime.ahead import Ahead, Piece
from app.runtime.budget_books import give_back
from app.runtime.pace import Pace
from app.runtime.recurring import issue_what_is_due
from app.runtime.releases import Live, live
from app.runtime.settling import give_packs, reach_everybody
from app.runtime.tiers import Occasion, Placed, Reason, place_anew, place_those
from app.runtime.upkeep import Progress, Run, bring_up, fill_buckets, unheard
from app.storage import layers as held
from app.storage import programs, standings
from app.storage.buckets import metric_days
from app.storage.budget_charges import COUPON
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.standings import EvaluationRow

PIECE = 1_000
"""Members who move in the first transaction; the pace of the machine decides on the next."""
MOST = 50_000

__all__ = ["Evaluated", "Progress", "evaluate", "is_prepared", "prepare", "unheard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What an evaluation did."""

    occurrence: str
    refreshed: int
    """Members whose metrics were computed anew because time went by."""
    placed: int
    changed: int
    """Members whose earned tier changed; those who were reviewed are `reviewed`."""
    reviewed: int = 0
    """Tiers that were lost or gained at reviews that were due."""


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

    First what is due: layers that begin or end, and reviews, each as of its own day. Then the
    occurrence, by default the local day, is evaluated once: what was interrupted goes on where it
    stopped, what was finished is left alone.
    """
    run = _run(spaces, workspace_id, program_id, now=now, tell=tell)
    name = occurrence or from_day(run.moment.today).isoformat()
    reviewed = _what_is_due(run)
    refreshed = bring_up(run)
    row = _begin(run, name)
    if row.up_to == standings.BEFORE_ALL:
        _settle_layers(run)
        _rank(run)
    pace, ahead = Pace(PIECE, MOST), Ahead(run)
    trials = _any_layers(run)
    while row.finished_at is None:
        piece = ahead.piece(row, pace.size)
        with pace.measured():
            row = _place_piece(run, row, piece, reason, trials=trials)
    reach_everybody(run, f"evaluation:{row.id}")
    give_packs(run)
    issue_what_is_due(run)
    return Evaluated(
        occurrence=name,
        refreshed=refreshed,
        placed=row.placed,
        changed=row.changed,
        reviewed=reviewed,
    )


def _run(spaces: Spaces, workspace_id: int, program_id: int, *, now: int, tell: Progress) -> Run:
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
    return Run(
        spaces=spaces,
        workspace_id=workspace_id,
        live=found,
        moment=found.moment(now),
        tell=tell,
    )


def _what_is_due(run: Run) -> int:
    """Give new periods their days; begin and end layers and make reviews, in the order of time."""
    periods.begin(run)
    fill_buckets(run)
    reviewed = reviews.catch_up(run, partial(_turn_layers, run))
    _turn_layers(run, run.moment.now)
    return reviewed


def turn_layers(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    """Begin and end the layers of members whose time has come; give how many."""
    return _turn_layers(_run(spaces, workspace_id, program_id, now=now, tell=unheard), now)


def _turn_layers(run: Run, up_to: int) -> int:
    turned = 0
    while True:
        with run.spaces.writing(run.workspace_id) as space:
            count = layers.turn(space, run.live, now=up_to)
        turned += count
        if count < layers.AT_ONCE:
            return turned


def _settle_layers(run: Run) -> None:
    """Work the layers out anew when a release may have changed the order of tiers."""
    with run.spaces.reading(run.workspace_id) as space:
        last = standings.last_evaluation(space, run.live.catalogue.program_id)
    if last is not None and last.release_id == run.live.catalogue.release_id:
        return
    after: int | None = -1
    while after is not None:
        with run.spaces.writing(run.workspace_id) as space:
            after = layers.settle_all(space, run.live, after=after, at=run.moment.now)


def _rank(run: Run) -> None:
    """Find the cuts of ranks over the members as they are; only writing them down is a write."""
    with run.spaces.reading(run.workspace_id) as space:
        found = ranks.find_cuts(space, run.live, run.moment)
    with run.spaces.writing(run.workspace_id) as space:
        ranks.keep_cuts(space, run.live, found)


def _any_layers(run: Run) -> bool:
    with run.spaces.reading(run.workspace_id) as space:
        return held.any_in_force(space, run.live.catalogue.program_id)


def _begin(run: Run, name: str) -> EvaluationRow:
    """Find the evaluation of an occurrence, or begin it."""
    program_id = run.live.catalogue.program_id
    with run.spaces.writing(run.workspace_id) as space:
        programs.lock_program(space, program_id)
        row = standings.find_evaluation(space, program_id, name)
        if row is not None:
            return row
        return standings.begin_evaluation(
            space,
            program_id,
            release_id=run.live.catalogue.release_id,
            occurrence=name,
            at=run.moment.now,
        )


def is_prepared(space: Space, live: Live) -> bool:
    """Say whether every metric of a release has been filled since it was published."""
    kept = live.catalogue.records
    ids = [each.id for records_of in kept.values() for each in records_of.metrics.values()]
    return None not in metric_days(space, ids).values()


def prepare(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int, tell: Progress = unheard
) -> int:
    """Fill the metrics a release added and those whose windows moved; place nobody.

    Reviews that are due come before, since they look at metrics as of the day before.
    """
    run = _run(spaces, workspace_id, program_id, now=now, tell=tell)
    _what_is_due(run)
    return bring_up(run)


def _place_piece(
    run: Run, row: EvaluationRow, piece: Piece, reason: Reason, *, trials: bool
) -> EvaluationRow:
    """Place the next piece of members, and note how far it went in the same transaction.

    Several workers may go on with one evaluation; each takes the piece that is next.
    """
    occasion = Occasion(moment=run.moment, reason=reason, cause=f"evaluation:{row.id}")
    with run.spaces.writing(run.workspace_id) as space:
        row = standings.lock_evaluation(space, row)
        if row.finished_at is not None or row.up_to != piece.after:
            return row
        changed = _place(space, run, occasion, piece, trials=trials)
        row = replace(
            row,
            up_to=piece.up_to,
            placed=piece.placed,
            changed=row.changed + changed,
            finished_at=run.moment.now if piece.last else None,
        )
        standings.save_evaluation(space, row)
    run.tell("tiers", row.placed, row.placed)
    return row


def _place(space: Space, run: Run, occasion: Occasion, piece: Piece, *, trials: bool) -> int:
    """Place the members of a piece, and all that follows for them."""
    placed = Placed()
    if piece.members:
        placed = _move(space, run, occasion, piece)
    if trials:
        now = occasion.moment.now
        layers.convert_between(space, run.live, after=piece.after, up_to=piece.up_to, at=now)
    if piece.members:
        notices.write(space, run.live, run.moment, piece.members)
    give_back(space, run.live.catalogue.program_id, COUPON, placed.void)
    return placed.moved


def _move(space: Space, run: Run, occasion: Occasion, piece: Piece) -> Placed:
    if not piece.dense:
        return place_those(space, run.live, occasion, piece.members)
    after, up_to = piece.members[0] - 1, piece.members[-1]
    return place_anew(space, run.live, occasion, after=after, up_to=up_to)
