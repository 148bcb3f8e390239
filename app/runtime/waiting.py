"""How long members stay at a step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.clock import from_instant
from app.runtime.wall_clock import moment_of, time_of

MICROSECONDS = {"days": 86_400_000_000, "hours": 3_600_000_000, "minutes": 60_000_000}


def length_of(written: Mapping[str, int]) -> int:
    """Give a duration in microseconds; a day is 24 hours."""
    return sum(MICROSECONDS[unit] * count for unit, count in written.items())


def after_quiet(at: int, quiet: Mapping[str, str] | None, zone: ZoneInfo) -> int:
    """Give the moment itself, or the end of the quiet hours it falls in."""
    if quiet is None:
        return at
    local = from_instant(at).astimezone(zone).replace(tzinfo=None)
    begins, ends = time_of(quiet["from"]), time_of(quiet["to"])
    over_night = begins > ends
    now = local.time()
    is_quiet = (now >= begins or now < ends) if over_night else begins <= now < ends
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1 if over_night and now >= begins else 0)
    return moment_of(datetime.combine(day, ends), zone)
