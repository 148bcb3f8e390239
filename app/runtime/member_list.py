"""Members page by page, counted, and in groups; nothing is read that is not shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, null, or_, select, true

from app.days import Moment
from app.runtime.member_columns import Column, Seen
from app.runtime.member_filter import Filter, Whom
from app.runtime.releases import Live
from app.runtime.sight import count_members, drawn
from app.storage import records
from app.storage.sets import bound, numbers
from app.storage.space import Space

SAMPLE = 20_000
MOST_GROUPS = 50
EVERYBODY = Whom()
AT_ONCE = 1_000
"""Rows that are held in memory while a list is read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended: the values of the sorted columns, and the member."""

    values: tuple[Any, ...]
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which members are wanted, and in which order."""

    whom: Whom = EVERYBODY
    sorts: tuple[Sort, ...] = ()
    after: Mark | None = None
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    members: tuple[Mapping[str, Any], ...]
    """Values by field; tiers as `tier:<ladder>`, columns as `column:<key>`."""
    next: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many members there are; an estimate where a sample stands for all."""

    members: int
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Members who have the same in a column."""

    value: Any
    """As `Seen.value` gives it."""
    members: int
    total: Any = None
    """What another column of theirs adds up to."""


def find_members(
    space: Space, live: Live, question: Question, columns: Sequence[Column], moment: Moment
) -> Found:
    """Find one page of members, and where the next one begins.

    Who they are is found by what they are sorted by alone; what is shown is read for the page.
    """
    seen = Seen.of(space, live, moment)
    finder = _Finder(space, seen, question.whom)
    rows = space.execute(finder.page(question)).all()
    page = rows[: question.size]
    mark = None
    if len(rows) > question.size:
        last = page[-1]
        mark = Mark(values=tuple(last[1:]), member_id=last[0])
    ids = [each[0] for each in page]
    values = finder.values_of(ids, columns)
    return Found(members=tuple(values[each] for each in ids if each in values), next=mark)


def count(space: Space, live: Live, whom: Whom, moment: Moment) -> Counted:
    """Count who is meant; where records of each would be read, a sample stands for everybody."""
    finder = _Finder(space, Seen.of(space, live, moment), whom)
    if not finder.filter.is_costly:
        return Counted(members=int(space.execute(finder.counting()).scalar_one()))
    members = live.catalogue.members
    there = count_members(space, members, true())
    which = drawn(members, there, SAMPLE).which
    found = int(space.execute(finder.counting().where(which)).scalar_one())
    if there <= SAMPLE:
        return Counted(members=found)
    looked_at = count_members(space, members, which)
    estimate = round(found * there / looked_at) if looked_at else 0
    return Counted(members=estimate, estimated=True)


def groups(
    space: Space, live: Live, whom: Whom, by: Column, total: Column | None, moment: Moment
) -> tuple[Group, ...]:
    """Count members by what a column holds, the largest group first."""
    seen = Seen.of(space, live, moment)
    held = seen.value(by)
    added = null() if total is None else func.sum(seen.value(total))
    finder = _Finder(space, seen, whom)
    rows: Any = space.execute(
        select(held, func.count(), added)
        .where(*finder.filter.clauses())
        .group_by(held)
        .order_by(func.count().desc(), held)
        .limit(MOST_GROUPS)
    )
    return tuple(Group(value=row[0], members=row[1], total=_number(row[2])) for row in rows)


def _number(added: Any) -> int | float | None:
    """Give a sum as its column would hold it; PostgreSQL adds whole numbers up as decimals."""
    if added is None:
        return None
    return int(added) if added == int(added) else float(added)


def ids_of(space: Space, live: Live, whom: Whom, moment: Moment) -> Select[Any]:
    """Select the ids of everybody who is meant."""
    members = live.catalogue.members
    finder = _Finder(space, Seen.of(space, live, moment), whom)
    return select(members.identity).where(*finder.filter.clauses())


