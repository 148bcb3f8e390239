"""How coupons and benefits that are made in forms get their keys."""

import pytest

from app.builder.parts import new_key
from app.words import Words


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        (Words("二十元券", "Twenty off"), set(), "twenty_off"),
        (Words("二十元券", "Twenty off"), {"twenty_off"}, "twenty_off_2"),
        (Words("二十元券", "Twenty off"), {"twenty_off", "twenty_off_2"}, "twenty_off_3"),
        (Words("二十元券", ""), set(), "amount_off"),
        (Words("二十元券", "二十元券"), {"amount_off"}, "amount_off_2"),
        (Words("券", "20 off!"), set(), "amount_off"),
        (Words("新", "New"), set(), "amount_off"),
        (Words("券", "A very long name that goes on and on for ever"), set(), None),
    ],
    ids=["a name", "taken", "twice", "no English", "Chinese twice", "a digit", "a page", "long"],
)
def test_a_key_is_made_of_the_english_name_or_of_the_kind(
    label: Words, taken: set[str], key: str | None
) -> None:
    made = new_key(label, "amount_off", taken)
    assert made == (key or "a_very_long_name_that_goes_on_and_on_for")
