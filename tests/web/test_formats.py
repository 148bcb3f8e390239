"""Numbers are written as one says them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.clock import to_instant
from app.web.formats import Formats
from app.words import Language


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("zh", 1, "1 位会员"),
        ("zh", 1234, "1,234 位会员"),
        ("en", 0, "0 members"),
        ("en", 1, "1 member"),
        ("en", 1234, "1,234 members"),
    ],
)
def test_one_is_a_member_and_many_are_members(language: Language, count: int, said: str) -> None:
    assert Formats(language=language, now=0).members(count) == said


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (datetime(2026, 3, 3, 16, tzinfo=UTC), "2026-03-03"),
        (datetime(2026, 3, 4, tzinfo=UTC), "2026-03-04 08:00"),
    ],
)
def test_what_lasts_whole_days_is_said_by_the_last_of_them(end: datetime, said: str) -> None:
    there = Formats(language="zh", now=0, zone=ZoneInfo("Asia/Shanghai"))
    assert there.through(to_instant(end)) == said
