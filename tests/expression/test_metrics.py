"""A metric is the same from rows, from day buckets and from a kept column."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    cast,
    create_engine,
    literal,
    select,
)

from app.days import Calendar, Moment
from app.expression.aggregate import Buckets, from_buckets, in_window, streaks_of_buckets
from app.expression.check import Checked, check
from app.expression.python import to_python
from app.expression.sql import Rows, met
from app.expression.tree import RankCut, Rollup
from app.expression.types import Date, Decimal, Integer, Relation, Scope, Text
from app.expression.windows import Window

MOMENT = Moment.at(datetime(2026, 3, 4, 4, tzinfo=UTC), Calendar())
TODAY = MOMENT.today
SCOPE = Scope(
    relations={"order": Relation({"net": Decimal(2), "day": Date(), "kind": Text()}, "day")},
    variables={"age": Integer()},
    ladders={"main": ("a",), "vip": ("b",)},
    ladder="main",
    parameters={"kind": "web"},
)
DAYS: dict[int, list[tuple[int, int | None]]] = {
    1: [(TODAY, 100), (TODAY, 250), (TODAY - 1, 300), (TODAY - 2, None), (TODAY - 9, 5)],
    2: [(TODAY - 1, 100), (TODAY - 2, 100)],
    3: [(TODAY - 2, 100), (TODAY - 3, 100), (TODAY - 4, -50), (TODAY + 1, 9999)],
    4: [],
    5: [(TODAY - 400, 7), (TODAY - 31, 8), (TODAY - 62, 9)],
}


def rollup_of(document: Any) -> Rollup:
    checked = check(document, SCOPE, expect=None, set_wise=True)
    assert not checked.errors
    return checked.rollups[0]


def python_value(document: Any, member: int) -> Any:
    rows = [{"net": net, "day": day, "kind": "web"} for day, net in DAYS[member]]
    return to_python(check(document, SCOPE, expect=None))({"order": rows}, MOMENT)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    database = create_engine("sqlite://")
    with database.connect() as opened:
        yield opened
    database.dispose()


@pytest.fixture(scope="module")
def buckets(connection: Connection) -> Table:
    whole = ("member_id", "day", "rows", "total", "least", "most")
    table = Table("bucket", MetaData(), *(Column(name, BigInteger) for name in whole))
    table.create(connection)
    for member, rows in DAYS.items():
        for day in {day for day, _ in rows}:
            values = [net for each, net in rows if each == day and net is not None]
            if values:
                found = (member, day, len(values), sum(values), min(values), max(values))
                connection.execute(table.insert(), dict(zip(whole, found, strict=True)))
    return table


@pytest.mark.parametrize("window", ["lifetime", "1d", "7d", "12mo", "last_year", "this_month"])
@pytest.mark.parametrize("function", ["sum_of", "avg_of", "min_of", "max_of"])
def test_day_buckets_give_what_rows_give(
    connection: Connection, buckets: Table, function: str, window: str
) -> None:
    document = {function: ["order.net", window]}
    rollup = rollup_of(document)
    c = buckets.c
    columns = Buckets(day=c.day, rows=c.rows, total=c.total, least=c.least, most=c.most)
    counted = in_window(rollup.window, c.day, MOMENT)
    metric = from_buckets(rollup, columns, counted)
    found = connection.execute(select(c.member_id, metric).group_by(c.member_id))
    for member, value in found:
        assert value == python_value(document, member), (member, document)


@pytest.mark.parametrize("unit", ["day", "week", "month"])
@pytest.mark.parametrize("mode", ["best", "current"])
def test_streaks_of_all_members_are_one_statement(
    connection: Connection, buckets: Table, mode: str, unit: str
) -> None:
    document = {"streak_of": ["order", mode, unit, {"!=": [{"var": "net"}, None]}]}
    rollup = rollup_of(document)
    days = select(buckets.c.member_id, buckets.c.day).where(buckets.c.day <= TODAY)
    runs = streaks_of_buckets(days, rollup, MOMENT.calendar)
    for row in connection.execute(runs):
        kept = {"m": row.best if mode == "best" else row.current_length, "m.end": row.current_end}
        checked = check(document, SCOPE, expect=None)
        function = to_python(checked, materialised={rollup.normal_form: "m"})
        assert function(kept, MOMENT) == python_value(document, row.member_id), row


class Kept:
    """A source with one kept metric and nothing else."""

    def __init__(self, value: int, end: int | None = None) -> None:
        self._value, self._end = value, end

    def variable(self, name: str) -> ColumnElement[Any]:
        return cast(literal(None), BigInteger())

    day = before = tier = variable

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        return literal(self._value)

    def streak_end(self, rollup: Rollup) -> ColumnElement[int]:
        return cast(literal(self._end), BigInteger())

    def rows(self, relation: str) -> Rows:
        raise AssertionError("A kept metric reads no rows.")

    def start(self, window: Window) -> ColumnElement[int]:
        raise AssertionError("A kept metric needs no window.")

    def cut(self, rank: RankCut) -> ColumnElement[Any] | None:
        return literal(100)


def is_met(connection: Connection, checked: Checked, source: Kept) -> bool:
    return bool(connection.execute(select(met(checked, source, MOMENT))).scalar_one())


@pytest.mark.parametrize(
    ("end", "going_on"), [(TODAY, True), (TODAY - 1, True), (TODAY - 2, False), (None, False)]
)
def test_a_kept_streak_goes_on_until_a_day_was_missed(
    connection: Connection, end: int | None, *, going_on: bool
) -> None:
    checked = check({">=": [{"streak_of": ["order", "current", "day"]}, 7]}, SCOPE, set_wise=True)
    assert is_met(connection, checked, Kept(7, end)) is going_on
    assert not is_met(connection, checked, Kept(6, end))


@pytest.mark.parametrize(("value", "near"), [(99, False), (100, True), (101, True)])
@pytest.mark.parametrize("operator", ["<", ">="])
def test_a_rank_is_a_comparison_with_the_cut(
    connection: Connection, value: int, *, near: bool, operator: str
) -> None:
    rank = {"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}
    checked = check({operator: [rank, 10]}, SCOPE, set_wise=True)
    assert [each.operator for each in checked.ranks] == ["<"]
    assert is_met(connection, checked, Kept(value)) is (near if operator == "<" else not near)


def test_a_member_without_a_positive_metric_has_no_rank(connection: Connection) -> None:
    rank = {"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}
    for operator in ("<", ">="):
        checked = check({operator: [rank, 10]}, SCOPE, set_wise=True)
        assert not is_met(connection, checked, Kept(0))


def test_equal_metrics_have_one_normal_form() -> None:
    first = rollup_of({"sum_of": ["order.net", "365d", {"==": [{"var": "kind"}, "web"]}]})
    second = rollup_of(
        {"+": [1, {"sum_of": [{"var": "order.net"}, "365d", {"==": [{"var": ["kind"]}, "web"]}]}]}
    )
    assert first.normal_form == second.normal_form
    other = rollup_of({"avg_of": ["order.net", "8w", {"==": [{"var": "kind"}, "web"]}]})
    assert first.source == other.source
    assert rollup_of({"sum_of": ["order.net"]}).source != first.source


def test_a_period_is_that_of_the_ladder_at_hand() -> None:
    assert rollup_of({"sum_of": ["order.net", "period"]}).normal_form == (
        '{"sum_of":["order.net","period:main"]}'
    )
    named = rollup_of({"sum_of": ["order.net", "tier:vip"]})
    assert named.window.needs == "tier"
    assert named.window.ladder == "vip"


def test_a_parameter_in_a_filter_counts_by_its_value() -> None:
    by_name = rollup_of({"count_of": ["order", "7d", {"==": [{"var": "kind"}, "web"]}]})
    assert '"web"' in by_name.normal_form


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({">=": [{"sum_of": ["order.kind", "7d"]}, 1]}, "/>=/0/sum_of/0"),
        ({">=": [{"sum_of": ["order", "7d"]}, 1]}, "/>=/0/sum_of/0"),
        ({">=": [{"count_of": ["orders"]}, 1]}, "/>=/0/count_of/0"),
        ({">=": [{"count_of": ["order", "7days"]}, 1]}, "/>=/0/count_of/1"),
        ({">=": [{"count_of": ["order", "7d", {"==": [{"var": "age"}, 1]}]}, 1]}, None),
        ({">=": [{"sum_of": ["order.net", "period:none"]}, 1]}, "/>=/0/sum_of/1"),
        ({"==": [{"rank_of": [{"count_of": ["order"]}]}, 1]}, ""),
        ({">": [{"+": [{"rank_of": [{"count_of": ["order"]}]}, 1]}, 1]}, "/>/0/+/0"),
        ({"sum_of": [{"var": []}, "365d"]}, None),
    ],
)
def test_a_wrong_metric_is_a_finding_with_its_place(document: Any, place: str | None) -> None:
    errors = check(document, SCOPE, set_wise=True).errors
    assert errors
    if place is not None:
        assert errors[0].path == place
