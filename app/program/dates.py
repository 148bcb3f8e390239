"""Dates and times as people and spreadsheets write them: 2026-03-01, 2026/3/1, 2026年3月1日."""

import re
import unicodedata
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.clock import to_instant
from app.days import to_day

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_PARTS = re.compile(r"(\S+?)(?:[T ]\s*(\S+(?: ?[+-]\d{2}:?\d{2})?))?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?", re.ASCII)
_ZONED = re.compile(r"(.*?) ?(Z|UTC|[+-]\d{2}:?(?:\d{2})?)", re.ASCII)
_USUAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
FIRST_YEAR = 2
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
    if _USUAL.fullmatch(text):
        return _usual(text, zone)
    found = _split(text)
    if found is None:
        return None
    day, clock = found
    offset = _ZONED.fullmatch(clock) if clock else None
    moment = _time(offset.group(1) if offset else clock or "00:00")
    if moment is None:
        return None
    try:
        if offset:
            stamp = f"2000-01-01T00:00{offset.group(2).replace('UTC', 'Z')}"
            return to_instant(
                datetime.combine(day, moment, tzinfo=datetime.fromisoformat(stamp).tzinfo)
            )
        return to_instant(datetime.combine(day, moment, tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _usual(text: str, zone: ZoneInfo) -> int | None:
    """Read what programs write, which is most of what there is to read."""
    try:
        found = datetime.fromisoformat(text)
        moment = found if found.tzinfo else found.replace(tzinfo=zone)
        return to_instant(moment) if found.year >= FIRST_YEAR else None
    except (ValueError, OverflowError):
        return None


def _split(text: str) -> tuple[date, str | None] | None:
    if len(text) > _LONGEST:
        return None
    parts = _PARTS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    found = parts and (_DAY.fullmatch(parts.group(1)) or _PACKED.fullmatch(parts.group(1)))
    if not found:
        return None
    try:
        day = date(*(int(each) for each in found.groups()))
    except ValueError:
        return None
    return (day, parts.group(2)) if day.year >= FIRST_YEAR else None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, fraction = found.groups()
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(6, "0")))
    except ValueError:
        return None
