"""Reviews: tiers that are due are kept, given grace or lost, as of the last day of their period.

The day of a review is the first one after the period. What a member did is looked at as it was
when the day before it ended, however late the review is made and whatever came in since.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Insert, Update, and_, delete, func, insert, null, select
from sqlalchemy import update as updating

from app.days import Moment, from_day, start_of_day
from app.program.checked import CheckedLadder
from app.program.objects import MEMBER
from app.program.period import Span
from app.runtime import metrics, ranks, refresh
from app.runtime.budget_books import give_back
from app.runtime.moves import EARNED_MOVES, MOVES, WORK, begin_work, bound_day
from app.runtime.pace import Pace
from app.runtime.placing import NOWHERE, How, Placing
from app.runtime.terms import Terms
from app.runtime.tiers import Occasion, Reason, apply_all
from app.runtime.upkeep import Run, pieces
from app.storage import records
from app.storage.buckets import mark_filled, metric_days
from app.storage.budget_charges import COUPON
from app.storage.catalogue import LadderColumns
from app.storage.sets import bound, numbers
from app.storage.space import Space

Look = Callable[[Space, Placing, Sequence[int]], int]

PIECE = 500
MOST = 20_000


def catch_up(run: Run, turn: Callable[[int], object]) -> int:
    """Make every review that is due, one day after the other; give how many tiers moved (E-20).

    `turn` begins and ends the layers whose time has come by a moment, so that history tells what
    was missed in the order in which it would have happened.
    """
    moved = 0
    last = None
    while (day := _earliest(run)) is not None and day != last:
        turn(start_of_day(day, run.moment.calendar.zone))
        moved += _Day(run, day).review()
        last = day
    return moved


def _dated(run: Run) -> list[CheckedLadder]:
    return [each for each in run.live.checked.ladders.values() if each.ladder.review.dated]


def _columns(run: Run, ladder: CheckedLadder) -> LadderColumns:
    return run.live.catalogue.members.ladders[ladder.ladder.key]


def _earliest(run: Run) -> int | None:
    """Give the first day, today included, for which something is due still."""
    table = run.live.catalogue.members.table
    found: list[int] = []
    for ladder in _dated(run):
        columns = _columns(run, ladder)
        days = [func.min(table.c[each.name]) for each in (columns.due, columns.recheck)]
        with run.spaces.reading(run.workspace_id) as space:
            row = space.execute(select(*days).where(table.c.workspace_id == space.workspace_id))
            found += [each for each in row.one() if each is not None]
    return min((each for each in found if each <= run.moment.today), default=None)


@dataclass(frozen=True, slots=True)
class _Day:
    """The reviews of one local day."""

    run: Run
    day: int

    @property
    def before(self) -> Moment:
        """The last moment of the day before, as of which members are looked at."""
        return _end_of(self.day - 1, self.run.moment)

    @property
    def on(self) -> Moment:
        """The first moment of the day, at which tiers change."""
        return replace(self.before, now=self.before.now + 1, today=self.day)

    def review(self) -> int:
        self._rank()
        moved = 0
        for ladder in _dated(self.run):
            placing = Placing(self.run.live, ladder, self.before)
            moved += self._all(placing, "recheck", self._recheck)
            moved += self._all(placing, "due", self._review)
        return moved

    def _rank(self) -> None:
        """Take the cuts of ranks as they were when the period ended (E-7)."""
        if not any(list(ranks.ranks_of(each)) for each in _dated(self.run)):
            return
        # What came in since the day ended has changed some members' columns already.
        _recompute(replace(self.run, moment=self.before))
        with self.run.spaces.reading(self.run.workspace_id) as space:
            found = ranks.find_cuts(space, self.run.live, self.before)
        with self.run.spaces.writing(self.run.workspace_id) as space:
            ranks.keep_cuts(space, self.run.live, found)

    def _all(self, placing: Placing, column: str, look: Look) -> int:
        """Look at everybody whose day of this kind has come, a piece at a time."""
        table = placing.members.table
        due = table.c[getattr(placing.columns, column).name]
        again = self._must_see_again()
        pace, after, moved = Pace(PIECE, MOST), -1, 0
        while True:
            with pace.measured(), self.run.spaces.writing(self.run.workspace_id) as space:
                found = records.own(space, placing.members, table.c.id).where(
                    due <= self.day, table.c.id > after
                )
                size = pace.size
                ids = list(space.execute(found.order_by(table.c.id).limit(size)).scalars())
                if ids:
                    records.lock(space, placing.members, ids)
                    moved += look(space, placing, ids)
                    if again:
                        self._see(space, ids, self.run.moment)
            self.run.tell("reviews", moved, moved)
            if len(ids) < size:
                return moved
            after = ids[-1]

    def _must_see_again(self) -> bool:
        """Say whether what was computed as of the day before has to be brought back at once.

        Otherwise bringing metrics up to today, which comes next, finds whose windows moved since.
        """
        return metrics.restarts(self.run.live) or _is_past(replace(self.run, moment=self.before))

    def _review(self, space: Space, placing: Placing, ids: Sequence[int]) -> int:
        dialect = space.connection.dialect.name
        values = {"ids": bound(dialect, ids)}
        self._see(space, ids, self.before)
        begin_work(space)
        space.execute(
            placing.remembered("reviewed", dialect, partial(self._reviewed, placing, dialect)),
            values,
        )
        self._give_grace(space, placing)
        self._apply(space, placing, Reason.REVIEW)
        moved = _moved(space)
        kept = placing.remembered("kept", dialect, partial(self._kept, placing))
        space.execute(kept)
        return moved

    def _reviewed(self, placing: Placing, dialect: str) -> Insert:
        table = placing.members.table
        among = and_(
            table.c.id.in_(numbers(dialect)), table.c[placing.columns.due.name] <= self.day
        )
        names = [*MOVES, "held", "position", "grace"]
        return insert(WORK).from_select(names, placing.reviewed(among))

    def _give_grace(self, space: Space, placing: Placing) -> None:
        """Let those who did not pass keep their tier for some days, once."""
        days = placing.ladder.ladder.review.grace_days
        if not days:
            return
        table, columns = placing.members.table, placing.columns
        begun: ColumnElement[Any] = table.c[columns.begun.name]
        if placing.ladder.ladder.period.span is not Span.TIER:
            begun = Terms(placing, self.day - 1).begun()
        failed = and_(
            WORK.c.position < WORK.c.held, WORK.c.position != NOWHERE, WORK.c.grace.is_(None)
        )
        space.execute(
            updating(table)
            .where(placing.own)
            .where(table.c.id.in_(select(WORK.c.id).where(failed)))
            .values(
                {
                    columns.grace.name: bound_day(self.day),
                    columns.begun.name: begun,
                    columns.due.name: bound_day(self.day + days),
                }
            )
        )
        space.execute(delete(WORK).where(failed))

    def _kept(self, placing: Placing) -> Update:
        """Begin the next period of those who stay where they are."""
        table, columns, terms = placing.members.table, placing.columns, Terms(placing, self.day)
        due = terms.where_reviewed(table.c[columns.earned.name], terms.due_when_kept())
        return (
            updating(table)
            .where(placing.own)
            .where(table.c.id.in_(select(WORK.c.id).where(~EARNED_MOVES)))
            .values(
                {
                    columns.due.name: due,
                    columns.begun.name: terms.begun(),
                    columns.grace.name: null(),
                }
            )
        )

    def _recheck(self, space: Space, placing: Placing, ids: Sequence[int]) -> int:
        """Look again at promotions that a refund took from (E-10).

        One stands that would have been made with what is known now, or that would be made now.
        """
        table, columns = placing.members.table, placing.columns
        values = {"ids": bound(space.connection.dialect.name, self._undone(space, placing, ids))}
        among = table.c.id.in_(numbers(space.connection.dialect.name))
        self._see(space, ids, self.before)
        begin_work(space)
        space.execute(insert(WORK).from_select(MOVES, placing.moves(among, How.RECHECK)), values)
        self._apply(space, placing, Reason.RECHECK)
        moved = _moved(space)
        space.execute(
            updating(table).where(placing.own, among).values({columns.recheck.name: null()}),
            {"ids": bound(space.connection.dialect.name, ids)},
        )
        return moved

    def _undone(self, space: Space, placing: Placing, ids: Sequence[int]) -> list[int]:
        """Give those who would not have reached their tier on the day they did.

        What counts since the tier began counts since ever: where it began before is not kept.
        """
        table = placing.members.table
        dialect = space.connection.dialect.name
        reached = table.c[placing.columns.reached.name]
        among = table.c.id.in_(numbers(dialect))
        by_day: dict[int, list[int]] = defaultdict(list)
        found = select(table.c.id, reached).where(placing.own, among, reached.is_not(None))
        rows: Iterable[Any] = space.execute(found, {"ids": bound(dialect, ids)})
        for member_id, day in rows:
            by_day[day].append(member_id)
        undone: list[int] = []
        for day, members in sorted(by_day.items()):
            then = replace(placing, moment=_end_of(day, placing.moment))
            self._see(space, members, then.moment, since_ever=True)
            seen = then.seen(among, How.RECHECK)
            failed = select(seen.c.id).where(~seen.c.kept)
            undone += space.execute(failed, {"ids": bound(dialect, members)}).scalars()
        return sorted(undone)

    def _see(
        self, space: Space, ids: Sequence[int], moment: Moment, *, since_ever: bool = False
    ) -> None:
        """Have the metrics of these members as they were at a moment."""
        refresh.refresh(space, self.run.live, MEMBER, ids, moment, since_ever=since_ever)

    def _apply(self, space: Space, placing: Placing, reason: Reason) -> None:
        """Move those of the work table, all of whom are locked."""
        cause = f"{reason}:{from_day(self.day).isoformat()}"
        void = apply_all(space, placing, Occasion(moment=self.on, reason=reason, cause=cause))
        give_back(space, placing.live.catalogue.program_id, COUPON, void)


def _end_of(day: int, moment: Moment) -> Moment:
    """Give the last moment of a local day."""
    return replace(moment, now=start_of_day(day + 1, moment.calendar.zone) - 1, today=day)


def _moved(space: Space) -> int:
    moved = select(func.count()).select_from(WORK).where(EARNED_MOVES)
    return int(space.execute(moved).scalar_one())


def _is_past(run: Run) -> bool:
    """Say whether metrics have been brought beyond a moment's day already."""
    kept = run.live.catalogue.members.metrics.values()
    with run.spaces.reading(run.workspace_id) as space:
        days = metric_days(space, [each.id for each in kept]).values()
    return any(each is not None and each > run.moment.today for each in days)


def _recompute(run: Run) -> None:
    """Compute every member's metrics as of a moment; bringing them up goes on from there."""
    members = run.live.catalogue.members
    for after, up_to, _ in pieces(run, members, Pace(PIECE, MOST)):
        with run.spaces.writing(run.workspace_id) as space:
            found = records.own(space, members, members.identity).where(
                members.identity > after, members.identity <= up_to
            )
            ids = list(space.execute(found).scalars())
            refresh.refresh(space, run.live, MEMBER, ids, run.moment)
    with run.spaces.writing(run.workspace_id) as space:
        mark_filled(space, [each.id for each in members.metrics.values()], day=run.moment.today)
