"""What a ladder's conditions say of members as of a day of the past, told from their records.

Records count from the day they happened, refunds from the day they were made; fields that are no
records are as they are now. Nothing is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, select, true

from app.days import Moment
from app.expression.check import Checked
from app.expression.source import Rows
from app.expression.sql import met, to_sql
from app.expression.tree import RankCut, Rollup
from app.program.checked import CheckedLadder
from app.program.ladder import Tier
from app.program.objects import ORDER, REFUND
from app.runtime.ranks import WHOLE, ahead_at_most, ranked_values, ranks_of
from app.runtime.refresh import whole
from app.runtime.source import TableSource, belonging, cut_form, rows_of
from app.storage.catalogue import Catalogue
from app.storage.sets import bound_rows, rows_given
from app.storage.space import Space

NAMES = ("id", "begun", "since", "tier", "grace")


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
    grace: int | None = None
    """The day on which a review was not passed, while the tier is kept nevertheless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What conditions say of one member, by position of the tier."""

    id: int
    on_it: bool
    """Whether the member is on the ladder."""
    reach: tuple[bool, ...]
    stay: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PastSource(TableSource):
    """Records as they counted at the moment; no metric is read from the members' own columns."""

    computed: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    """Metrics that were computed already, by normal form."""

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        return self.computed.get(rollup.normal_form)

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
        seen, computed = self._computed()
        cuts = {
            cut_form(self._key, each): self._cut(each, self._source(seen, computed), members)
            for each in ranks_of(self.ladder)
        }
        source = self._source(seen, computed, cuts)
        tiers = self._tiers[1:]
        asked: list[Checked | None] = [self.ladder.members]
        asked += [self.ladder.conditions.get(each.key) for each in tiers]
        asked += [self.ladder.retention[key] for key in self._retained]
        columns = [
            (true() if each is None else met(each, source, self.moment)).label(f"q{n}")
            for n, each in enumerate(asked)
        ]
        rows: Iterable[Any] = self.space.execute(
            select(seen.c.id, *columns).order_by(seen.c.id), self._bound(members)
        )
        for row in rows:
            said = [bool(met) for met in row[1:]]
            reach = (True, *said[1 : 1 + len(tiers)])
            own = dict(zip(self._retained, said[1 + len(tiers) :], strict=True))
            stay = tuple(
                own.get(each.key, met) for each, met in zip(self._tiers, reach, strict=True)
            )
            yield Look(id=row[0], on_it=said[0], reach=reach, stay=stay)

    @property
    def _tiers(self) -> Sequence[Tier]:
        return self.ladder.ladder.tiers

    @property
    def _retained(self) -> list[str]:
        return list(self.ladder.retention)

    @property
    def _key(self) -> str:
        return self.ladder.ladder.key

    def _bound(self, members: Sequence[Then]) -> dict[str, Any]:
        rows = [(each.id, each.begun, each.since, each.tier, each.grace) for each in members]
        return bound_rows(self.space.connection.dialect.name, NAMES, rows)

    def _seen(self) -> FromClause:
        """Give the members as they stood then."""
        members, columns = self.catalogue.members, self.catalogue.members.ladders[self._key]
        given = rows_given(self.space.connection.dialect.name, NAMES).subquery()
        table = members.readable
        then = {
            columns.begun.name: given.c.begun,
            columns.grace.name: given.c.grace,
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

    def _computed(self) -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
        """Compute each metric once for each member; a current streak is told where it is asked."""
        seen = self._seen()
        source = self._source(seen, {})
        rollups = {
            each.normal_form: each
            for condition in self.ladder.everything
            for each in condition.rollups
            if not (each.function == "streak_of" and each.mode == "current")
        }
        columns = [
            to_sql(whole(each), source, self.moment).label(f"metric_{n}")
            for n, each in enumerate(rollups.values())
        ]
        found = select(*seen.c, *columns).cte("seen").prefix_with("MATERIALIZED")
        return found, {form: found.c[f"metric_{n}"] for n, form in enumerate(rollups)}

    def _source(
        self,
        seen: FromClause,
        computed: Mapping[str, ColumnElement[Any]],
        cuts: Mapping[str, float | None] | None = None,
    ) -> TableSource:
        return _PastSource(
            catalogue=self.catalogue,
            records=self.catalogue.members,
            table=seen,
            moment=self.moment,
            ladder=self._key,
            cuts=cuts,
            computed=computed,
            materialised=False,
        )

    def _cut(self, rank: RankCut, source: TableSource, members: Sequence[Then]) -> float | None:
        """Find the cut of a rank among the members that are looked at (E-7)."""
        on_it = self.ladder.members
        which = true() if on_it is None else met(on_it, source, self.moment)
        found = ranked_values(rank, source, self.moment, which)
        values = list(self.space.execute(found, self._bound(members)).scalars())
        ahead = min(ahead_at_most(rank, len(values), self.share), len(values) - 1)
        return values[ahead] if ahead >= 0 else None
