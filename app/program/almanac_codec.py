"""Calendars of named days as JSON."""

from datetime import date
from typing import Any

import re2

from app.days import from_day
from app.program.almanac import FESTIVALS, LAST, Almanac, NamedDay, to_day_of
from app.program.boost_codec import WEEKDAYS
from app.program.reader import Reader

YEARLY = re2.compile(r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")
LEAP = 2024
"""A year that has every date."""
WAYS = ("dates", "yearly", "monthly", "weekly")
"""How the days of a name are said; each name says it in one of them."""
LONGEST_MONTH = 31
MOST = 1_000
"""Dates of one day."""


def read_almanac(reader: Reader, value: Any, path: str) -> Almanac:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label days")
    key = reader.key(content, path)
    if key == FESTIVALS:
        reader.wrong(
            f"{path}/key",
            "“festivals” 是自带的节日日历，请换一个标识。",
            "`festivals` is the calendar that is there already: choose another key.",
        )
    days = tuple(
        _day(reader, each, f"{path}/days/{n}")
        for n, each in enumerate(reader.sequence(content.get("days"), f"{path}/days"))
    )
    reader.distinct(days, f"{path}/days")
    return Almanac(
        key=key, label=reader.words(content.get("label"), f"{path}/label", key), days=days
    )


def _day(reader: Reader, value: Any, path: str) -> NamedDay:
    content = reader.mapping(value, path)
    reader.only(content, path, f"key label {' '.join(WAYS)}")
    key = reader.key(content, path)
    if sum(content.get(each) is not None for each in WAYS) != 1:
        reader.wrong(
            path,
            "请写 dates（各年的日期）、yearly（每年的月-日）、monthly（每月几号）、"
            "weekly（星期几）之一。",
            "One of `dates`, one for each year, `yearly`, a month and a day, `monthly`, days of"
            " each month, and `weekly`, days of each week, is expected.",
        )
    return NamedDay(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        dates=_dates(reader, content.get("dates"), f"{path}/dates"),
        yearly=_yearly(reader, content.get("yearly"), f"{path}/yearly"),
        monthly=_monthly(reader, content.get("monthly"), f"{path}/monthly"),
        weekly=_weekly(reader, content.get("weekly"), f"{path}/weekly"),
    )


def _dates(reader: Reader, value: Any, path: str) -> tuple[int, ...]:
    written = reader.sequence(value, path)
    if len(written) > MOST:
        reader.wrong(path, f"最多 {MOST} 个日期。", f"At most {MOST} dates.")
    found = set()
    for n, each in enumerate(written[:MOST]):
        try:
            found.add(to_day_of(each))
        except (TypeError, ValueError):
            reader.wrong(
                f"{path}/{n}", "日期写成 2026-08-18。", "A date is written like 2026-08-18."
            )
    return tuple(sorted(found))


def _yearly(reader: Reader, value: Any, path: str) -> tuple[int, int] | None:
    if value is None:
        return None
    found = YEARLY.match(value) if isinstance(value, str) else None
    if found is not None:
        month, day = int(found[1]), int(found[2])
        try:
            date(LEAP, month, day)
        except ValueError:
            found = None
    if found is None:
        reader.wrong(path, "月-日写成 08-18。", "Month and day are written like 08-18.")
        return None
    return month, day


def _monthly(reader: Reader, value: Any, path: str) -> tuple[int, ...]:
    found = set()
    for n, each in enumerate(reader.sequence(value, path)):
        whole = isinstance(each, int) and not isinstance(each, bool)
        if whole and (each == LAST or 1 <= each <= LONGEST_MONTH):
            found.add(each)
        else:
            reader.wrong(
                f"{path}/{n}",
                "每月几号写 1 到 31，-1 是最后一天。",
                "A day of the month is from 1 to 31; -1 is the last one.",
            )
    if value is not None and not found:
        reader.wrong(path, "请写每月几号。", "Say on which days of the month.")
    return tuple(sorted(found))


def _weekly(reader: Reader, value: Any, path: str) -> tuple[int, ...]:
    found = set()
    for n, each in enumerate(reader.sequence(value, path)):
        if each in WEEKDAYS:
            found.add(WEEKDAYS.index(each))
        else:
            reader.wrong(
                f"{path}/{n}",
                f"星期写作 {'、'.join(WEEKDAYS)}。",
                f"A day of the week is one of {', '.join(WEEKDAYS)}.",
            )
    if value is not None and not found:
        reader.wrong(path, "请写星期几。", "Say on which days of the week.")
    return tuple(sorted(found))


def dump_almanac(almanac: Almanac) -> dict[str, Any]:
    return {
        "key": almanac.key,
        "label": almanac.label.to_json(),
        "days": [_dump_day(each) for each in almanac.days],
    }


def _dump_day(day: NamedDay) -> dict[str, Any]:
    head: dict[str, Any] = {"key": day.key, "label": day.label.to_json()}
    if day.yearly is not None:
        month, number = day.yearly
        return head | {"yearly": f"{month:02}-{number:02}"}
    if day.monthly:
        return head | {"monthly": list(day.monthly)}
    if day.weekly:
        return head | {"weekly": [WEEKDAYS[each] for each in day.weekly]}
    return head | {"dates": [from_day(each).isoformat() for each in day.dates]}
