"""Periods are read from words, and days from dates."""

import pytest

from app.analytics.asking import read
from app.analytics.periods import NoSuchPeriod, between, period
from tests.analytics.histories import day

TODAY = day("2026-03-15")


@pytest.mark.parametrize(
    ("word", "first", "until"),
    [
        ("12mo", "2025-03-16", "2026-03-16"),
        ("1mo", "2026-02-16", "2026-03-16"),
        ("90d", "2025-12-16", "2026-03-16"),
        ("1d", "2026-03-15", "2026-03-16"),
        ("this_month", "2026-03-01", "2026-04-01"),
        ("last_month", "2026-02-01", "2026-03-01"),
        ("this_quarter", "2026-01-01", "2026-04-01"),
        ("last_quarter", "2025-10-01", "2026-01-01"),
        ("this_year", "2026-01-01", "2027-01-01"),
        ("last_year", "2025-01-01", "2026-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2025-Q4", "2025-10-01", "2026-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
    ],
)
def test_a_word_is_a_period(word: str, first: str, until: str) -> None:
    found = period(word, TODAY)
    assert (found.first, found.until) == (day(first), day(until))


@pytest.mark.parametrize("word", ["", "mo", "0d", "last_week", "2026-13", "2026-Q5", "next_year"])
def test_another_word_is_refused(word: str) -> None:
    with pytest.raises(NoSuchPeriod):
        period(word, TODAY)


@pytest.mark.parametrize(
    ("first", "until"),
    [("2026-03-01", "2026-03-01"), ("2026-03-02", "2026-03-01"), ("x", "2026-03-01")],
)
def test_days_in_the_wrong_order_are_refused(first: str, until: str) -> None:
    with pytest.raises(NoSuchPeriod):
        between(first, until)


def test_one_day_alone_is_no_period() -> None:
    with pytest.raises(NoSuchPeriod):
        read(today=TODAY, first="2026-01-01")


def test_what_is_blank_is_as_usual() -> None:
    found = read(today=TODAY)
    assert found.span is None
    assert (found.least_days, found.stalled_days) == (30, 90)
    assert found.wanted.to_json() == {"low": 0.1, "high": 0.15}
