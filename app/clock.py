"""The only place that reads the clock; everything else is told what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def system_clock() -> datetime:
    return datetime.now(UTC)


def to_instant(moment: datetime) -> int:
    """Count the microseconds since 1970 UTC; this is how a moment is stored."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return (moment - EPOCH) // MICROSECOND


def from_instant(instant: int) -> datetime:
    return EPOCH + timedelta(microseconds=instant)
