"""Members and what they did, made by SQL: the same seed gives the same rows on both databases."""

from dataclasses import dataclass

from app.bench.programme import Programme

PRIME = 2_147_483_647
SPREAD = 1_000_000
"""Drawn numbers are from 0 up to, and not including, this."""
SPAN = 500
"""Days over which what happened is spread: with ten events a member one night touches 4 %."""
DAY = 86_400_000_000


def draw(kind: int, seed: int, i: str = "n.i") -> str:
    """Give an SQL expression for a number drawn for row `i`; each kind draws anew."""
    first = f"(({i} * 7368787 + {kind * 15485863 + seed * 32452843}) % {PRIME})"
    mixed = f"(({first} * {first} % {PRIME} + {kind * 7919}) * 48271 % {PRIME})"
    return f"({mixed} * {mixed} % {PRIME} % {SPREAD})"


def counting(programme: Programme, count: int) -> tuple[str, str]:
    """Give what stands before and inside FROM to have rows `n.i` from 0 up to a count."""
    if programme.is_sqlite:
        last = f"SELECT i + 1 FROM n WHERE i + 1 < {count}"
        return f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL {last})", "n"
    return "", f"generate_series(CAST(0 AS BIGINT), {count - 1}) AS n(i)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Members of a programme, numbered from `first` on."""

    programme: Programme
    members: int
    first: int
    seed: int

    def fill(self, table: str, count: int, values: dict[str, str]) -> str:
        head, rows = counting(self.programme, count)
        names, expressions = ", ".join(values), ", ".join(values.values())
        # SQLite takes the WITH clause behind INSERT INTO as well, PostgreSQL has none here.
        return f"INSERT INTO {table} ({names}) {head} SELECT {expressions} FROM {rows}"

    def text(self, prefix: str, number: str) -> str:
        return f"'{prefix}' || CAST({number} AS TEXT)"


def populate(programme: Programme, members: int, *, seed: int) -> Population:
    """Make members with fields, some of them blank, and what identifies them."""
    with programme.spaces.writing(programme.workspace_id) as space:
        first = space.take_ids(members)[0] if members else 0
    made = Population(programme=programme, members=members, first=first, seed=seed)
    now, today = programme.moment.now, programme.moment.today
    age = f"(30 + {draw(1, seed)} % 1000)"
    risk, city = draw(2, seed), draw(3, seed)
    blocked = f"CASE WHEN {draw(4, seed)} % 50 = 0 THEN TRUE WHEN {risk} % 3 = 0 THEN FALSE END"
    columns = {
        "workspace_id": str(programme.workspace_id),
        "id": f"{first} + n.i",
        "created_at": str(now),
        programme.field("number"): made.text("M", "n.i"),
        programme.field("external_id"): made.text("x", "n.i"),
        programme.field("name"): made.text("Member ", "n.i"),
        programme.field("birthday"): f"{today} - 6000 - {draw(5, seed)} % 20000",
        programme.field("joined_at"): f"{now} - {age} * {DAY}",
        programme.field("joined_at.day"): f"{today} - {age}",
        programme.field("risk"): f"CASE WHEN {risk} % 10 > 0 THEN {risk} % 100 END",
        programme.field("blocked"): blocked,
        programme.field("city"): made.text("City ", f"{city} % 300"),
        programme.field("balance"): f"{draw(6, seed)} % 50000",
    }
    identities = {
        "workspace_id": str(programme.workspace_id),
        "program_id": str(programme.program_id),
        "kind": "'member.external_id'",
        "value": made.text("x", "n.i"),
        "member_id": f"{first} + n.i",
        "record_id": f"{first} + n.i",
    }
    programme.run(
        made.fill(programme.table(), members, columns),
        made.fill("identity", members, identities),
    )
    return made


