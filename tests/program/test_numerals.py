"""Numbers are read exactly, in the spellings of people and spreadsheets."""

from decimal import Decimal

import pytest

from app.program.numerals import decimal_of, places


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1,234,567.80", "1234567.80"),
        ("¥ 99.90", "99.90"),
        ("-¥99.90", "-99.90"),
        ("１２．５元", "12.5"),
        ("1.5e3", "1.5e3"),
        (".5", "0.5"),
        ("+3", "3"),
        (0.1, "0.1"),
        (7, "7"),
    ],
)
def test_a_number_is_read_exactly(raw: object, number: str) -> None:
    assert decimal_of(raw, before="¥ ", after="元 ") == Decimal(number)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "1,23",
        "12,34,567",
        "1 234",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "--1",
        "1e9999",
        None,
        True,
        float("nan"),
        float("inf"),
        [1],
        "9" * 61,
        "¥",
    ],
)
def test_what_is_no_number_is_none(raw: object) -> None:
    assert decimal_of(raw, before="¥ ", after="元 ") is None


@pytest.mark.parametrize(
    ("number", "needed"),
    [
        ("1", 0),
        ("1.50", 1),
        ("1.505", 3),
        ("1e3", 0),
        ("0.00", 0),
        ("1e-9", 9),
        ("120", 0),
        ("1.0000000000000000000000000000000001", 34),
    ],
)
def test_decimal_places_are_those_a_number_needs(number: str, needed: int) -> None:
    assert places(Decimal(number)) == needed
