"""A year of records for each ready-made programme, up to today, to try it on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.builder.gallery.years import education, fitness, retail
from app.builder.gallery.years.happening import Earned, Happening

__all__ = ["DAYS", "PEOPLE", "YEARS", "Earned", "Happening", "year_of"]

DAYS = 365
"""How long before today a programme with sample data begins."""
Maker = Callable[[datetime, ZoneInfo], Iterator[Happening]]
YEARS: Mapping[str, Maker] = {
    "education": education.year,
    "fitness": fitness.year,
    "retail": retail.year,
}
PEOPLE: Mapping[str, int] = {
    "education": education.MEMBERS,
    "fitness": fitness.MEMBERS,
    "retail": retail.MEMBERS,
}
"""How many members each of them has at most; the youngest may not have joined yet."""


def year_of(key: str, now: datetime, zone: ZoneInfo) -> list[Happening]:
    """Give what happened in the year before a moment, oldest first; the same for the same day."""
    found = (each for each in YEARS[key](now, zone) if each.at <= now)
    return sorted(found, key=lambda each: each.at)
