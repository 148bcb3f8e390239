"""Computing the five metrics of some members from day buckets, in SQL for this programme alone."""

from app.bench.programme import Programme

YEAR = 365
QUARTER = 90


def metrics_of(programme: Programme, today: int, chosen: str) -> str:
    """Give the UPDATE of the members whose id is as `chosen` says (`IN (…)`, `= ANY(…)`)."""
    ended = programme.current.end
    assert ended is not None
    wanted = {
        programme.spend.value.name: "spent.v",
        programme.orders.value.name: "ordered.v",
        programme.days.value.name: "seen.v",
        programme.best.value.name: "runs.best",
        programme.current.value.name: "runs.length",
        ended.name: "runs.ended",
    }
    changes = ", ".join(
        f"{name} = {value}" if value == "runs.ended" else f"{name} = COALESCE({value}, 0)"
        for name, value in wanted.items()
    )
    if programme.is_sqlite:
        return _one_by_one(programme, today, chosen)
    table = programme.table()
    spent = _window(programme.spend.source_id, "SUM(total)", today, YEAR)
    ordered = _window(programme.orders.source_id, "SUM(rows)", today, YEAR)
    seen = _window(programme.days.source_id, "COUNT(*)", today, QUARTER)
    runs = _runs(programme.days.source_id, today, "member_id IN (SELECT id FROM chosen)")
    return (
        f"WITH chosen AS MATERIALIZED (SELECT id FROM {table} WHERE id {chosen})"
        f" UPDATE {table} SET {changes} FROM chosen"
        f" LEFT JOIN ({spent}) AS spent ON spent.member_id = chosen.id"
        f" LEFT JOIN ({ordered}) AS ordered ON ordered.member_id = chosen.id"
        f" LEFT JOIN ({seen}) AS seen ON seen.member_id = chosen.id"
        f" LEFT JOIN ({runs}) AS runs ON runs.member_id = chosen.id"
        f" WHERE {table}.id = chosen.id"
    )


def _one_by_one(programme: Programme, today: int, chosen: str) -> str:
    """SQLite is quickest when it looks up the buckets of one member after the other."""
    table, ended = programme.table(), programme.current.end
    assert ended is not None
    windows = [
        (programme.spend, "SUM(total)", YEAR),
        (programme.orders, "SUM(rows)", YEAR),
        (programme.days, "COUNT(*)", QUARTER),
    ]
    changes = [
        f"{metric.value.name} = (SELECT COALESCE({value}, 0) FROM bucket WHERE source_id ="
        f" {metric.source_id} AND member_id = {table}.id"
        f" AND day BETWEEN {today - days + 1} AND {today})"
        for metric, value, days in windows
    ]
    names = (programme.best.value.name, programme.current.value.name, ended.name)
    runs = _runs(programme.days.source_id, today, f"member_id = {table}.id")
    latest = (
        f"SELECT COALESCE(MAX(best), 0), COALESCE(MAX(length), 0), MAX(ended) FROM ({runs}) AS runs"
    )
    changes.append(f"({', '.join(names)}) = ({latest})")
    return f"UPDATE {table} SET {', '.join(changes)} WHERE id {chosen}"


def seen_on(programme: Programme, today: int, due: str) -> list[str]:
    """Make `seen`, the metrics under the names of their columns, of the members that are due.

    SQLite joins what has no index in a time that grows with the square of the members: there, the
    runs of days get a table with a key, and windows are looked up for one member after the other.
    """
    ended = programme.current.end
    assert ended is not None
    windows = [
        (programme.spend, "SUM(total)", YEAR),
        (programme.orders, "SUM(rows)", YEAR),
        (programme.days, "COUNT(*)", QUARTER),
    ]
    runs = _runs(programme.days.source_id, today, "TRUE")
    shown = [
        f"COALESCE(best, 0) AS {programme.best.value.name}",
        f"COALESCE(length, 0) AS {programme.current.value.name}",
        f"ended AS {ended.name}",
    ]
    joined, before = f"LEFT JOIN ({runs}) AS runs ON runs.member_id = member.id", []
    for n, (metric, value, days) in enumerate(windows):
        within = f"source_id = {metric.source_id} AND day BETWEEN {today - days + 1} AND {today}"
        if programme.is_sqlite:
            one = f"SELECT COALESCE({value}, 0) FROM bucket WHERE member_id = member.id"
            shown.append(f"({one} AND {within}) AS {metric.value.name}")
            continue
        rows = f"SELECT member_id, {value} AS v FROM bucket WHERE {within} GROUP BY member_id"
        joined += f" LEFT JOIN ({rows}) AS w{n} ON w{n}.member_id = member.id"
        shown.append(f"COALESCE(w{n}.v, 0) AS {metric.value.name}")
    if programme.is_sqlite:
        columns = "member_id INTEGER PRIMARY KEY, best BIGINT, length BIGINT, ended BIGINT"
        before = [f"CREATE TEMPORARY TABLE runs ({columns})", f"INSERT INTO runs {runs}"]
        joined = "LEFT JOIN runs ON runs.member_id = member.id"
    rows = f"SELECT id, {', '.join(shown)} FROM {programme.table()} AS member {joined} WHERE {due}"
    return [
        *before,
        f"CREATE TEMPORARY TABLE seen AS {rows}",
        "DROP TABLE runs" if programme.is_sqlite else "ANALYZE seen",
    ]


def _window(source_id: int, value: str, today: int, days: int) -> str:
    return (
        f"SELECT member_id, {value} AS v FROM bucket WHERE source_id = {source_id}"
        f" AND member_id IN (SELECT id FROM chosen) AND day BETWEEN {today - days + 1} AND {today}"
        " GROUP BY member_id"
    )


def _runs(source_id: int, today: int, whose: str) -> str:
    """Give the best run of days of each member, and the last one with the day it ends."""
    numbered = (
        "SELECT member_id, day, day - ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY day)"
        f" AS island FROM bucket WHERE source_id = {source_id} AND day <= {today}"
        f" AND {whose}"
    )
    islands = (
        "SELECT member_id, COUNT(*) AS length, MAX(day) AS ended FROM"
        f" ({numbered}) AS numbered GROUP BY member_id, island"
    )
    ranked = (
        "SELECT member_id, ended, length, MAX(length) OVER (PARTITION BY member_id) AS best,"
        " ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY ended DESC) AS place"
        f" FROM ({islands}) AS islands"
    )
    return f"SELECT member_id, best, length, ended FROM ({ranked}) AS ranked WHERE place = 1"


def moved_between(programme: Programme, since: int, today: int) -> str:
    """Select the members for whom a window gained or lost a day after `since` and up to today."""
    edges = [
        (source_id, f"day BETWEEN {since + 1 - days} AND {today - days}")
        for source_id, days in (
            (programme.spend.source_id, YEAR),
            (programme.orders.source_id, YEAR),
            (programme.days.source_id, QUARTER),
        )
    ]
    edges += [
        (source_id, f"day BETWEEN {since + 1} AND {today}")
        for source_id in {source_id for source_id, _ in edges}
    ]
    return " UNION ".join(
        f"SELECT member_id AS id FROM bucket WHERE source_id = {source_id} AND {days}"
        for source_id, days in edges
    )
