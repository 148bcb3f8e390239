"""What members did in the days before and after a moment of their own: two statements for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from app.storage.catalogue import Records
from app.storage.space import Space
from app.storage.standing_tables import tier_change
from app.storage.tier_history import Drawn
from app.storage.types import BIG

DAY = 86_400_000_000
MEASURES = ("active_days", "interactions", "promotions", "orders", "amount")
REFUNDED = "refunded"
PURCHASE = "purchase"
"""A purchase is counted as an order."""
Clock = Sequence[tuple[int | None, int]]
"""How far local clocks are ahead in microseconds, each until a moment, the last for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is looked at beside the moments."""

    members: Records
    orders: Records
    activities: Records
    kinds: Sequence[str]
    """What counts as being active."""
    positions: Mapping[int, int]
    """How high each tier stands, by its id."""
    windows: Sequence[int]
    """Days, shortest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How many there are, and between which moments they met it."""

    members: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """One measure over all members who count; amounts in cents."""

    before: int
    after: int
    squares: float
    """Of each member's change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One group in one window: everybody is counted, too early or too new."""

    variant: str
    days: int
    members: int
    counted: int
    early: int
    new: int
    sums: Mapping[str, Sums]


def crowd(space: Space, met: Select[Any], members: Records, *, now: int) -> Crowd:
    """Count who is looked at; whoever is gone, by a merger or for good, is not."""
    there = _there(space, met, members, now=now).subquery()
    row: Any = space.execute(select(func.count(), func.min(there.c.at), func.max(there.c.at))).one()
    return Crowd(members=int(row[0]), first=row[1], last=row[2])


def _there(space: Space, met: Select[Any], members: Records, *, now: int) -> Select[Any]:
    who, table = met.subquery("met"), members.table
    joined = table.c[members.days["joined_at"].name]
    return (
        select(who.c.member_id, who.c.variant, who.c.at, joined.label("joined"))
        .join_from(who, table, table.c.id == who.c.member_id)
        .where(table.c.workspace_id == space.workspace_id, who.c.at <= now)
    )


