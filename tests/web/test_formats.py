"""Numbers are written as one says them."""

import pytest

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
