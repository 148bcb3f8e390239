"""What holds for every kind of coupon and of benefit."""

import pytest

from app.builder.offers import Offer
from app.program.declared import values_of
from app.program.fields import FIELD_KINDS
from app.program.fields.base import PLAIN
from app.web.designs.declared import Kind, kinds_of, parts_of
from app.web.designs.forms import read, usual
from app.web.records.inputs import input_of

KINDS = [
    pytest.param(offer, kind, id=f"{offer.value}-{kind.key}")
    for offer in Offer
    for kind in kinds_of(offer)
]


@pytest.mark.parametrize(("_offer", "kind"), KINDS)
def test_it_says_what_it_is_and_what_it_is_good_for(_offer: Offer, kind: Kind) -> None:
    for said in (kind.label, kind.about):
        assert said.zh
        assert said.en.isascii()


@pytest.mark.parametrize(("offer", "kind"), KINDS)
def test_a_benefit_says_who_does_what_is_promised(offer: Offer, kind: Kind) -> None:
    (first, *_) = parts_of(offer, kind)
    assert bool(first.about.zh and first.about.en.isascii()) is (offer is Offer.BENEFIT)


@pytest.mark.parametrize(("_offer", "kind"), KINDS)
def test_what_it_asks_for_is_drawn_by_the_inputs_of_records(_offer: Offer, kind: Kind) -> None:
    for option in kind.options:
        assert option.kind in FIELD_KINDS
        assert input_of(option, "").label == option.label


@pytest.mark.parametrize(("offer", "kind"), KINDS)
def test_one_that_nobody_filled_in_can_be_read_aloud(offer: Offer, kind: Kind) -> None:
    document = read(offer, kind, usual(kind), None)
    assert document["kind"] == kind.key
    said = kind.sentence(values_of(kind.options, document.get("options", {})), PLAIN)
    assert isinstance(said.zh, str)