def give_metrics(population: Population) -> None:
    """Fill the metrics with drawn values, as if they had been computed a moment ago."""
    programme, seed = population.programme, population.seed
    i = f"(id - {population.first})"
    cubed = f"({draw(10, seed, i)} * {draw(10, seed, i)} / {SPREAD} * {draw(10, seed, i)})"
    # Few members spend most: the sixth power of an even draw, up to 30,000.00.
    spend = f"({cubed} / {SPREAD} * ({cubed} / {SPREAD}) / {SPREAD} * 3)"
    ended = programme.current.end
    assert ended is not None
    columns = {
        programme.spend.value.name: spend,
        programme.orders.value.name: f"{spend} / 60000 + {draw(11, seed, i)} % 12",
        programme.days.value.name: f"{draw(12, seed, i)} % 40",
        programme.best.value.name: f"{draw(13, seed, i)} % 9",
        programme.current.value.name: f"{draw(14, seed, i)} % 5",
        ended.name: f"{programme.moment.today} - {draw(15, seed, i)} % 4",
    }
    changes = ", ".join(f"{name} = {value}" for name, value in columns.items())
    programme.run(f"UPDATE {programme.table()} SET {changes}")
    programme.declare_fresh()
    settle(programme)


def give_events(population: Population, events: int) -> None:
    """Make orders and activities, half of each, and their day buckets."""
    orders, activities = events - events // 2, events // 2
    programme = population.programme
    with programme.spaces.writing(programme.workspace_id) as space:
        first = space.take_ids(events)[0] if events else 0
    programme.run(
        population.fill(programme.table("order"), orders, _orders(population, first)),
        population.fill(
            programme.table("activity"), activities, _activities(population, first + orders)
        ),
        *_buckets(programme),
    )
    settle(programme)


def _owned(population: Population, kind: int, first: int) -> tuple[dict[str, str], str]:
    """Give the columns every child record has, and the day it happened."""
    programme = population.programme
    # Several thousand rows share a drawn number, so a second draw tells members apart.
    wide = f"{draw(kind, population.seed)} * 1000 + {draw(kind + 1, population.seed)} % 1000"
    owner = f"{population.first} + ({wide}) % {population.members}"
    columns = {
        "workspace_id": str(programme.workspace_id),
        "member_id": owner,
        "id": f"{first} + n.i",
        "created_at": str(programme.moment.now),
    }
    day = f"{programme.moment.today} + 10 - {draw(kind + 2, population.seed)} % {SPAN}"
    return columns, day


def _orders(population: Population, first: int) -> dict[str, str]:
    programme = population.programme
    columns, day = _owned(population, 20, first)
    amount = f"100 + {draw(24, population.seed)} % 60000"
    return columns | {
        programme.field("paid_at", of="order"): f"({day}) * {DAY}",
        programme.field("paid_at.day", of="order"): day,
        programme.field("amount", of="order"): amount,
        programme.field("net", of="order"): amount,
        programme.field("status", of="order"): "'paid'",
        programme.field("external_id", of="order"): population.text("b", "n.i"),
    }


def _activities(population: Population, first: int) -> dict[str, str]:
    programme = population.programme
    columns, day = _owned(population, 30, first)
    return columns | {
        programme.field("kind", of="activity"): "'visit'",
        programme.field("occurred_at", of="activity"): f"({day}) * {DAY}",
        programme.field("occurred_at.day", of="activity"): day,
    }


def _buckets(programme: Programme) -> list[str]:
    order_day = programme.field("paid_at.day", of="order")
    net = programme.field("net", of="order")
    activity_day = programme.field("occurred_at.day", of="activity")
    totals, none = f"SUM({net}), MIN({net}), MAX({net})", "NULL, NULL, NULL"
    wanted = [
        (programme.spend.source_id, "order", order_day, totals),
        (programme.orders.source_id, "order", order_day, none),
        (programme.days.source_id, "activity", activity_day, none),
    ]
    return [
        f"INSERT INTO bucket SELECT {programme.workspace_id}, {source_id}, member_id, {day},"
        f" COUNT(*), {values} FROM {programme.table(table)} GROUP BY member_id, {day}"
        for source_id, table, day, values in wanted
    ]


def settle(programme: Programme) -> None:
    """Have PostgreSQL clean up what filling left behind, so that it does not do so meanwhile."""
    if programme.is_sqlite:
        return
    with programme.spaces.engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        for name in (programme.table(), "bucket", "identity", "tier_change"):
            plain.exec_driver_sql(f"VACUUM (ANALYZE) {name}")
        plain.exec_driver_sql("CHECKPOINT")