def local_day(at: Any, clock: Clock) -> ColumnElement[int]:
    """Give the local day of a moment."""
    steps = [(at < until, (at + ahead) // DAY) for until, ahead in clock if until is not None]
    rest: ColumnElement[int] = (at + clock[-1][1]) // DAY
    return case(*steps, else_=rest) if steps else rest


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The statement that compares, for members who met something each at a moment."""

    space: Space
    around: Around
    clock: Clock
    today: int

    def windows(self, met: Select[Any], drawn: Drawn, *, now: int) -> list[Window]:
        """Sum what everybody drawn did before and after; the day itself is neither."""
        there = _there(self.space, met, self.around.members, now=now)
        found = there.where(drawn(self.around.members.table.c.id)).subquery("found")
        day = local_day(found.c.at, self.clock).label("day")
        who = select(found.c.member_id, found.c.variant, found.c.joined, day).cte("who")
        each = self._each(who).subquery("each")
        counted = [func.count().label("members")]
        for days in self.around.windows:
            counted += self._counted(each, days)
        rows = self.space.execute(
            select(each.c.variant, *counted).group_by(each.c.variant).order_by(each.c.variant)
        ).mappings()
        return [self._window(row, days) for row in rows for days in self.around.windows]

    def _each(self, who: CTE) -> Select[Any]:
        """Give each member's measures, window by window."""
        most = max(self.around.windows)
        told = union_all(self._orders(who, most), self._acts(who, most), self._rises(who, most))
        fact = told.subquery("fact")
        sums = [
            func.sum(case((fact.c.away.between(*span), fact.c[name]), else_=0)).label(
                f"{side}_{days}_{name}"
            )
            for days in self.around.windows
            for side, span in (("before", (-days, -1)), ("after", (1, days)))
            for name in MEASURES
        ]
        did = select(fact.c.member_id, *sums).group_by(fact.c.member_id).subquery("did")
        held = [func.coalesce(did.c[each.name], 0).label(each.name) for each in sums]
        return select(who.c.variant, who.c.day, who.c.joined, *held).outerjoin_from(
            who, did, did.c.member_id == who.c.member_id
        )

    def _orders(self, who: CTE, most: int) -> Select[Any]:
        orders, table = self.around.orders, self.around.orders.table
        net = table.c[orders.fields["net"].name]
        status = table.c[orders.fields["status"].name]
        counts = status.is_distinct_from(REFUNDED)
        found = self._did(who, orders, most, {"orders": literal(1, BIG), "amount": net})
        return found.where(counts)

    def _acts(self, who: CTE, most: int) -> Select[Any]:
        """Give one row for each member's day, so that a day is active once."""
        acts = self.around.activities
        kind = acts.table.c[acts.fields["kind"].name]
        wanted = func.sum(case((kind == PURCHASE, 0), else_=1))
        sums = {"active_days": literal(1, BIG), "interactions": wanted}
        found = self._did(who, acts, most, sums).where(kind.in_(list(self.around.kinds)))
        return found.group_by(who.c.member_id, acts.table.c[acts.day.name], who.c.day)

    def _did(
        self, who: CTE, records: Records, most: int, given: Mapping[str, ColumnElement[Any]]
    ) -> Select[Any]:
        table = records.table
        day = table.c[records.day.name]
        return (
            select(who.c.member_id, (day - who.c.day).label("away"), *_measured(given))
            .join_from(who, table, table.c.member_id == who.c.member_id)
            .where(table.c.workspace_id == self.space.workspace_id)
            .where(day.between(who.c.day - most, who.c.day + most), day != who.c.day)
        )

    def _rises(self, who: CTE, most: int) -> Select[Any]:
        """Give one row for each rise. A member is of one programme, which is not asked for as well:
        SQLite would go through the index on moments, from the first change of all.
        """
        change = tier_change.c
        day = local_day(change.at, self.clock)
        heights = dict(self.around.positions)
        old, new = (
            case(heights, value=each, else_=-1) if heights else literal(-1, BIG)
            for each in (change.old_tier_id, change.new_tier_id)
        )
        return (
            select(
                who.c.member_id,
                (day - who.c.day).label("away"),
                *_measured({"promotions": literal(1, BIG)}),
            )
            .join_from(who, tier_change, change.member_id == who.c.member_id)
            .where(change.workspace_id == self.space.workspace_id)
            .where(change.old_tier_id.is_not(None))
            .where(new > old, day.between(who.c.day - most, who.c.day + most))
        )

    def _counted(self, each: Any, days: int) -> list[Any]:
        over, known = each.c.day + days < self.today, each.c.joined <= each.c.day - days
        counts = and_(over, known)
        found = [
            func.sum(case((counts, 1), else_=0)).label(f"counted_{days}"),
            func.sum(case((over, 0), else_=1)).label(f"early_{days}"),
        ]
        for name in MEASURES:
            before, after = each.c[f"before_{days}_{name}"], each.c[f"after_{days}_{name}"]
            change = cast(after - before, Double)
            sides = {"before": before, "after": after, "squares": change * change}
            found += [
                func.sum(case((counts, value), else_=0)).label(f"{side}_{days}_{name}")
                for side, value in sides.items()
            ]
        return found

    def _window(self, row: Any, days: int) -> Window:
        members, counted, early = (
            int(row[name]) for name in ("members", f"counted_{days}", f"early_{days}")
        )
        return Window(
            variant=row["variant"],
            days=days,
            members=members,
            counted=counted,
            early=early,
            new=members - counted - early,
            sums={
                name: Sums(
                    before=int(row[f"before_{days}_{name}"]),
                    after=int(row[f"after_{days}_{name}"]),
                    squares=float(row[f"squares_{days}_{name}"]),
                )
                for name in MEASURES
            },
        )


def _measured(given: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """Give every measure of a row: those that are given, and nothing of the others."""
    return [given.get(name, literal(0, BIG)).label(name) for name in MEASURES]
