"""What operators and members type starts nothing in a spreadsheet."""

import pytest

from app.spreadsheets import harmless


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-2+3", "'-2+3"),
        ("@SUM", "'@SUM"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        ("-12.50", "-12.50"),
        ("+8613800138000", "+8613800138000"),
        ("a=b", "a=b"),
        ("", ""),
    ],
    ids=repr,
)
def test_a_text_is_never_taken_for_a_formula(text: str, written: str) -> None:
    assert harmless(text) == written
