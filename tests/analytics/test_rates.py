"""The promotion rate as E-18 has it, around each of its boundaries."""

from math import isclose

import pytest

from app.analytics.rates import Rate, Verdict, verdict, wilson


def test_exactly_ten_per_cent_is_not_flagged_and_just_less_is() -> None:
    assert verdict(1_000, 10_000) is Verdict.FINE
    assert verdict(999, 10_000) is Verdict.LOW_NOT_SURE
    assert verdict(3, 30) is Verdict.FINE
    assert verdict(2, 30) is Verdict.LOW_NOT_SURE


def test_nothing_is_said_of_fewer_than_thirty_members() -> None:
    assert verdict(0, 29) is Verdict.TOO_FEW
    assert verdict(29, 29) is Verdict.TOO_FEW
    assert verdict(0, 0) is Verdict.TOO_FEW
    assert verdict(0, 30) is not Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("rose", "members", "sure"),
    [
        # The upper bound is below p exactly where p - k/n > z √(p(1-p)/n): with p = 0.1 and
        # n = 100 that is 10 - k > 1.96 × 3 = 5.88.
        (4, 100, True),
        (5, 100, False),
        # n = 10,000: 1,000 - k > 1.96 × 30 = 58.8.
        (941, 10_000, True),
        (942, 10_000, False),
        # n = 30: 3 - k > 1.96 × 1.643 = 3.22, so not even nobody of thirty is sure; n = 35:
        # 3.5 > 1.96 × 1.775 = 3.479 is.
        (0, 30, False),
        (0, 34, False),
        (0, 35, True),
    ],
)
def test_low_is_sure_only_when_the_upper_bound_is_below_ten_per_cent(
    rose: int, members: int, *, sure: bool
) -> None:
    assert (wilson(rose, members).high < 0.1) is sure
    assert verdict(rose, members) is (Verdict.LOW if sure else Verdict.LOW_NOT_SURE)


def test_the_interval_is_the_one_in_the_books() -> None:
    # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in
    # Medicine 17 (1998) 857-872, table I, method 3.
    for (rose, members), (low, high) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        found = wilson(rose, members)
        assert isclose(found.low, low, abs_tol=5e-5)
        assert isclose(found.high, high, abs_tol=5e-5)


def test_a_threshold_may_be_too_low_where_surely_more_than_half_rise() -> None:
    # 100 members: k - 50 > 1.96 × 5 = 9.8.
    assert verdict(59, 100) is Verdict.FINE
    assert verdict(60, 100) is Verdict.HIGH


def test_whoever_neither_rose_nor_fell_nor_left_was_kept() -> None:
    rate = Rate(members=40, rose=3, fell=5, left=1)
    assert rate.kept == 31
    assert rate.to_json()["retained"] == 31


def test_without_members_there_is_no_rate() -> None:
    nobody = Rate(members=0, rose=0, fell=0, left=0)
    assert nobody.share is None
    assert nobody.to_json()["high"] is None