def read_all(
    space: Space, live: Live, question: Question, columns: Sequence[Column], moment: Moment
) -> Iterator[Mapping[str, Any]]:
    """Read everybody who is meant in order, a few at a time in memory."""
    finder = _Finder(space, Seen.of(space, live, moment), question.whom)
    statement = finder.everything(columns).where(*finder.filter.clauses())
    ordered = statement.order_by(*finder.ordering(question.sorts))
    streaming = ordered.execution_options(stream_results=True, yield_per=AT_ONCE)
    for row in space.execute(streaming):
        yield finder.values(row, columns)


@dataclass(frozen=True, slots=True)
class _Finder:
    """The statements of one list."""

    space: Space
    seen: Seen
    whom: Whom

    @property
    def filter(self) -> Filter:
        return Filter(space=self.space, seen=self.seen, whom=self.whom)

    @property
    def identity(self) -> Any:
        return self.seen.live.catalogue.members.identity

    def counting(self) -> Select[Any]:
        table = self.seen.live.catalogue.members.table
        return select(func.count()).select_from(table).where(*self.filter.clauses())

    def page(self, question: Question) -> Select[Any]:
        sorts = self.allowed(question.sorts)
        orders = [self.seen.order(each.column) for each in sorts]
        return (
            select(self.identity, *orders)
            .where(*self.filter.clauses(), self.behind(sorts, orders, question.after))
            .order_by(*self.ordering(sorts))
            .limit(question.size + 1)
        )

    def allowed(self, sorts: Sequence[Sort]) -> tuple[Sort, ...]:
        """Leave out personal data: the order alone would tell what the reader may not see."""
        return tuple(each for each in sorts if self.whom.personal or not each.column.is_personal)

    def ordering(self, sorts: Sequence[Sort]) -> list[ColumnElement[Any]]:
        """Sort; members without the value come last, whichever way it is sorted."""
        found: list[ColumnElement[Any]] = []
        for each in self.allowed(sorts):
            order = self.seen.order(each.column)
            found += [order.is_(None), order.desc() if each.descending else order]
        return [*found, self.identity]

    def behind(
        self, sorts: Sequence[Sort], orders: Sequence[ColumnElement[Any]], mark: Mark | None
    ) -> ColumnElement[bool]:
        """Say who comes after the end of the page before."""
        if mark is None:
            return true()
        ways: list[ColumnElement[bool]] = []
        alike: list[ColumnElement[bool]] = []
        for sort, order, value in zip(sorts, orders, mark.values, strict=False):
            if value is None:
                further: ColumnElement[bool] = false()
            else:
                later = order < value if sort.descending else order > value
                further = or_(later, order.is_(None))
            ways.append(and_(*alike, further))
            alike.append(order.is_(None) if value is None else order == value)
        return or_(*ways, and_(*alike, self.identity > mark.member_id))

    def everything(self, columns: Sequence[Column]) -> Select[Any]:
        members = self.seen.live.catalogue.members
        extra = [self.seen.value(each).label(f"column:{each.key}") for each in columns]
        return records.own(self.space, members, members.table, *extra)

    def values_of(
        self, ids: Sequence[int], columns: Sequence[Column]
    ) -> dict[int, Mapping[str, Any]]:
        dialect = self.space.connection.dialect.name
        rows = self.space.execute(
            self.everything(columns).where(self.identity.in_(numbers(dialect))),
            {"ids": bound(dialect, list(ids))},
        )
        return {row.id: self.values(row, columns) for row in rows}

    def values(self, row: Any, columns: Sequence[Column]) -> dict[str, Any]:
        members = self.seen.live.catalogue.members
        found = row._asdict()
        values = records.by_field(members, row)
        for key, ladder in members.ladders.items():
            values[f"tier:{key}"] = ladder.key_of(found[ladder.tier.name])
        for each in columns:
            values[f"column:{each.key}"] = self.seen.shown(each, found[f"column:{each.key}"])
        return values
