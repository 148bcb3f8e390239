"""An effect as JSON, and as rows for a spreadsheet; amounts in the main unit."""

from collections.abc import Iterator
from typing import Any

from app.analytics.effect import AMOUNT, Effect, GroupWindow, Measure

CENTS = 100
HEAD = (
    "window_days",
    "group",
    "members",
    "counted",
    "too_early",
    "too_new",
    "measure",
    "before",
    "after",
    "change",
    "before_each",
    "after_each",
    "change_each",
    "more_than_holdout_each",
    "differs",
)
Number = int | float | None


def shown_amount(name: str, value: float | None) -> Number:
    """Give a sum or an average as it is written; cents of a sum stay exact."""
    if value is None or name != AMOUNT:
        return value if value is None or isinstance(value, int) else round(value, 4)
    return round(value) / CENTS if isinstance(value, int) else round(value / CENTS, 4)


def rows(found: Effect) -> Iterator[list[Any]]:
    """Give a head, and a row for each window, group and measure."""
    yield list(HEAD)
    for window in found.windows:
        for group in window.groups:
            for each in group.measures:
                told = measure_json(group, each)
                yield [
                    window.days,
                    group.variant,
                    group.members,
                    group.counted,
                    group.early,
                    group.new,
                    *(told[name] for name in HEAD[6:]),
                ]


def to_json(found: Effect) -> dict[str, Any]:
    return {
        "subject": found.incentive.subject.value,
        "key": found.incentive.key,
        "label": found.incentive.label.to_json(),
        "since": found.since.value,
        "members": found.members,
        "estimated": found.estimated,
        "held_out": found.incentive.held_out,
        "windows": [
            {"days": each.days, "groups": [_group(group) for group in each.groups]}
            for each in found.windows
        ],
    }


def _group(group: GroupWindow) -> dict[str, Any]:
    return {
        "variant": group.variant,
        "members": group.members,
        "counted": group.counted,
        "too_early": group.early,
        "too_new": group.new,
        "measures": [measure_json(group, each) for each in group.measures],
    }


def measure_json(group: GroupWindow, each: Measure) -> dict[str, Any]:
    name, beside = each.name, group.beside.get(each.name)
    sums = {"before": each.sums.before, "after": each.sums.after, "change": each.change}
    return {
        "measure": name,
        **{key: shown_amount(name, value) for key, value in sums.items()},
        **{f"{key}_each": shown_amount(name, each.each(value)) for key, value in sums.items()},
        "more_than_holdout_each": None if beside is None else shown_amount(name, beside.more),
        "differs": None if beside is None else beside.differs,
    }
