"""Currencies of a programme's ledger: growth value and points are given, others may be added."""

from dataclasses import dataclass, replace
from typing import Any

from app.program.reader import Reader
from app.words import Words

GROWTH = "growth"
POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """Something that members collect in whole numbers."""

    key: str
    label: Words
    spendable: bool = True
    """Whether it can be redeemed. What cannot be counts towards tiers alone."""


GIVEN: tuple[Currency, ...] = (
    Currency(key=GROWTH, label=Words("成长值", "Growth value"), spendable=False),
    Currency(key=POINTS, label=Words("积分", "Points")),
)


def with_given(designed: tuple[Currency, ...]) -> tuple[Currency, ...]:
    """Join what an operator designed to the given currencies, which may be relabelled."""
    own = {each.key: each for each in designed}
    given = [
        replace(each, label=own.pop(each.key).label) if each.key in own else each for each in GIVEN
    ]
    return (*given, *(each for each in designed if each.key in own))


def read_currency(reader: Reader, value: Any, path: str) -> Currency:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label spendable")
    key = reader.key(content, path)
    given = next((each for each in GIVEN if each.key == key), None)
    usual = True if given is None else given.spendable
    spendable = reader.flag(content, "spendable", path, default=usual)
    if given is not None and spendable is not usual:
        reader.wrong(
            f"{path}/spendable",
            f"“{given.label.zh}”是内置的，只能改名称。",
            f"{given.label.en} is given; only its label can be changed.",
        )
    return Currency(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        spendable=spendable,
    )


def dump_currency(currency: Currency) -> dict[str, Any]:
    """Write a currency; a spendable one, which is the usual, does not say so."""
    head = {"key": currency.key, "label": currency.label.to_json()}
    return head if currency.spendable else head | {"spendable": False}
