"""One table of edge values, the same for Python, SQLite and PostgreSQL."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Double,
    Index,
    MetaData,
    Table,
    Text,
    cast,
    create_engine,
    literal,
    null,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from app.days import Calendar, LeapDay, Moment, local_day, to_day
from app.expression import types
from app.expression.sql import Rows
from app.expression.tree import RankCut, Rollup
from app.expression.types import Relation, Scope
from app.expression.windows import Window

WHOLE = types.WHOLE
MONDAY_CALENDAR = Calendar(timezone="Asia/Shanghai", leap_day=LeapDay.FEB_28)
MOMENTS = [
    Moment.at(datetime(2024, 2, 29, 15, 59, 59, tzinfo=UTC), MONDAY_CALENDAR),
    Moment.at(
        datetime(2025, 3, 1, 4, 59, 59, tzinfo=UTC),
        Calendar(timezone="America/New_York", week_starts=6, leap_day=LeapDay.MAR_1),
    ),
    Moment.at(
        datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
        Calendar(timezone="Europe/London", leap_day=LeapDay.MAR_1),
    ),
]
"""A leap day's last second, a time zone behind UTC on the eve of March, and a year's end."""

STORE = Scope(variables={"city": types.Text(), "size": types.Integer(0, 10_000)})
ORDER = Relation(
    {
        "amount": types.Decimal(2),
        "qty": types.Integer(-5, 1000),
        "kind": types.Text(),
        "good": types.Boolean(),
        "rate": types.Number(),
        "paid_at": types.Instant(),
    },
    "paid_at",
)
VISIT = Relation({"day": types.Date(), "points": types.Integer(-WHOLE, WHOLE)}, "day")
SCOPE = Scope(
    variables={
        "age": types.Integer(0, 150),
        "count": types.Integer(nullable=False),
        "whole": types.Integer(-WHOLE, WHOLE),
        "rate": types.Number(),
        "big": types.Number(1e150, 1e-150),
        "spent": types.Decimal(2),
        "limit": types.Decimal(2, -WHOLE, WHOLE),
        "fine": types.Decimal(4),
        "name": types.Text(),
        "note": types.Text(),
        "fixed": types.Text(nullable=False),
        "level": types.Choice(("silver", "gold", "Platin")),
        "born": types.Date(),
        "joined": types.Date(nullable=False),
        "seen_at": types.Instant(),
        "made_at": types.Instant(),
        "agreed": types.Boolean(),
        "vip": types.Boolean(),
        "sure": types.Boolean(nullable=False),
        "tags": types.ListOf(types.Text()),
        "referrer": types.Reference("member"),
    },
    references={"store": STORE},
    relations={"order": ORDER, "visit": VISIT},
    ladders={"main": ("silver", "gold", "Platin")},
    ladder="main",
    changes=True,
    parameters={"kinds": ["a", "", "100%"], "least": 5},
)
TEXTS = [
    "",
    " ",
    "a",
    "A",
    "b",
    "B",
    "Z",
    "ab",
    "aB_",
    "_",
    "%",
    "100%",
    "a%b",
    "\\",
    "a\\b",
    "'",
    '"',
    "{0}",
    "__import__('os')",
    "ä",
    "Ä",
    "é",
    "e\u0301",
    "ß",
    "中文",
    "中",
    "𝒳",
    "😀",
    "\ufffd",
    "İ",
    "10",
    "9",
    ":p",
    "%s",
    "?",
    "\n",
]
WHOLES = [0, 1, -1, 2, 3, 5, 7, 10, 17, 18, 99, 100, 149, 150]
DAYS = [
    *(to_day(date(y, m, d)) for y, m, d in [(2, 1, 1), (1, 1, 2)] if y > 1),
    *(
        to_day(date(y, m, d))
        for y, m, d in [
            (1899, 12, 31),
            (1969, 12, 31),
            (1970, 1, 1),
            (1999, 12, 31),
            (2000, 2, 29),
            (2004, 2, 29),
            (2023, 2, 28),
            (2023, 3, 1),
            (2024, 2, 28),
            (2024, 2, 29),
            (2024, 3, 1),
            (2024, 1, 31),
            (2024, 3, 31),
            (2025, 2, 28),
            (2025, 1, 1),
            (2025, 12, 31),
            (2026, 1, 1),
            (9999, 12, 31),
        ]
    ),
]
NUMBERS = [0.0, 0.1, 0.2, 0.3, -0.1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-9, -1e-9, 1e12, -1e12, 1 / 3]
BIG = [0.0, 1e150, -1e150, 1e-150, -1e-150, 1.0, 2.0**53, 0.1, 3.5]
MONEY = [0, 1, -1, 99, 100, 9999, 10000, 10001, 300000, -10000, 10**12, -(10**12)]


@dataclass(frozen=True)
class Edges:
    """Rows as Python sees them; the tables hold the same."""

    rows: list[dict[str, Any]]


def near(day: int, chance: random.Random) -> int:
    return day - chance.choice([-1, 0, 0, 1, 1, 2, 3, 6, 7, 8, 29, 30, 31, 59, 364, 365, 366, 800])


def instant_of(day: int, chance: random.Random) -> int:
    part = chance.choice([0, 1, 43_200_000_000, 57_600_000_000, 86_399_999_999, 14_400_000_000])
    return day * 86_400_000_000 + part


def values_of(kind: types.Type, chance: random.Random) -> Any:
    if kind.nullable and chance.random() < 0.25:
        return None
    match kind:
        case types.Integer(lo=lo, hi=hi):
            ends = [lo, hi, lo + 1, hi - 1]
            return chance.choice([*ends, *(w for w in WHOLES if lo <= w <= hi)])
        case types.Number(magnitude=magnitude):
            return chance.choice(BIG if magnitude > 1e12 else NUMBERS)
        case types.Decimal(lo=lo, hi=hi):
            return chance.choice([lo, hi, *MONEY])
        case types.Text():
            return chance.choice(TEXTS)
        case types.Choice(options=options):
            return chance.choice(options)
        case types.Date():
            if chance.random() < 0.5:
                return near(chance.choice(MOMENTS).today, chance)
            return chance.choice(DAYS)
        case types.Instant():
            return instant_of(near(chance.choice(MOMENTS).today, chance), chance)
        case types.Boolean():
            return chance.choice([True, False])
        case types.ListOf():
            return chance.choice(
                [
                    [],
                    ["a"],
                    ["a", "b"],
                    ["100%", "_"],
                    ["A", "ä", "中"],
                    ["", "'"],
                    ["b", "b", "😀"],
                ]
            )
        case types.Reference():
            return chance.choice([1, 2, 42, WHOLE])
        case _:
            raise TypeError(kind)


def make_rows(count: int, seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [_row(chance) for _ in range(count)]


def _row(chance: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {key: values_of(kind, chance) for key, kind in SCOPE.variables.items()}
    for key, kind in SCOPE.variables.items():
        same = chance.random() < 0.4
        row[f"before:{key}"] = row[key] if same else values_of(types.with_null(kind), chance)
    row["store"] = (
        None
        if chance.random() < 0.2
        else {key: values_of(kind, chance) for key, kind in STORE.variables.items()}
    )
    row["tier:main"] = values_of(types.Choice(("silver", "gold", "Platin")), chance)
    for key in ("start:period:main", "start:tier:main", "start:joined"):
        row[key] = None if chance.random() < 0.2 else near(chance.choice(MOMENTS).today, chance)
    row["cut"] = chance.choice([None, 0, 1, 2, 5, 100, 10_000])
    for name, relation in SCOPE.relations.items():
        row[name] = _children(relation, chance)
    return row


def _children(relation: Relation, chance: random.Random) -> list[dict[str, Any]]:
    count = chance.choice([0, 0, 1, 2, 3, 5, 9])
    if chance.random() < 0.3:
        return _run(relation, chance, count)
    return [{k: values_of(t, chance) for k, t in relation.fields.items()} for _ in range(count)]


def _run(relation: Relation, chance: random.Random, count: int) -> list[dict[str, Any]]:
    """Make consecutive days, so that streaks are longer than one."""
    start = near(chance.choice(MOMENTS).today, chance)
    step = chance.choice([1, 1, 7, 30])
    rows = []
    for index in range(count):
        row = {k: values_of(t, chance) for k, t in relation.fields.items()}
        day = start - index * step
        is_date = isinstance(relation.fields[relation.occurred], types.Date)
        row[relation.occurred] = day if is_date else instant_of(day, chance)
        rows.append(row)
    return rows


def column_type(kind: types.Type, *, postgresql: bool) -> TypeEngine[Any]:
    match kind:
        case types.Number():
            return Double()
        case types.Boolean():
            return Boolean()
        case types.Text() | types.Choice():
            # Not the collation the product uses: ordering by code point must not depend on it.
            return Text(collation="und-x-icu") if postgresql else Text()
        case types.ListOf():
            return JSONB() if postgresql else JSON()
        case _:
            return BigInteger()


class Engine:
    """A database with the edge rows in it."""

    def __init__(self, connection: Connection, moment: Moment) -> None:
        self.connection, self.moment = connection, moment
        self.name = connection.dialect.name
        self.postgresql = self.name == "postgresql"
        self._metadata = MetaData()
        self.table = self._table("edge", self._fields())
        self.children = {
            name: self._table(f"{name}_row", {"owner": types.Reference(), **_stored(relation)})
            for name, relation in SCOPE.relations.items()
        }
        self._metadata.create_all(connection)

    def _fields(self) -> dict[str, types.Type]:
        fields: dict[str, types.Type] = {"id": types.Reference(), **SCOPE.variables}
        for key, kind in SCOPE.variables.items():
            fields[f"before:{key}"] = types.with_null(kind)
            if isinstance(kind, types.Instant):
                fields[f"{key}.day"] = types.Date()
        fields |= {f"store.{key}": kind for key, kind in STORE.variables.items()}
        fields["tier:main"] = types.Choice()
        for key in ("start:period:main", "start:tier:main", "start:joined", "cut"):
            fields[key] = types.Integer()
        return fields

    def _table(self, name: str, fields: dict[str, types.Type]) -> Table:
        columns = [
            Column(f"c{index}", column_type(kind, postgresql=self.postgresql), key=key)
            for index, (key, kind) in enumerate(fields.items())
        ]
        return Table(name, self._metadata, *columns, Index(f"ix_{name}", columns[0]))

    def load(self, rows: list[dict[str, Any]]) -> None:
        zone = self.moment.calendar.zone
        flat: list[dict[str, Any]] = []
        children: dict[str, list[dict[str, Any]]] = {name: [] for name in SCOPE.relations}
        for index, row in enumerate(rows):
            found = {key: row.get(key) for key in list(self.table.c.keys())} | {"id": index}
            for key, kind in SCOPE.variables.items():
                if isinstance(kind, types.Instant):
                    value = row[key]
                    found[f"{key}.day"] = None if value is None else local_day(value, zone)
                if isinstance(kind, types.ListOf):
                    found |= {
                        k: null() if row[k] is None else row[k] for k in (key, f"before:{key}")
                    }
            store = row["store"] or {}
            found |= {f"store.{key}": store.get(key) for key in STORE.variables}
            flat.append(found)
            for name, relation in SCOPE.relations.items():
                for child in row[name]:
                    occurred = child[relation.occurred]
                    day = occurred
                    if name == "order" and occurred is not None:
                        day = local_day(occurred, zone)
                    children[name].append({"owner": index, **child, "occurred.day": day})
        for found in flat:
            self.connection.execute(self.table.insert(), found)
        for name, found_rows in children.items():
            self.connection.execute(self.children[name].insert(), found_rows)

    def source(self) -> "EdgeSource":
        return EdgeSource(self)


def _stored(relation: Relation) -> dict[str, types.Type]:
    return {**relation.fields, "occurred.day": types.Date()}


class EdgeSource:
    """The edge table as a source of rules."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._table = engine, engine.table

    def variable(self, name: str) -> ColumnElement[Any]:
        return self._table.c[name]

    def day(self, name: str) -> ColumnElement[int]:
        return self._table.c[f"{name}.day"]

    def before(self, name: str) -> ColumnElement[Any]:
        return self._table.c[f"before:{name}"]

    def tier(self, ladder: str) -> ColumnElement[str]:
        return self._table.c[f"tier:{ladder}"]

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        return None

    def streak_end(self, rollup: Rollup) -> ColumnElement[int]:
        return cast(literal(None), BigInteger())

    def rows(self, relation: str) -> Rows:
        table = self._engine.children[relation]
        columns = {key: table.c[key] for key in SCOPE.relations[relation].fields}
        return Rows(table, table.c.owner == self._table.c.id, columns, table.c["occurred.day"])

    def start(self, window: Window) -> ColumnElement[int]:
        return self._table.c[window.start_key]

    def cut(self, rank: RankCut) -> ColumnElement[Any] | None:
        return self._table.c.cut


@contextmanager
def sqlite(moment: Moment, rows: list[dict[str, Any]]) -> Iterator[Engine]:
    database = create_engine("sqlite://")
    with database.connect() as connection:
        engine = Engine(connection, moment)
        engine.load(rows)
        yield engine
    database.dispose()


@contextmanager
def postgresql(url: str, moment: Moment, rows: list[dict[str, Any]]) -> Iterator[Engine]:
    server = create_engine(url)
    schema = f"edge_{uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        connection.execute(text(f"SET search_path TO {schema}"))
        # Thousands of different statements over a small table: compiling each costs seconds.
        connection.execute(text("SET jit TO off"))
        engine = Engine(connection, moment)
        engine.load(rows)
        connection.commit()
        connection.execute(text("ANALYZE"))
        try:
            yield engine
        finally:
            connection.rollback()
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            connection.commit()
    server.dispose()
