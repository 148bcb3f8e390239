"""What a diagnosis is asked for, read from words as commands, addresses and forms have them."""

from app.analytics.diagnosis import LEAST_DAYS, STALLED_DAYS, Asked
from app.analytics.periods import NoSuchPeriod, Span, between, period
from app.analytics.proposals import DEFAULT, wanted

MOST_DAYS = 3_650


def read(
    *,
    today: int,
    word: str = "",
    first: str = "",
    until: str = "",
    least_days: int | None = None,
    aim: str = "",
    stalled_days: int | None = None,
) -> Asked:
    """Read a question; what is blank is as by default. Raises `Invalid`."""
    return Asked(
        span=_span(today, word, first, until),
        least_days=LEAST_DAYS if least_days is None else least_days,
        wanted=wanted(aim) if aim.strip() else DEFAULT,
        stalled_days=STALLED_DAYS if stalled_days is None else stalled_days,
    )


def _span(today: int, word: str, first: str, until: str) -> Span | None:
    if word.strip():
        return period(word.strip(), today)
    if not first.strip() and not until.strip():
        return None
    if not first.strip() or not until.strip():
        raise NoSuchPeriod("起止两天要一起写。", "Give both days, or none.")
    return between(first, until)
