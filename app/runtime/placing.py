"""The statements that place members on one ladder, whoever they are and however many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    literal,
    null,
    or_,
    select,
    true,
)

from app.days import Moment
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.program.ladder import Promotion
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.storage.catalogue import LadderColumns, Records
from app.storage.types import BIG

NOWHERE = -1
"""The position of a member who is not on the ladder."""


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

    def target(self, found: Sequence[Any], outside: Any) -> ColumnElement[Any]:
        """Give what is `found` for the highest tier whose condition is met."""
        source = self.source()
        steps: list[tuple[ColumnElement[bool], Any]] = [
            (met(self.ladder.conditions[each.key], source, self.moment), found[position])
            for position, each in reversed(list(enumerate(self.ladder.ladder.tiers)))
            if each.key in self.ladder.conditions
        ]
        if self.ladder.members is not None:
            steps.insert(0, (~met(self.ladder.members, source, self.moment), outside))
        return case(*steps, else_=found[0]) if steps else found[0]

    def moving(self, among: ColumnElement[bool]) -> Select[Any]:
        """Select id, old and new tier of the members who go up or down when placed anew."""
        if self.ladder.ladder.promotion is not Promotion.JUMP:
            seen = self.seen(among)
            gone = and_(seen.c.old.is_not(None), seen.c.held == NOWHERE)
            return self.moves(seen, or_(seen.c.target != seen.c.held, gone))
        seen = self.jumped(among).subquery()
        return select(seen).where(seen.c.new.is_distinct_from(seen.c.old))

    def placed(self, among: ColumnElement[bool]) -> Select[Any]:
        """Select id, old and new tier of all members when placed anew, also of those who stay."""
        if self.ladder.ladder.promotion is not Promotion.JUMP:
            return self.moves(self.seen(among), true())
        return self.jumped(among)

    def jumped(self, among: ColumnElement[bool]) -> Select[Any]:
        table = self.members.readable
        ids = [literal(each, BIG) for each in self.tier_ids()]
        return select(
            table.c.id,
            table.c[self.columns.earned.name].label("old"),
            self.target(ids, null()).label("new"),
        ).where(self.own, among)

    def rising(self, among: ColumnElement[bool]) -> Select[Any]:
        """Select id, old and new tier of the members who gain a tier."""
        seen = self.seen(among)
        return self.moves(seen, seen.c.target > seen.c.held)

    @property
    def own(self) -> ColumnElement[bool]:
        return self.members.readable.c.workspace_id == self.live.catalogue.workspace_id

    def seen(self, among: ColumnElement[bool]) -> FromClause:
        """Select id and old tier, and the positions that members hold and that they reach."""
        table = self.members.readable
        earned = table.c[self.columns.earned.name]
        held = case(
            {each: position for position, each in enumerate(self.tier_ids())},
            value=earned,
            else_=NOWHERE,
        )
        positions = [literal(each) for each in range(len(self.tier_ids()))]
        target = self.target(positions, literal(NOWHERE))
        columns = (earned.label("old"), held.label("held"), target.label("target"))
        return select(table.c.id, *columns).where(self.own, among).subquery()

    def moves(self, seen: FromClause, which: ColumnElement[bool]) -> Select[Any]:
        new = case(dict(enumerate(self.tier_ids())), value=self.reached(seen))
        return select(seen.c.id, seen.c.old, new.label("new")).where(which)

    def reached(self, seen: FromClause) -> ColumnElement[int]:
        if self.ladder.ladder.promotion is Promotion.JUMP:
            return seen.c.target
        one_up = seen.c.held + 1
        return case((seen.c.target > one_up, one_up), else_=seen.c.target)

    def standing(self, new: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
        """Give what the columns of the ladder take; `now` and `today` are bound when it runs."""
        columns = self.columns
        return {
            columns.earned.name: new,
            columns.tier.name: new,
            columns.since.name: bindparam("now", type_=BIG),
            columns.since_day.name: bindparam("today", type_=BIG),
        }

    def remembered(self, what: str, dialect: str, make: Callable[[], Any]) -> Any:
        return self.live.statement((what, self.columns.id, dialect), self.moment, make)
