"""What earning rules and budgets are made of, read from a document: numbers, limits, days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.days import from_day, to_day
from app.program.earning import SPANS
from app.program.reader import Reader

MOST = 10**9


def positive(
    reader: Reader, content: Mapping[str, Any], name: str, path: str, *, most: float
) -> float | None:
    found = content.get(name)
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 < found <= most:
        return found
    reader.wrong(
        f"{path}/{name}",
        f"这里应是大于 0、不超过 {most:,} 的数。",
        f"Expected a number above 0 and up to {most:,}.",
    )
    return None


def spans(reader: Reader, value: Any, path: str) -> Mapping[str, int]:
    """Read `{"day": 10, "month": 100}`."""
    if value is None:
        return {}
    content = reader.mapping(value, path)
    reader.only(content, path, " ".join(SPANS))
    return {
        each: reader.whole(content, each, path, 1, least=1, most=MOST)
        for each in SPANS
        if each in content
    }


def day(reader: Reader, value: Any, path: str) -> int | None:
    if value is None:
        return None
    try:
        return to_day(date.fromisoformat(value))
    except (TypeError, ValueError):
        reader.wrong(path, "日期应写成 2026-03-01。", "A date is written as 2026-03-01.")
        return None


def dump_day(day: int | None) -> str | None:
    return None if day is None else from_day(day).isoformat()
