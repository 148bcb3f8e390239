"""Metrics kept in columns equal what the rule language computes from the records themselves."""

from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock import to_instant
from app.days import from_day
from app.expression.python import node_to_python
from app.expression.tree import Rollup
from app.runtime.releases import live
from app.storage import records
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

WINDOWS = ["lifetime", "30d", "2w", "2mo", "this_month", "this_year", "last_year", "this_quarter"]
PER_MEMBER = ["joined+20d", "period:main"]
LOGIN = {"==": [{"var": "kind"}, "login"]}

METRICS: list[dict[str, Any]] = [
    *({"sum_of": ["order.net", each]} for each in WINDOWS + PER_MEMBER),
    *({"count_of": ["order", each]} for each in WINDOWS + PER_MEMBER),
    *({"days_of": ["activity", each, LOGIN]} for each in WINDOWS),
    {"avg_of": ["order.net", "30d"]},
    {"min_of": ["order.net", "lifetime"]},
    {"max_of": ["order.net", "2mo"]},
    {"max_of": ["activity.value", "lifetime"]},
    {"first_of": ["order.channel", "lifetime"]},
    {"last_of": ["order.paid_at", "lifetime"]},
    *(
        {"streak_of": ["activity", mode, unit]}
        for mode in ("best", "current")
        for unit in ("day", "week", "month")
    ),
    {"streak_of": ["activity", "best", "day", LOGIN]},
]

EVERYTHING = document(
    ("basic", None),
    ("gold", {"and": [{">=": [{"sum_of": ["order.net", "lifetime"]}, 10**9]}]}),
    ladder={"period": "quarter"},
    objects=[
        {
            "key": "member",
            "label": "Member",
            "fields": [
                {
                    "key": f"metric_{n}",
                    "kind": "rollup",
                    "label": f"metric_{n}",
                    "options": {"expression": each},
                }
                for n, each in enumerate(METRICS)
            ],
        }
    ],
)


def expected(club: Club) -> dict[str, dict[str, Any]]:
    """Compute every metric of every member from the records, by the Python meaning."""
    with club.spaces.reading(club.workspace_id) as space:
        found = live(space, club.program_id)
        kept = {
            key: [
                records.by_field(each, row) for row in space.execute(records.own(space, each)).all()
            ]
            for key, each in found.catalogue.records.items()
            if key in {"member", "order", "activity"}
        }
    moment = found.moment(to_instant(club.now))
    results = {}
    for member in kept["member"]:
        period = found.checked.program.ladder("main").period
        values = member | {
            "order": [
                each
                for each in kept["order"]
                if each["member_id"] == member["id"] and each["status"] != "refunded"
            ],
            "activity": [each for each in kept["activity"] if each["member_id"] == member["id"]],
            "start:joined": member["joined_at.day"],
            "start:period:main": period.start(moment.today),
        }
        results[member["external_id"]] = {
            each.normal_form: node_to_python(each)(values, moment)
            for each in found.checked.rollups["member"]
        }
    return results


def kept_columns(club: Club) -> dict[str, dict[str, Any]]:
    """Read every metric of every member from its column."""
    with club.spaces.reading(club.workspace_id) as space:
        found = live(space, club.program_id)
        members = found.catalogue.members
        rows = space.execute(records.own(space, members)).all()
    today = found.moment(to_instant(club.now)).today
    return {
        records.by_field(members, row)["external_id"]: {
            each.normal_form: _kept(found.catalogue.members, row._asdict(), each, today)
            for each in found.checked.rollups["member"]
        }
        for row in rows
    }


def _kept(members: Any, row: dict[str, Any], rollup: Rollup, today: int) -> Any:
    """A current streak is kept as length and end; it is over once a whole unit was left out."""
    column = members.metrics[rollup.normal_form]
    if column.end is None:
        return row[column.value.name]
    end = row[column.end.name]
    if end is None:
        return 0
    missed = _unit(today, rollup.unit) - _unit(end, rollup.unit)
    return row[column.value.name] if missed <= 1 else 0


def _unit(day: int, unit: str | None) -> int:
    """Number the days, weeks (from Monday) or months."""
    match unit:
        case "month":
            return from_day(day).year * 12 + from_day(day).month
        case "week":
            return (day + 3) // 7
        case _:
            return day


NUMBERS = count()
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("buy"), st.sampled_from("ab"), st.integers(1, 5000), st.integers(-70, 3)),
        st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 100), st.just(0)),
        st.tuples(st.just("act"), st.sampled_from("ab"), st.integers(0, 9), st.integers(-70, 3)),
        st.tuples(st.just("wait"), st.integers(1, 40), st.just(0), st.just(0)),
    ),
    max_size=14,
)
"""What happens, to whom or to which order, how much, and how many days from now."""


@settings(
    max_examples=12,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_kept_metrics_equal_computed_ones_whatever_happens(
    spaces: Spaces, events: list[tuple[Any, ...]]
) -> None:
    club = Club(spaces, EVERYTHING, key=f"team{next(NUMBERS)}")
    club.join("a")
    club.wait(days=25)
    club.join("b")
    orders: list[tuple[Any, int]] = []
    for what, who, amount, days in events:
        _play(club, orders, what, who, amount, timedelta(days=days))
        if what in {"buy", "act"}:
            assert kept_columns(club)[who] == expected(club)[who]
    club.evaluate()
    assert kept_columns(club) == expected(club)


def _play(
    club: Club, orders: list[tuple[Any, int]], what: str, who: Any, amount: int, later: timedelta
) -> None:
    if what == "buy":
        orders.append((club.buy(who, amount, at=club.now + later), amount))
    elif what == "act":
        kind = "login" if amount % 2 else "browse"
        club.act(who, kind, at=club.now + later, value=amount / 2)
    elif what == "wait":
        club.wait(days=who)
    elif orders:
        order, left = orders.pop(who % len(orders))
        part = max(1, left * amount // 100)
        club.refund(order, part)
        if part < left:
            orders.append((order, left - part))
