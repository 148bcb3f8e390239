"""What a ladder's conditions say of members as of a day of the past, told from their records.

Records count from the day they happened, refunds from the day they were made; fields that are no
records are as they are now. Nothing is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, select, true

from app.days import Moment
from app.expression.check import Checked
from app.expression.source import Rows
from app.expression.sql import met
from app.expression.tree import RankCut
from app.program.checked import CheckedLadder
from app.program.objects import ORDER, REFUND
from app.runtime.ranks import WHOLE, ahead_at_most, ranked_values, ranks_of
from app.runtime.source import TableSource, belonging, cut_form, rows_of
from app.storage.catalogue import Catalogue
from app.storage.sets import bound_rows, rows_given
from app.storage.space import Space

NAMES = ("id", "begun", "since", "tier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """How a member stood on the day that is looked at; days since 1970-01-01."""

    id: int
    begun: int | None = None
    """The first day of the member's own qualification period."""
    since: int | None = None
    """The day on which the tier began."""
    tier: int | None = None
    """The id of the tier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What conditions say of one member, by position of the tier."""

    id: int
    on_it: bool
    """Whether the member is on the ladder."""
    reach: tuple[bool, ...]
    stay: tuple[bool, ...]


class _PastSource(TableSource):
    """Records as they counted at the moment; no metric is read from a column."""

    def rows(self, relation: str) -> Rows:
        if relation != ORDER:
            return TableSource.rows(self, relation)
        child = self.catalogue.records[relation]
        there: FromClause = child.readable.alias()
        belongs = belonging(child, self.records, there) == self.table.c.id
        net = there.c[child.fields["amount"].name] - self._refunded(there)
        found = rows_of(child, there, and_(belongs, net > 0))
        return replace(found, columns={**found.columns, "net": net})

    def _refunded(self, order: FromClause) -> ColumnElement[int]:
        refunds = self.catalogue.records[REFUND]
        there = refunds.readable.alias()
        amount = there.c[refunds.fields["amount"].name]
        return (
            select(func.coalesce(func.sum(amount), 0))
            .where(there.c.member_id == order.c.member_id)
            .where(there.c[refunds.fields["order"].name] == order.c.id)
            .where(there.c[refunds.day.name] <= self.moment.today)
            .correlate(order)
            .scalar_subquery()
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """One ladder over the records of a programme, as of one moment of the past."""

    space: Space
    catalogue: Catalogue
    ladder: CheckedLadder
    moment: Moment
    share: Fraction = WHOLE
    """Of all members, how many are looked at."""

    def look(self, members: Sequence[Then]) -> Iterator[Look]:
        """Ask every condition about these members."""
        seen = self._seen()
        cuts = {
            cut_form(self._key, each): self._cut(each, seen, members)
            for each in ranks_of(self.ladder)
        }
        source = self._source(seen, cuts)
        tiers = self.ladder.ladder.tiers[1:]
        asked: list[Checked | None] = [self.ladder.members]
        asked += [self.ladder.conditions.get(each.key) for each in tiers]
        asked += [self.ladder.stay(each.key) for each in tiers]
        columns = [
            (true() if each is None else met(each, source, self.moment)).label(f"q{n}")
            for n, each in enumerate(asked)
        ]
        rows: Iterable[Any] = self.space.execute(
            select(seen.c.id, *columns).order_by(seen.c.id), self._bound(members)
        )
        for row in rows:
            said = [bool(met) for met in row[1:]]
            half = 1 + len(tiers)
            yield Look(
                id=row[0],
                on_it=said[0],
                reach=(True, *said[1:half]),
                stay=(True, *said[half:]),
            )

    @property
    def _key(self) -> str:
        return self.ladder.ladder.key

    def _bound(self, members: Sequence[Then]) -> dict[str, Any]:
        rows = [(each.id, each.begun, each.since, each.tier) for each in members]
        return bound_rows(self.space.connection.dialect.name, NAMES, rows)

    def _seen(self) -> FromClause:
        """Give the members as they stood then."""
        members, columns = self.catalogue.members, self.catalogue.members.ladders[self._key]
        given = rows_given(self.space.connection.dialect.name, NAMES).subquery()
        table = members.readable
        then = {
            columns.begun.name: given.c.begun,
            columns.since_day.name: given.c.since,
            columns.tier.name: given.c.tier,
            columns.earned.name: given.c.tier,
        }
        return (
            select(*(then.get(each.name, each).label(each.name) for each in table.c))
            .select_from(table.join(given, given.c.id == table.c.id))
            .where(table.c.workspace_id == self.space.workspace_id)
            .subquery()
        )

    def _source(
        self, seen: FromClause, cuts: Mapping[str, float | None] | None = None
    ) -> TableSource:
        return _PastSource(
            catalogue=self.catalogue,
            records=self.catalogue.members,
            table=seen,
            moment=self.moment,
            ladder=self._key,
            cuts=cuts,
            materialised=False,
        )

    def _cut(self, rank: RankCut, seen: FromClause, members: Sequence[Then]) -> float | None:
        """Find the cut of a rank among the members that are looked at (E-7)."""
        source = self._source(seen)
        on_it = self.ladder.members
        which = true() if on_it is None else met(on_it, source, self.moment)
        found = ranked_values(rank, source, self.moment, which)
        values = list(self.space.execute(found, self._bound(members)).scalars())
        ahead = min(ahead_at_most(rank, len(values), self.share), len(values) - 1)
        return values[ahead] if ahead >= 0 else None
