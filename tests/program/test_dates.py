"""Days and moments are read as people and spreadsheets write them."""

from zoneinfo import ZoneInfo

import pytest

from app.clock import from_instant
from app.days import from_day
from app.program.dates import day_of, instant_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00"),
        ("2026-03-01T10:00:00+05:30", "2026-03-01T04:30:00+00:00"),
        ("2026-03-01T10:00:00.5+08:00", "2026-03-01T02:00:00.500000+00:00"),
        ("2026-03-01 10:00 +0800", "2026-03-01T02:00:00+00:00"),
        ("2026-03-01 10:00 UTC", "2026-03-01T10:00:00+00:00"),
        ("2026-03-01 10:00", "2026-03-01T02:00:00+00:00"),
        ("2026-03-01 10:00:00", "2026-03-01T02:00:00+00:00"),
        ("2026/3/1 8:05", "2026-03-01T00:05:00+00:00"),
        ("2026年3月1日 8:05", "2026-03-01T00:05:00+00:00"),
        ("2026-03-01", "2026-02-28T16:00:00+00:00"),
        ("20260301", "2026-02-28T16:00:00+00:00"),
        ("２０２６－０３－０１ １０:００", "2026-03-01T02:00:00+00:00"),
    ],
)
def test_a_moment_without_an_offset_is_local_time(text: str, utc: str) -> None:
    instant = instant_of(text, SHANGHAI)
    assert instant is not None
    assert from_instant(instant).isoformat() == utc


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-29",
        "2026-03-01T24:00",
        "2026-03-01T10:60",
        "2026-W01-1",
        "1.3.2026",
        "0001-06-01T00:00:00Z",
        "0002-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        "2" * 100,
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert instant_of(text, SHANGHAI) is None


@pytest.mark.parametrize("text", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301"])
def test_a_day_is_read_in_the_usual_spellings(text: str) -> None:
    assert day_of(text) == day_of("2026-03-01 00:00:00")
    assert from_day(day_of(text) or 0).isoformat() == "2026-03-01"


def test_a_day_with_a_time_is_no_day() -> None:
    assert day_of("2026-03-01 10:00") is None
