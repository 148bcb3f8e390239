"""What every operator offers an editor is right: written as offered, a rule has no finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from app.errors import Severity
from app.expression.check import check
from app.expression.offering import EXAMPLES, Kind, Offer, Role, Shape, Slot, kind_of
from app.expression.operators import OPERATORS
from app.expression.types import Boolean, ListOf, Reference, Relation, Scope, Text

FIELDS = {kind.value: type_ for kind, type_ in EXAMPLES.items()}
SCOPE = Scope(
    variables=FIELDS,
    relations={"order": Relation(fields=FIELDS, occurred="date")},
    ladders={"main": ("basic", "gold")},
    ladder="main",
    changes=True,
)
LITERALS: dict[Kind, Any] = {
    Kind.INTEGER: 3,
    Kind.NUMBER: 2.5,
    Kind.MONEY: 99.99,
    Kind.TEXT: "x",
    Kind.CHOICE: "a",
    Kind.DATE: "2026-01-31",
    Kind.DATETIME: "2026-01-31T08:00:00+08:00",
    Kind.BOOLEAN: True,
    Kind.LIST: "x",
    Kind.REFERENCE: "42",
    Kind.RANK: 10,
}
BOOLEAN = Boolean()
WRITTEN = {Kind.RANK: {"rank_of": [{"var": "integer"}, "percent"]}}
SHAPED: dict[Shape, Any] = {
    Shape.NAME: "text",
    Shape.RECORDS: "order",
    Shape.WINDOW: "365d",
    Shape.TEXT: "^a$",
    Shape.TITLE: ["名称", "name"],
    Shape.LADDER: "main",
    Shape.CONDITION: {"==": [{"var": "text"}, "x"]},
}
OFFERS = [
    pytest.param(key, offer, id=f"{key} {n}")
    for key in OPERATORS.known()
    for n, offer in enumerate(OPERATORS[key].offers())
]


@dataclass(frozen=True)
class Written:
    """A rule or a value as an editor would write it from an offer."""

    document: Any
    kinds: tuple[Kind | None, ...]
    """What stands in each place, where that has a kind."""


def kinds_of(slot: Slot) -> tuple[Kind | None, ...]:
    takes = slot.shape in {Shape.OPERAND, Shape.RECORD_FIELD, Shape.VALUE}
    return slot.accepts if takes and slot.accepts else (None,)


def ways(key: str, offer: Offer) -> Iterator[Written]:
    """Write an offer with every kind that each of its places takes."""
    for kinds in product(*(kinds_of(each) for each in offer.slots)):
        arguments: list[Any] = []
        for slot, kind in zip(offer.slots, kinds, strict=True):
            found = argument(slot, kind, kinds)
            arguments.extend(found if slot.spread else [found])
        yield Written(arguments[0] if offer.bare else {key: arguments}, kinds)


def argument(slot: Slot, kind: Kind | None, kinds: tuple[Kind | None, ...]) -> Any:
    like = kind if slot.like is None else kinds[slot.like]
    if slot.shape is Shape.PARTS:
        part = [argument(each, kinds_of(each)[0], ()) for each in slot.slots]
        return [part, part]
    if slot.shape is Shape.OPERAND:
        assert kind is not None
        return WRITTEN.get(kind, {"var": kind.value})
    if slot.shape is Shape.RECORD_FIELD:
        return f"order.{kind}"
    if slot.shape is Shape.WORD:
        return slot.usual
    if slot.shape is Shape.NUMBER:
        return slot.usual
    if slot.shape in SHAPED:
        return SHAPED[slot.shape]
    literal = LITERALS[like] if like is not None else None
    return [literal] if slot.shape is Shape.VALUES else literal


@pytest.mark.parametrize(("key", "offer"), OFFERS)
def test_a_rule_written_as_offered_is_right(key: str, offer: Offer) -> None:
    if offer.role is Role.GROUP:
        return
    expect = BOOLEAN if offer.role is Role.RULE else None
    for each in ways(key, offer):
        ranks = outcome(offer, each) is Kind.RANK
        document = {"<": [each.document, 10]} if ranks else each.document
        found = check(
            document, SCOPE, expect=BOOLEAN if ranks else expect, set_wise=not offer.single
        )
        wrong = [f for f in found.findings if f.severity is Severity.ERROR]
        assert not wrong, (document, wrong)


def outcome(offer: Offer, written: Written) -> Kind | None:
    result = offer.result
    if result is None:
        return None
    if result.always is not None:
        return result.always.kind
    given = written.kinds[result.of or 0]
    if given is None:
        return Kind.TEXT  # The field that is named above.
    return result.by_kind[given].kind if given in result.by_kind else given


@pytest.mark.parametrize(("key", "offer"), OFFERS)
def test_what_comes_out_is_of_the_kind_that_is_promised(key: str, offer: Offer) -> None:
    if offer.role is not Role.OPERAND:
        return
    for each in ways(key, offer):
        promised = outcome(offer, each)
        if promised is Kind.RANK:
            continue
        found = kind_of(check(each.document, SCOPE, expect=None, set_wise=True).type)
        assert found == promised, each.document


@pytest.mark.parametrize(("key", "offer"), OFFERS)
def test_an_offer_is_worded_in_both_languages(key: str, offer: Offer) -> None:
    operator = OPERATORS[key]
    said = [offer.label or operator.label, *offer.called.values()]
    said += [each.label for each in _all_slots(offer.slots)]
    said += [each.label for slot in _all_slots(offer.slots) for each in slot.words]
    said += [offer.negated] if offer.negated else []
    assert all(each.zh and each.en for each in said)


@pytest.mark.parametrize(("key", "offer"), OFFERS)
def test_an_offer_fits_the_number_of_arguments(key: str, offer: Offer) -> None:
    operator = OPERATORS[key]
    if offer.role is Role.GROUP or offer.bare:
        return
    needed = [each for each in offer.slots if not each.optional]
    assert len(needed) >= operator.fewest or any(each.spread for each in offer.slots)
    assert operator.most is None or len(offer.slots) <= operator.most


def _all_slots(slots: tuple[Slot, ...]) -> Iterator[Slot]:
    for each in slots:
        yield each
        yield from _all_slots(each.slots)


def test_an_operator_says_itself_what_it_offers() -> None:
    for key in OPERATORS.known():
        kind = type(OPERATORS[key])
        bases = [each for each in kind.__mro__ if "offers" in vars(each)]
        assert bases, key
        assert bases[0].__name__ != "Operator", f"{key} does not say what it offers."


def test_the_sample_fields_have_every_kind() -> None:
    assert {kind_of(each) for each in FIELDS.values()} == set(Kind) - {Kind.RANK}
    assert FIELDS["list"] == ListOf(Text())
    assert FIELDS["boolean"] == Boolean()
    assert isinstance(FIELDS["reference"], Reference)
