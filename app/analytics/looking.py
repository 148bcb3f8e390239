"""The members on one tier as a condition sees them: which tests they meet, what they have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true

from app.analytics.conditions import Anatomy
from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met, to_sql
from app.expression.tree import Typed
from app.runtime.releases import Live
from app.runtime.sight import PRIME, SPREAD
from app.runtime.source import TableSource
from app.storage.catalogue import LadderColumns
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One member beside the tests of a condition."""

    member_id: int
    since: int | None
    """The local day on which the tier in force began."""
    met: tuple[bool, ...]
    values: tuple[Any, ...]
    """What is compared, test by test; None where nothing is, or where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Members on a tier; of very many a fixed sample stands for all."""

    members: int
    """How many there are."""
    seen: tuple[Seen, ...]

    @property
    def estimated(self) -> bool:
        return len(self.seen) < self.members

    def all(self, of_seen: int) -> int:
        """Give for how many of all members so many of those looked at stand."""
        return round(of_seen * self.members / len(self.seen)) if self.seen else 0


@dataclass(frozen=True, slots=True)
class Looking:
    """Questions about the members on the tiers of one ladder."""

    space: Space
    live: Live
    ladder: str
    moment: Moment
    most: int
    """Of more members on a tier than this, about so many are drawn, always the same ones."""

    @property
    def columns(self) -> LadderColumns:
        return self.live.catalogue.members.ladders[self.ladder]

    @property
    def table(self) -> Any:
        return self.live.catalogue.members.table

    def source(self) -> TableSource:
        return TableSource(
            catalogue=self.live.catalogue,
            records=self.live.catalogue.members,
            table=self.table,
            moment=self.moment,
            ladder=self.ladder,
        )

    def on(self, tier: str) -> ColumnElement[bool]:
        standing: ColumnElement[Any] = self.table.c[self.columns.tier.name]
        return standing == self.columns.tiers[tier]

    def selected(self, which: ColumnElement[bool], *columns: Any) -> Select[Any]:
        own = self.table.c.workspace_id == self.space.workspace_id
        return select(*columns).select_from(self.table).where(own, which)

    def drawn(self, members: int, by: ColumnElement[int] | None = None) -> ColumnElement[bool]:
        """Say by id whether a member is looked at, where there are so many."""
        if members <= self.most:
            return true()
        number = self.table.c.id if by is None else by
        place: ColumnElement[Any] = number % PRIME * SPREAD % PRIME
        return place < PRIME * self.most // members

    def crowd(self, tier: str, condition: Anatomy, members: int) -> Crowd:
        """Look at the members on a tier, of whom there are so many."""
        source = self.source()
        rule = condition.checked
        tests = [
            met(replace(rule, tree=each.node), source, self.moment).label(f"t{n}")
            for n, each in enumerate(condition.tests)
        ]
        measured = {
            n: self.value_of(rule, each.threshold.metric).label(f"v{n}")
            for n, each in enumerate(condition.tests)
            if each.threshold is not None
        }
        since = self.table.c[self.columns.since_day.name]
        found = self.selected(
            self.on(tier) & self.drawn(members), self.table.c.id, since, *tests, *measured.values()
        )
        rows = self.space.execute(found.order_by(self.table.c.id)).mappings()
        seen = tuple(
            Seen(
                member_id=row["id"],
                since=row[since.name],
                met=tuple(bool(row[f"t{n}"]) for n in range(len(tests))),
                values=tuple(row.get(f"v{n}") for n in range(len(tests))),
            )
            for row in rows
        )
        return Crowd(members=members, seen=seen)

    def value_of(self, rule: Checked, metric: Typed) -> ColumnElement[Any]:
        return to_sql(replace(rule, tree=metric, type=metric.type), self.source(), self.moment)

    def qualifying(self, asked: Sequence[tuple[str, Checked]]) -> list[int]:
        """Count for each tier and condition who on it meets it: everybody, in one statement."""
        if not asked:
            return []
        source = self.source()
        counts = [
            func.sum(case((self.on(tier) & met(rule, source, self.moment), 1), else_=0))
            for tier, rule in asked
        ]
        somewhere = or_(*(self.on(tier) for tier in {tier: None for tier, _ in asked}))
        row = self.space.execute(self.selected(somewhere, *counts)).one()
        return [int(each or 0) for each in row]

    def values_on_ladder(self, rule: Checked, metric: Typed, members: int) -> list[Any]:
        """Give what a metric is for everybody who stands on a tier, or for those drawn."""
        placed = self.table.c[self.columns.tier.name].is_not(None)
        value = self.value_of(rule, metric).label("value")
        rows = self.space.execute(self.selected(placed & self.drawn(members), value))
        return [each for (each,) in rows if each is not None]
