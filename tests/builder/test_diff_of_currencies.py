"""What a draft changes in the currencies of the ledger is told as a colleague would."""

from typing import Any

from app.builder.diff import Importance, changes
from app.program.codec import load
from tests.builder.programmes import document

STARS = {"key": "stars", "label": {"zh": "星星", "en": "Stars"}}


def told(old: list[Any], new: list[Any]) -> dict[str, tuple[str, Importance]]:
    before, after = (load(document(currencies=each)) for each in (old, new))
    return {each.path: (each.sentence.en, each.importance) for each in changes(before, after)}


def test_a_currency_comes_and_goes() -> None:
    assert told([], [STARS]) == {"/currencies/0": ("Added the currency “Stars”", Importance.DATA)}
    assert told([STARS], []) == {"/currencies/0": ("Removed the currency “Stars”", Importance.DATA)}


def test_a_given_currency_is_called_something_else() -> None:
    coins = {"key": "points", "label": {"zh": "金币", "en": "Coins"}}
    said, importance = told([], [coins])["/currencies/0"]
    assert said == "Changed the name of the currency “Points” from “Points” to “Coins”"
    assert importance is Importance.WORDS


def test_a_currency_can_be_spent_no_more() -> None:
    said, importance = told([STARS], [{**STARS, "spendable": False}])["/currencies/0"]
    assert "whether the currency “Stars” can be spent from “yes” to “no”" in said
    assert importance is Importance.DATA


def test_the_same_currencies_are_not_spoken_of() -> None:
    assert told([STARS], [STARS]) == {}
