"""What is wrong with a single value that an operator set on a trigger or a step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import re2
from croniter import croniter

from app.errors import Finding
from app.expression.parse import Malformed, parse
from app.program.flow_options import Option
from app.program.flows import Flow
from app.program.numerals import decimal_of
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.words import Words

TIME = re2.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
MOST_DAYS = 3660
CRON_FIELDS = 5
_UNITS = {"days": MOST_DAYS, "hours": 24 * MOST_DAYS, "minutes": 1440 * MOST_DAYS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where options are looked at."""

    program: Program
    flow: Flow
    options: Mapping[str, Any]

    def object_of(self, option: Option) -> Object | None:
        named = MEMBER if option.of is None else self.options.get(option.of)
        return self.program.find_object(str(named))


@dataclass(frozen=True, slots=True)
class Asked:
    """One option that is looked at."""

    place: Place
    option: Option
    value: Any
    path: str

    def other(self, value: Any, path: str) -> "Asked":
        return replace(self, value=value, path=path)


Reading = Callable[[Asked], Iterator[Finding]]


def unknown(path: str, what: Words, named: str, known: Sequence[str]) -> Finding:
    near = get_close_matches(named, known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有{what.zh}“{named}”。可用：{'、'.join(known) or '（还没有）'}。",
            f"There is no {what.en} {named!r}. Known: {', '.join(known) or 'none yet'}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )


def wrong(path: str, zh: str, en: str) -> Iterator[Finding]:
    yield Finding.of(path, zh, en)


def is_list(value: Any) -> bool:
    return isinstance(value, list)


def keyed(value: Any, path: str) -> Iterator[Finding]:
    """Refuse what is no list of things with keys of their own."""
    keys = (
        [each.get("key") for each in value if isinstance(each, Mapping)] if is_list(value) else []
    )
    if not keys or len(keys) != len(value) or len({str(each) for each in keys}) != len(keys):
        yield from wrong(
            path,
            '这里应是一个列表，每项有自己的 "key"。',
            'A list is expected, each item with a "key" of its own.',
        )


def text_value(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, str):
        yield from wrong(at.path, "这里应是文字。", "A text is expected here.")


def tags_value(at: Asked) -> Iterator[Finding]:
    if not is_list(at.value) or not all(isinstance(each, str) for each in at.value):
        yield from wrong(at.path, "这里应是文字的列表。", "A list of texts is expected here.")


def words_value(at: Asked) -> Iterator[Finding]:
    texts = at.value.values() if isinstance(at.value, Mapping) else (at.value,)
    if not all(isinstance(each, str) for each in texts):
        yield from wrong(at.path, "这里应是文字。", 'A text, or {"zh": …, "en": …}.')


def whole_value(at: Asked) -> Iterator[Finding]:
    fits = isinstance(at.value, int) and not isinstance(at.value, bool)
    if not fits or not at.option.least <= at.value <= at.option.most:
        yield from wrong(
            at.path,
            f"这里应是 {at.option.least} 到 {at.option.most} 的整数。",
            f"Expected a whole number from {at.option.least} to {at.option.most}.",
        )


def decimal_value(at: Asked) -> Iterator[Finding]:
    found = decimal_of(at.value)
    if found is None or found <= 0:
        yield from wrong(
            at.path, "这里应是正数，例如 100。", "Expected a number above 0, like 100."
        )


def flag_value(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, bool):
        yield from wrong(at.path, "这里应是 true 或 false。", "Expected true or false.")


def choice_value(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, str) or at.value not in at.option.choices:
        yield unknown(at.path, at.option.label, str(at.value), list(at.option.choices))


def choices_value(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, list):
        yield from wrong(at.path, "这里应是一个列表。", "A list is expected here.")
        return
    for n, each in enumerate(at.value):
        yield from choice_value(at.other(each, f"{at.path}/{n}"))


def time_value(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, str) or not TIME.match(at.value):
        yield from wrong(at.path, "时间写成 09:00。", "A time is written like 09:00.")


def duration_value(at: Asked) -> Iterator[Finding]:
    fits = isinstance(at.value, Mapping) and at.value and not at.value.keys() - _UNITS.keys()
    if (
        not fits
        or not all(_is_span(unit, n) for unit, n in at.value.items())
        or not any(at.value.values())
    ):
        yield from wrong(
            at.path,
            '时长写成 {"days": 3}，可用 days、hours、minutes。',
            'A duration is written {"days": 3}, of days, hours and minutes.',
        )


def _is_span(unit: str, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _UNITS[unit]


def hours_value(at: Asked) -> Iterator[Finding]:
    fits = isinstance(at.value, Mapping) and at.value.keys() == {"from", "to"}
    if not fits or not all(isinstance(e, str) and TIME.match(e) for e in at.value.values()):
        yield from wrong(
            at.path,
            '时段写成 {"from": "21:00", "to": "09:00"}。',
            'A stretch is written {"from": "21:00", "to": "09:00"}.',
        )


def cron_value(at: Asked) -> Iterator[Finding]:
    fits = isinstance(at.value, str) and len(at.value.split()) == CRON_FIELDS
    if not fits or not croniter.is_valid(at.value):
        yield from wrong(
            at.path,
            f"“{at.value}”不是 cron 表达式（分 时 日 月 周，周日是 0）。",
            f"{at.value!r} is no cron line (minute hour day month weekday; Sunday is 0).",
        )


def expression_value(at: Asked) -> Iterator[Finding]:
    """Read JSON-Logic; what a body holds is known when one comes."""
    try:
        parse(at.value)
    except Malformed as malformed:
        yield from (each.under(at.path) for each in malformed.findings)
