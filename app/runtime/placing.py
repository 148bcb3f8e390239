"""The statements that place members on one ladder, whoever they are and however many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    literal,
    null,
    select,
    true,
)

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.program.ladder import Demotion, Promoted, Promotion
from app.runtime.asking import Asking
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.storage.catalogue import LadderColumns, Records
from app.storage.types import BIG

NOWHERE = -1
"""The position of a member who is not on the ladder."""


class How(Enum):
    """On what occasion members are placed, which decides in what direction they may go."""

    EVENT = auto()
    """Something happened to them: they may rise."""
    EVALUATION = auto()
    """The daily evaluation: as on an event; and they fall where nobody has a day of review."""
    REVIEW = auto()
    """Their tier is due: kept, or lost as the ladder says."""
    RECHECK = auto()
    """A promotion that a refund took from."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The statements that place members on one ladder."""

    live: Live
    ladder: CheckedLadder
    moment: Moment
    cuts: Mapping[str, float | None] | None = None
    """What ranks are compared with, where it is not what the last evaluation found."""

    @property
    def members(self) -> Records:
        return self.live.catalogue.members

    @property
    def columns(self) -> LadderColumns:
        return self.members.ladders[self.ladder.ladder.key]

    @property
    def own(self) -> ColumnElement[bool]:
        return self.members.readable.c.workspace_id == self.live.catalogue.workspace_id

    def tier_ids(self) -> list[int]:
        return [self.columns.tiers[each.key] for each in self.ladder.ladder.tiers]

    def source(self) -> TableSource:
        return TableSource(
            catalogue=self.live.catalogue,
            records=self.members,
            table=self.members.readable,
            moment=self.moment,
            ladder=self.ladder.ladder.key,
            cuts=self.cuts,
        )

    @property
    def asking(self) -> Asking:
        return Asking(self.ladder, self.source(), self.moment)

    def meets(self, condition: Checked | None) -> ColumnElement[bool]:
        """Say who meets a condition of the ladder, whoever it is meant for."""
        return true() if condition is None else met(condition, self.source(), self.moment)

    def moves(self, among: ColumnElement[bool], how: How) -> Select[Any]:
        """Select the members who move, with the tier they earn and the tier in force.

        Gives `id`, `old_earned`, `new_earned`, `old`, `new`.
        """
        found = self.placed(among, how).subquery()
        moves = found.c.new_earned.is_distinct_from(found.c.old_earned)
        if how is How.EVENT:
            # A tier that the ladder has no more is taken away at an evaluation.
            moves = and_(moves, found.c.new_earned.is_not(None))
        return select(*found.c).where(moves)

    def placed(self, among: ColumnElement[bool], how: How = How.EVALUATION) -> Select[Any]:
        """Select the same of all members, also of those who stay where they are."""
        if how is How.EVALUATION and self.is_plain:
            jumped = self._jumped(among).subquery()
            return select(*self._shown(jumped, jumped.c.new_earned))
        seen = self.seen(among, how)
        return select(*self._shown(seen, self._id_at(self._new_position(seen, how))))

    def reviewed(self, among: ColumnElement[bool]) -> Select[Any]:
        """Select the same of all members whose tier is reviewed, and `held`, `position`, `grace`.

        `position` is where the member would go without grace.
        """
        seen = self.seen(among, How.REVIEW)
        position = self._new_position(seen, How.REVIEW)
        found = select(seen, position.label("position")).subquery()
        return select(
            *self._shown(found, self._id_at(found.c.position)),
            found.c.held,
            found.c.position,
            found.c.grace,
        )

    @property
    def is_plain(self) -> bool:
        """Whether an evaluation puts everybody on the highest tier they qualify for, no more."""
        ladder = self.ladder.ladder
        return (
            ladder.promotion is Promotion.JUMP
            and ladder.promoted is not Promoted.REVIEW
            and not ladder.review.dated
            and ladder.review.demotion is Demotion.REQUALIFY
            and ladder.review.floor is None
            and not self.asking.retains
        )

    def effective(self, earned: Any, lift: Any, lock: Any) -> ColumnElement[Any]:
        """Give the tier in force: locked, or the highest of what is earned and what lifts."""
        higher = self.position(lift) > self.position(earned)
        return case((lock.is_not(None), lock), (higher, lift), else_=earned)

    def position(self, tier: Any) -> ColumnElement[int]:
        """Give the position of a tier's id on the ladder."""
        places = {each: position for position, each in enumerate(self.tier_ids())}
        return case(places, value=tier, else_=NOWHERE)

    def _shown(self, seen: FromClause, new: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        return [
            seen.c.id,
            seen.c.old_earned,
            new.label("new_earned"),
            seen.c.old,
            self.effective(new, seen.c.lift, seen.c.lock).label("new"),
        ]

    def _standing(self) -> list[ColumnElement[Any]]:
        table, columns = self.members.readable, self.columns
        return [
            table.c.id,
            table.c[columns.earned.name].label("old_earned"),
            table.c[columns.tier.name].label("old"),
            table.c[columns.lift.name].label("lift"),
            table.c[columns.lock.name].label("lock"),
        ]

    def _jumped(self, among: ColumnElement[bool]) -> Select[Any]:
        ids = [literal(each, BIG) for each in self.tier_ids()]
        target = self.asking.target(ids, null()).label("new_earned")
        return select(*self._standing(), target).where(self.own, among)

    def seen(self, among: ColumnElement[bool], how: How) -> FromClause:
        """Select where members stand, and the positions that they reach, keep and fall to."""
        table = self.members.readable
        held = self.position(table.c[self.columns.earned.name])
        positions = [literal(each) for each in range(len(self.tier_ids()))]
        shown = [
            *self._standing(),
            table.c[self.columns.grace.name].label("grace"),
            table.c[self.columns.due.name].label("due"),
            held.label("held"),
            self.asking.target(positions, literal(NOWHERE)).label("target"),
        ]
        if how in {How.REVIEW, How.RECHECK} or self._falls_daily(how):
            again = how is How.RECHECK
            kept = self.asking.kept(held, reached_anew=again)
            shown += [kept.label("kept"), self.asking.below(held).label("below")]
        return select(*shown).where(self.own, among).subquery()

    def _falls_daily(self, how: How) -> bool:
        review = self.ladder.ladder.review
        return how is How.EVALUATION and not review.dated

    def _new_position(self, seen: FromClause, how: How) -> ColumnElement[int]:
        falls = how in {How.REVIEW, How.RECHECK} or self._falls_daily(how)
        steps: list[tuple[ColumnElement[bool], Any]] = []
        if how is not How.EVENT:
            steps.append((seen.c.target == NOWHERE, literal(NOWHERE)))
        if self._may_rise(how):
            steps.append((seen.c.target > seen.c.held, self._reached(seen)))
        else:
            entering = and_(seen.c.held == NOWHERE, seen.c.target != NOWHERE)
            steps.append((entering, literal(0)))
        if not falls or self.ladder.ladder.review.demotion is Demotion.NEVER:
            return case(*steps, else_=seen.c.held)
        steps.append((seen.c.kept, seen.c.held))
        return case(*steps, else_=self._fallen(seen, how))

    def falls(self, seen: FromClause) -> ColumnElement[bool]:
        """Say who of those `seen` for a review would lose their tier, grace aside."""
        new = self._new_position(seen, How.REVIEW)
        return and_(new < seen.c.held, new != NOWHERE)

    def _may_rise(self, how: How) -> bool:
        promoted = self.ladder.ladder.promoted
        match how:
            case How.EVENT:
                return promoted is Promoted.EVENT
            case How.EVALUATION:
                return promoted is not Promoted.REVIEW
            case How.REVIEW:
                return True
            case How.RECHECK:
                return False

    def _reached(self, seen: FromClause) -> ColumnElement[int]:
        if self.ladder.ladder.promotion is Promotion.JUMP:
            return seen.c.target
        one_up = seen.c.held + 1
        return case((seen.c.target > one_up, one_up), else_=seen.c.target)

    def _fallen(self, seen: FromClause, how: How) -> ColumnElement[int]:
        review = self.ladder.ladder.review
        found: ColumnElement[int] = seen.c.below
        if review.demotion is Demotion.ONE_DOWN and how is not How.RECHECK:
            found = case((seen.c.held > 0, seen.c.held - 1), else_=literal(0))
        if review.floor is None:
            return found
        floor = self.ladder.ladder.position(review.floor)
        return case((and_(seen.c.held >= floor, found < floor), literal(floor)), else_=found)

    def _id_at(self, position: ColumnElement[int]) -> ColumnElement[Any]:
        return case(dict(enumerate(self.tier_ids())), value=position)

    def remembered(self, what: str, dialect: str, make: Callable[[], Any]) -> Any:
        return self.live.statement((what, self.columns.id, dialect), self.moment, make)
