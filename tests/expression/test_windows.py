"""Windows of time as words."""

from datetime import UTC, date, datetime

import pytest

from app.days import Calendar, Moment, to_day
from app.expression.windows import bounds, parse_window

TODAY = Moment.at(datetime(2024, 3, 31, 4, tzinfo=UTC), Calendar(timezone="Asia/Shanghai"))


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("1d", date(2024, 3, 31), date(2024, 3, 31)),
        ("365d", date(2023, 4, 2), date(2024, 3, 31)),
        ("1w", date(2024, 3, 25), date(2024, 3, 31)),
        ("1mo", date(2024, 3, 1), date(2024, 3, 31)),
        ("12mo", date(2023, 4, 1), date(2024, 3, 31)),
        ("this_year", date(2024, 1, 1), date(2024, 3, 31)),
        ("last_year", date(2023, 1, 1), date(2023, 12, 31)),
        ("this_quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("this_month", date(2024, 3, 1), date(2024, 3, 31)),
    ],
)
def test_a_window_has_a_first_and_a_last_local_day(word: str, first: date, last: date) -> None:
    window = parse_window(word)
    assert window is not None
    assert str(window) == word
    assert bounds(window, TODAY) == (to_day(first), to_day(last))


def test_a_lifetime_has_no_first_day() -> None:
    window = parse_window("lifetime")
    assert window is not None
    assert bounds(window, TODAY) == (None, TODAY.today)


@pytest.mark.parametrize(
    ("word", "needs"), [("period:main", "period"), ("tier", "tier"), ("joined+30d", "joined")]
)
def test_some_windows_begin_on_another_day_for_each_member(word: str, needs: str) -> None:
    window = parse_window(word)
    assert window is not None
    assert window.needs == needs
    assert str(window) == word


@pytest.mark.parametrize("word", ["", "0d", "d", "365", "-1d", "1y", "joined", "this_week", "１d"])
def test_other_words_are_no_windows(word: str) -> None:
    assert parse_window(word) is None
