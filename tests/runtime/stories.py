"""Histories that the engine and the reference model live through: documents and operations."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

CITY = {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}}
CITIES = ("sh", "bj")
KINDS = ("checkin", "share", "complaint")
TIERS = ("base", "silver", "gold", "top")
WINDOWS = (
    *("period",) * 6,
    *("lifetime", "30d", "2mo", "this_year", "this_month", "last_year", "joined+30d", "tier"),
)
THRESHOLDS = (100, 300, 600)
STARTS = (
    "2026-03-01T04:00",
    "2026-12-30T10:00",
    "2027-06-29T15:59",
    "2028-02-27T20:00",
    "2028-02-29T02:00",
)
Op = tuple[Any, ...]


@composite
def conditions(draw: DrawFn, level: int, window: str) -> Any:
    """What it takes to reach the tier of a level, or to stay there."""
    spent = {">=": [{"sum_of": ["order.net", window]}, THRESHOLDS[level - 1]]}
    other = draw(st.sampled_from(["none"] * 4 + ["acts", "streak", "calm", "or", "rank"]))
    match other:
        case "acts":
            return {"and": [spent, {">=": [{"count_of": ["activity", window]}, level + 1]}]}
        case "streak":
            days = {"streak_of": ["activity", "current", "day"]}
            return {"or": [spent, {">=": [days, level + 1]}]}
        case "calm":
            complaints = {"==": [{"var": "kind"}, "complaint"]}
            return {"and": [spent, {"<": [{"count_of": ["activity", "30d", complaints]}, 1]}]}
        case "or":
            return {"or": [spent, {">=": [{"count_of": ["order", window]}, level + 1]}]}
        case "rank":
            ranked = {"rank_of": [{"sum_of": ["order.net", window]}, "percent"]}
            return {"and": [{">=": [spent[">="][0], 50]}, {"<": [ranked, 70 - 20 * level]}]}
    return spent


@composite
def reviews(draw: DrawFn, period: str, tiers: list[str]) -> dict[str, Any]:
    """When and how tiers are reviewed; never what the checks refuse."""
    ends = ["period", "period", "next_period"] if period != "lifetime" else []
    free = ["evaluation"] if period not in {"joined", "tier"} else []
    due = draw(st.sampled_from([*ends, *free, "40d", "3mo", "12mo"]))
    found: dict[str, Any] = {
        "due": due,
        "demotion": draw(st.sampled_from(["requalify", "requalify", "one_down", "never"])),
    }
    if draw(st.booleans()) and draw(st.booleans()):
        found["floor"] = draw(st.sampled_from(tiers))
    if due != "evaluation":
        shortest = 28 if period in {"month", "30d", "2mo"} else 40
        found["grace_days"] = draw(st.sampled_from([0, 0, 3, shortest - 1]))
        found["notice_days"] = draw(st.sampled_from([0, 5, shortest - 1]))
    return found


PERIODS = ("lifetime", "month", "quarter", "half_year", "year", "joined", "tier", "60d", "2mo")


@composite
def ladders(draw: DrawFn) -> dict[str, Any]:
    tiers = list(TIERS[: draw(st.integers(2, 4))])
    window = draw(st.sampled_from(WINDOWS))
    period = draw(st.sampled_from(PERIODS))
    made: list[dict[str, Any]] = [{"key": tiers[0], "label": tiers[0]}]
    for level, key in enumerate(tiers[1:], start=1):
        tier = {"key": key, "label": key, "condition": draw(conditions(level, window))}
        if draw(st.integers(0, 3)) == 0:
            spent = {"sum_of": ["order.net", window]}
            tier["retention"] = {">=": [spent, THRESHOLDS[level - 1] // 2]}
        made.append(tier)
    found: dict[str, Any] = {
        "key": "main",
        "label": "Main",
        "tiers": made,
        "period": period,
        "promotion": draw(st.sampled_from(["jump", "jump", "step"])),
        "review": draw(reviews(period, tiers)),
    }
    waits = ["evaluation"] if found["review"]["due"] == "evaluation" else ["evaluation", "review"]
    found["promoted"] = draw(st.sampled_from(["event", "event", "event", *waits]))
    if draw(st.integers(0, 3)) == 0:
        found["members"] = {"==": [{"var": "city"}, "sh"]}
    if draw(st.booleans()):
        trial = {"key": "taste", "label": "Taste", "tier": tiers[-1], "days": 3}
        if draw(st.booleans()):
            trial["who"] = {">=": [{"count_of": ["activity", "30d"]}, 1]}
        found["trials"] = [trial]
    return found


def document(ladder: dict[str, Any], zone: str) -> dict[str, Any]:
    return {
        "format": 1,
        "key": "club",
        "label": {"zh": "俱乐部", "en": "Club"},
        "settings": {"timezone": zone},
        "objects": [{"key": "member", "label": "Member", "fields": [CITY]}],
        "ladders": [ladder],
    }


WHO = st.integers(0, 3)
APPLY = st.sampled_from(["now", "next"])
AMOUNTS = st.sampled_from([5000, 9999, 10000, 20000, 30000, 60000])
DAYS_AGO = st.sampled_from([0, 0, 0, 0, 1, 5, 29, 30, 31, 70, 366])
STEPS: SearchStrategy[Op] = st.one_of(
    st.tuples(st.just("hours"), st.sampled_from([0.1, 1, 5, 11, 23])),
    st.tuples(st.just("days"), st.sampled_from([1, 2, 7, 30, 31, 59, 92, 366])),
    st.tuples(st.just("midnight"), st.sampled_from([-0.01, 0, 0.01, 1])),
    st.tuples(st.just("due"), st.sampled_from([-0.01, 0.01, 1, 30, 800])),
)


def operations(ladder_of: SearchStrategy[dict[str, Any]]) -> SearchStrategy[Op]:
    """Give one thing that happens."""
    buy = st.tuples(st.just("buy"), WHO, AMOUNTS, DAYS_AGO)
    clock = st.tuples(
        st.just("clock"), STEPS, st.sampled_from(["ticks", "ticks", "ticks", "sleeps"])
    )
    return st.one_of(
        st.tuples(
            st.just("join"), st.sampled_from(CITIES), st.sampled_from([0, 0, 0, 17, 100, 400])
        ),
        buy,
        buy,
        buy,
        st.tuples(st.just("refund"), WHO, st.integers(0, 9), st.sampled_from([100, 50, 1])),
        st.tuples(st.just("act"), WHO, st.sampled_from(KINDS), DAYS_AGO),
        clock,
        clock,
        clock,
        st.tuples(st.just("nights"), st.integers(1, 4)),
        st.tuples(
            st.just("grant"),
            WHO,
            st.sampled_from(["floor", "lock", "paid"]),
            st.integers(0, 3),
            st.sampled_from([0, 0, 0, 1, 20]),
            st.sampled_from([None, 1, 2, 30]),
        ),
        st.tuples(st.just("end"), WHO, st.integers(0, 5)),
        st.tuples(st.just("try"), WHO),
        st.tuples(st.just("city"), WHO, st.sampled_from(CITIES)),
        st.tuples(st.just("publish"), ladder_of, APPLY),
        st.tuples(st.just("roll_back"), st.integers(0, 5), APPLY),
        st.tuples(st.just("kill"), st.integers(1, 9)),
    )


@composite
def histories(draw: DrawFn) -> tuple[dict[str, Any], str, str, list[Op]]:
    """Give a ladder, a time zone, when it begins, and what happens."""
    ladder = draw(ladders())
    zone = draw(st.sampled_from(["Asia/Shanghai", "Asia/Shanghai", "America/New_York"]))
    begins = draw(st.sampled_from(STARTS))
    joins: list[Op] = [("join", "sh", 0), ("join", "sh", 400)]
    happened = draw(st.lists(operations(ladders()), min_size=12, max_size=30))
    return ladder, zone, begins, joins + happened
