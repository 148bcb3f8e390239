"""Dates and times as people and spreadsheets write them: 2026-03-01, 2026/3/1, 2026年3月1日."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.clock import to_instant
from app.days import to_day

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_PARTS = re.compile(r"(\S+?)(?:[T ]\s*(\S+(?: ?(?:UTC|[+-]\d{2}:?\d{2}))?))?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?", re.ASCII)
_ZONED = re.compile(r"(.*?) ?(Z|UTC|[+-]\d{2}:?(?:\d{2})?)", re.ASCII)
_USUAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
FIRST_YEAR = 2
FIRST = to_instant(datetime(FIRST_YEAR, 1, 2, tzinfo=UTC))
LAST = to_instant(datetime(9999, 12, 31, tzinfo=UTC))
"""Between these a moment has a local day in every zone that is a date of ours."""
_LONGEST = 40


def day_of(text: str) -> int | None:
    """Read a day; a time of midnight, as spreadsheets add it, is passed over."""
    found = _split(text)
    if found is None:
        return None
    day, clock = found
    if clock is not None and _time(clock) != time():
        return None
    return to_day(day)


def instant_of(text: str, zone: ZoneInfo) -> int | None:
    """Read a moment; without an offset it is local time of the zone, without a time midnight."""
    try:
        moment = datetime.fromisoformat(text) if _USUAL.fullmatch(text) else _moment(text)
    except ValueError:
        return None
    if moment is None:
        return None
    instant = to_instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    return instant if FIRST <= instant < LAST else None


def _moment(text: str) -> datetime | None:
    found = _split(text)
    if found is None:
        return None
    day, clock = found
    offset = _ZONED.fullmatch(clock) if clock else None
    hour = _time(offset[1] if offset else clock or "00:00")
    if hour is None:
        return None
    zone = offset and datetime.fromisoformat(f"2000-01-01T00:00{offset[2].replace('UTC', 'Z')}")
    return datetime.combine(day, hour, tzinfo=zone.tzinfo if zone else None)


def _split(text: str) -> tuple[date, str | None] | None:
    if len(text) > _LONGEST:
        return None
    parts = _PARTS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if parts is None:
        return None
    found = _DAY.fullmatch(parts[1]) or _PACKED.fullmatch(parts[1])
    if found is None:
        return None
    try:
        day = date(*(int(each) for each in found.groups()))
    except ValueError:
        return None
    return (day, parts[2]) if day.year >= FIRST_YEAR else None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, fraction = found.groups()
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(6, "0")))
    except ValueError:
        return None
