"""Local days of moments, as statements work them out, are those of the calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.clock import to_instant
from app.days import clock_between, local_day

DAY = 86_400_000_000
SECOND = 1_000_000
YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def day_by(clock: list[tuple[int | None, int]], instant: int) -> int:
    ahead = next(ahead for until, ahead in clock if until is None or instant < until)
    return (instant + ahead) // DAY


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("Asia/Shanghai", 0), ("Europe/Berlin", 2), ("America/New_York", 2), ("Asia/Kolkata", 0)],
)
def test_a_moment_has_the_day_that_clocks_there_show(zone: str, changes: int) -> None:
    there = ZoneInfo(zone)
    first, last = to_instant(YEAR), to_instant(YEAR + timedelta(days=364))
    clock = clock_between(there, first, last)
    assert len(clock) == changes + 1
    midnights = [local_midnight(number, there) for number in range(364)]
    for at in (each + step for each in midnights for step in (-SECOND, 0, SECOND)):
        assert day_by(clock, at) == local_day(at, there)


def local_midnight(number: int, zone: ZoneInfo) -> int:
    there = (YEAR + timedelta(days=number)).replace(tzinfo=zone)
    return to_instant(there.astimezone(UTC))


def test_the_moment_at_which_clocks_change_is_exact() -> None:
    """In Berlin they did at one o'clock UTC on 29 March 2026."""
    found = clock_between(ZoneInfo("Europe/Berlin"), to_instant(YEAR), to_instant(YEAR), reach=120)
    moments = [until for until, _ in found if until is not None and until > to_instant(YEAR)]
    assert moments == [to_instant(datetime(2026, 3, 29, 1, tzinfo=UTC))]
