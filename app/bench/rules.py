"""The Python meaning of rules of 5 and of 40 conditions over fields that may be blank."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from app.bench import stopwatch
from app.bench.programme import NOW
from app.bench.rules_by_hand import five, forty
from app.clock import to_instant
from app.days import Calendar, Moment
from app.expression.check import check
from app.expression.python import to_predicate
from app.expression.types import Decimal, Integer, Scope, Text

ROUNDS = 9
RECORDS = 20_000
CITIES = ("Hangzhou", "Suzhou", "Ningbo", "Wuhan", "Xiamen", "Dalian", "Jinan", "Chengdu", "")
SCOPE = Scope(
    variables={
        "spend": Decimal(2, -(10**14), 10**14),
        "orders": Integer(),
        "days": Integer(),
        "risk": Integer(),
        "city": Text(),
    }
)


def _rule(spend: int, orders: int, days: int, city: str, risk: int) -> dict[str, Any]:
    return {
        "and": [
            {">=": [{"var": "spend"}, spend]},
            {">=": [{"var": "orders"}, orders]},
            {"or": [{">=": [{"var": "days"}, days]}, {"==": [{"var": "city"}, city]}]},
            {"<=": [{"var": "risk"}, risk]},
        ]
    }


FIVE = _rule(2000, 5, 20, "Hangzhou", 50)
FORTY = {
    "or": [
        _rule((9 - n) * 1000, (8 - n) * 10, (9 - n) * 10, CITIES[n], (n + 1) * 10) for n in range(8)
    ]
}


def run(*, members: int, seed: int) -> Mapping[str, object]:
    """Ask both rules of every record; hand-written and generated take turns."""
    records = _records(min(members, RECORDS), Random(seed))  # noqa: S311  # Nothing secret.
    five_told, five_same = _told(FIVE, five, records)
    forty_told, forty_same = _told(FORTY, forty, records)
    return {
        "bench": "rules",
        "records": len(records),
        "five": five_told,
        "forty": forty_told,
        "ratio": max(five_told["ratio"], forty_told["ratio"]),
        "same": five_same and forty_same,
        "peak_mib": stopwatch.peak_mib(),
    }


def _records(count: int, draw: Random) -> list[dict[str, Any]]:
    """Make records, one value in ten missing."""

    def maybe(value: object) -> object:
        return None if draw.randrange(10) == 0 else value

    return [
        {
            "spend": maybe(draw.randrange(1_000_000)),
            "orders": maybe(draw.randrange(100)),
            "days": maybe(draw.randrange(100)),
            "risk": maybe(draw.randrange(100)),
            "city": maybe(draw.choice(CITIES)) or None,
        }
        for _ in range(count)
    ]


def _told(
    rule: dict[str, Any], by_hand: Callable[..., bool], records: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, float], bool]:
    checked = check(rule, SCOPE)
    assert not checked.findings, checked.findings
    met = to_predicate(checked)
    moment = Moment.of(to_instant(NOW), Calendar())
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(stopwatch.seconds(lambda: [met(each, moment) for each in records]))
        theirs.append(stopwatch.seconds(lambda: [by_hand(each) for each in records]))
    same = all(bool(met(each, moment)) == by_hand(each) for each in records)
    found = stopwatch.compared(ours, theirs)
    each = found["product_seconds"] / len(records)
    return {**found, "microseconds_each": round(each * 1_000_000, 3)}, same
