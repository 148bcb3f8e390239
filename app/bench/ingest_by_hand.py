"""The same rows as an event makes, written through the driver with SQL for this programme alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.bench.metrics_by_hand import metrics_of
from app.bench.programme import NOW, Programme
from app.bench.tiers_by_hand import target
from app.clock import to_instant
from app.program.objects import ACTIVITY, ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One order or activity to be sent."""

    name: str
    object: str
    member: str
    cents: int

    @property
    def amount(self) -> str:
        return f"{self.cents / 100:.2f}"


class ByHand:
    """Writes batches through the driver, without any layer between."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.connection = programme.spaces.engine.raw_connection()
        self.now = to_instant(NOW)
        self.today = programme.moment.today
        self.sql = _Statements(programme)

    def close(self) -> None:
        self.connection.close()

    def send(self, events: Sequence[Event]) -> None:
        cursor = self.connection.cursor()
        if self.programme.is_sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        owners = self._owners(cursor, sorted({each.member for each in events}))
        orders = [each for each in events if each.object == ORDER]
        others = [each for each in events if each.object == ACTIVITY]
        first = self._ids(cursor, len(events) + len(orders))
        self._identities(cursor, ORDER, orders, owners, first)
        self._orders(cursor, orders, owners, first)
        first += len(orders)
        self._identities(cursor, ACTIVITY, others, owners, first)
        self._activities(cursor, others, owners, first)
        self._buckets(cursor, events, owners)
        ids = sorted(set(owners.values()))
        bound = json.dumps(ids) if self.programme.is_sqlite else ids
        cursor.execute(self.sql.metrics, (bound,))
        self._place(cursor, bound)
        self.connection.commit()

    def _owners(self, cursor: Any, names: Sequence[str]) -> dict[str, int]:
        bound = json.dumps(names) if self.programme.is_sqlite else names
        cursor.execute(self.sql.owners, (bound,))
        return dict(cursor.fetchall())

    def _ids(self, cursor: Any, count: int) -> int:
        cursor.execute(self.sql.ids, (count,))
        return int(cursor.fetchone()[0]) - count

    def _identities(
        self, cursor: Any, kind: str, events: Sequence[Event], owners: dict[str, int], first: int
    ) -> None:
        cursor.executemany(
            self.sql.identity,
            [
                (f"{kind}.external_id", each.name, owners[each.member], first + n)
                for n, each in enumerate(events)
            ],
        )

    def _orders(
        self, cursor: Any, events: Sequence[Event], owners: dict[str, int], first: int
    ) -> None:
        bought = [
            (owners[each.member], first + n, each.name, each.cents, each.cents)
            for n, each in enumerate(events)
        ]
        cursor.executemany(self.sql.order, bought)
        cursor.executemany(
            self.sql.activity,
            [
                (member, first + len(events) * 2 + n, None, "purchase", cents / 100, f"order:{n}")
                for n, (member, _, _, cents, _) in enumerate(bought)
            ],
        )

    def _activities(
        self, cursor: Any, events: Sequence[Event], owners: dict[str, int], first: int
    ) -> None:
        cursor.executemany(
            self.sql.activity,
            [
                (owners[each.member], first + n, each.name, "visit", None, None)
                for n, each in enumerate(events)
            ],
        )

    def _buckets(self, cursor: Any, events: Sequence[Event], owners: dict[str, int]) -> None:
        spend, orders, days = (
            self.programme.spend.source_id,
            self.programme.orders.source_id,
            self.programme.days.source_id,
        )
        bought = [each for each in events if each.object == ORDER]
        cursor.executemany(
            self.sql.totals,
            [(spend, owners[e.member], e.cents, e.cents, e.cents) for e in bought],
        )
        counted = [(orders, owners[each.member]) for each in bought]
        cursor.executemany(
            self.sql.counts, [*counted, *((days, owners[each.member]) for each in events)]
        )

    def _place(self, cursor: Any, bound: Any) -> None:
        cursor.execute(self.sql.rising, (bound,))
        rising = cursor.fetchall()
        if not rising:
            return
        first = self._ids(cursor, len(rising))
        cursor.executemany(self.sql.risen, [(new, new, member) for member, _, new in rising])
        cursor.executemany(
            self.sql.change,
            [(first + n, member, old, new) for n, (member, old, new) in enumerate(rising)],
        )


class _Statements:
    """SQL for one programme, in the parameter style of the driver."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.mark = "?" if programme.is_sqlite else "%s"
        chosen = "IN (SELECT value FROM json_each(?))" if programme.is_sqlite else "= ANY(%s)"
        whose = f"program_id = {programme.program_id} AND kind = 'member.external_id'"
        self.owners = f"SELECT value, member_id FROM identity WHERE {whose} AND value {chosen}"
        self.ids = (
            f"UPDATE id_block SET next = next + {self.mark} WHERE name = 'record' RETURNING next"
        )
        head = f"{programme.workspace_id}, {programme.program_id}"
        self.identity = (
            "INSERT INTO identity (workspace_id, program_id, kind, value, member_id, record_id)"
            f" VALUES ({head}, {self.marks(4)}) ON CONFLICT DO NOTHING"
        )
        self.order = self.record(
            ORDER, ["external_id", "amount", "net"], "paid_at", {"status": "'paid'"}
        )
        self.activity = self.record(
            ACTIVITY, ["external_id", "kind", "value", "source"], "occurred_at", {}
        )
        day = programme.moment.today
        keys = "(source_id, member_id, day)"
        self.totals = (
            "INSERT INTO bucket (workspace_id, source_id, member_id, day, rows, total, least, most)"
            f" VALUES ({programme.workspace_id}, {self.marks(2)}, {day}, 1, {self.marks(3)})"
            f" ON CONFLICT {keys} DO UPDATE SET rows = bucket.rows + 1,"
            f" total = bucket.total + excluded.total,"
            " least = CASE WHEN excluded.least < bucket.least THEN excluded.least"
            " ELSE bucket.least END, most = CASE WHEN excluded.most > bucket.most"
            " THEN excluded.most ELSE bucket.most END"
        )
        self.counts = (
            "INSERT INTO bucket (workspace_id, source_id, member_id, day, rows)"
            f" VALUES ({programme.workspace_id}, {self.marks(2)}, {day}, 1)"
            f" ON CONFLICT {keys} DO UPDATE SET rows = bucket.rows + 1"
        )
        self.metrics = metrics_of(programme, day, chosen)
        self._placing(chosen)

    def marks(self, count: int) -> str:
        return ", ".join([self.mark] * count)

    def record(self, name: str, fields: list[str], when: str, fixed: dict[str, str]) -> str:
        programme, moment = self.programme, self.programme.moment
        columns = [programme.field(each, of=name) for each in fields]
        known = {
            "workspace_id": str(programme.workspace_id),
            "created_at": str(moment.now),
            programme.field(when, of=name): str(moment.now),
            programme.field(f"{when}.day", of=name): str(moment.today),
            **{programme.field(key, of=name): value for key, value in fixed.items()},
        }
        names = ", ".join([*known, "member_id", "id", *columns])
        values = ", ".join([*known.values(), self.marks(2 + len(fields))])
        return f"INSERT INTO {programme.table(name)} ({names}) VALUES ({values})"

    def _placing(self, chosen: str) -> None:
        programme, moment = self.programme, self.programme.moment
        ladder, table = programme.ladder, programme.table()
        heights = " ".join(
            f"WHEN {ladder.tiers[each.key]} THEN {n}"
            for n, each in enumerate(programme.live.checked.ladders["main"].ladder.tiers)
        )
        held = f"CASE {ladder.earned.name} {heights} ELSE -1 END"
        self.rising = (
            "SELECT id, old, new FROM (SELECT id,"
            f" {ladder.earned.name} AS old, {held} AS held, {target(programme)} AS new"
            f" FROM {table} WHERE id {chosen}) AS seen WHERE CASE new {heights} END > held"
        )
        self.risen = (
            f"UPDATE {table} SET {ladder.earned.name} = {self.mark}, {ladder.tier.name} ="
            f" {self.mark}, {ladder.since.name} = {moment.now},"
            f" {ladder.since_day.name} = {moment.today} WHERE id = {self.mark}"
        )
        common = f"{programme.workspace_id}, {programme.program_id}, {ladder.id}, {moment.now}"
        release = programme.live.catalogue.release_id
        self.change = (
            "INSERT INTO tier_change (workspace_id, program_id, ladder_id, at, release_id, reason,"
            f" cause, id, member_id, old_tier_id, new_tier_id) VALUES ({common}, {release},"
            f" 'event', 'bench', {self.marks(4)})"
        )
