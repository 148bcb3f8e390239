"""What is wrong with benefits and coupons is found, and what changes in them is told."""

from copy import deepcopy
from typing import Any

import pytest

from app.builder.diff import changes
from app.errors import Severity
from app.program.codec import load
from tests.builder.programmes import at_least, document, findings, tier
from tests.program.test_benefits import CLUB, DISCOUNT, OFF


def written(change: Any) -> Any:
    content = deepcopy(CLUB)
    change(content)
    return content


def gold(content: Any) -> Any:
    return content["ladders"][0]["tiers"][1]


def without_notes(content: Any) -> dict[str, Any]:
    return {path: each for path, each in findings(content).items() if each.severity != "note"}


def test_a_sound_programme_has_nothing_to_be_said_about() -> None:
    assert without_notes(CLUB) == {}


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (
            lambda it: gold(it).update(benefits=["discout"]),
            "/ladders/0/tiers/1/benefits/0",
            "There is no benefit 'discout'. Known: discount.",
        ),
        (
            lambda it: gold(it)["pack"].update(coupons=["of"]),
            "/ladders/0/tiers/1/pack/coupons/0",
            "There is no coupon 'of'. Known: off.",
        ),
        (
            lambda it: gold(it)["recurring"][0].update(coupon="gone"),
            "/ladders/0/tiers/1/recurring/0/coupon",
            "There is no coupon 'gone'. Known: off.",
        ),
        (
            lambda it: gold(it)["pack"].update(points=[{"amount": 1, "currency": "star"}]),
            "/ladders/0/tiers/1/pack/points/0/currency",
            "There is no currency 'star'. Known: growth, points.",
        ),
        (
            lambda it: it["benefits"][0].update(kind="discunt"),
            "/benefits/0/kind",
            "There is no kind of benefit 'discunt'.",
        ),
        (
            lambda it: it["benefits"][0]["options"].update(percent_off=101),
            "/benefits/0/options/percent_off",
            "101",
        ),
        (
            lambda it: it["coupons"][0].update(options={}),
            "/coupons/0/options/amount",
            "Amount off must be set.",
        ),
        (
            lambda it: it["coupons"][0].update(valid={"from": "2026-05-02", "until": "2026-05-01"}),
            "/coupons/0/valid/until",
            "Twenty off expires before it can be used.",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(change: Any, place: str, said: str) -> None:
    found = findings(written(change))[place]
    assert said in found.message.en
    assert found.severity is Severity.ERROR


def test_a_benefit_that_leaves_something_open_needs_a_tier_to_say_it() -> None:
    open_one = {**DISCOUNT, "options": {}}
    content = document(
        tier("regular", benefits=["discount"]),
        tier("gold", at_least(1), benefits=[]),
        benefits=[open_one],
    )
    assert (
        "does not say: Percent off" in findings(content)["/ladders/0/tiers/0/benefits/0"].message.en
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            lambda it: gold(it).update(benefits=[], pack=None, recurring=[]),
            None,
        ),
        (
            lambda it: (
                it["ladders"][0]["tiers"][0].update(benefits=["discount"]),
                gold(it).update(benefits=["discount"], pack={}, recurring=[]),
            ),
            "/ladders/0/tiers/1",
        ),
        (lambda it: it["coupons"][0].update(minimum=20), "/coupons/0/minimum"),
        (
            lambda it: it["coupons"][0].update(valid={"until": "2026-05-01"}),
            "/ladders/0/tiers/1/recurring/0/coupon",
        ),
    ],
)
def test_what_might_be_better_is_a_warning(change: Any, place: str | None) -> None:
    found = without_notes(written(change))
    if place is None:
        assert found == {}
    else:
        assert found[place].severity is Severity.WARNING


def told(change: Any) -> dict[str, str]:
    found = changes(load(CLUB), load(written(change)))
    return {each.path: each.sentence.en for each in found}


def test_changes_are_told_as_a_colleague_would() -> None:
    assert told(lambda it: gold(it)["benefits"][0]["options"].update(percent_off=15)) == {
        "/ladders/0/tiers/1/benefits": (
            "Changed the benefits of the tier “gold” from “Member discount (12% off)” to"
            " “Member discount (15% off)”"
        )
    }
    assert told(lambda it: gold(it).update(void_unused=True)) == {
        "/ladders/0/tiers/1/void_unused": (
            "Changed unused coupons when the tier “gold” is taken away from “stay” to “become void”"
        )
    }
    assert told(lambda it: gold(it)["pack"].update(again=True)) == {
        "/ladders/0/tiers/1/pack": (
            "Changed the pack of the tier “gold” from “2 × Twenty off, 1,500 points” to"
            " “2 × Twenty off, 1,500 points (each promotion)”"
        )
    }
    assert told(lambda it: it["coupons"][0].update(minimum=150)) == {
        "/coupons/0": (
            "Changed the coupon “Twenty off” from “¥20.00 off from ¥99.50, valid for 30 days” to"
            " “¥20.00 off from ¥150.00, valid for 30 days”"
        )
    }
    assert told(lambda it: it["ladders"][0].update(packs="reached")) == {
        "/ladders/0/packs": (
            "Changed whose packs a jump on the ladder “Tiers” brings from “every tier passed” to"
            " “the tier that is reached alone”"
        )
    }
    assert told(lambda it: it["coupons"][0].update(cost=13, most_each=2)) == {
        "/coupons/0/cost": "Changed what one costs of the coupon “Twenty off”",
        "/coupons/0/most_each": "Changed how many a member may be given of the coupon “Twenty off”",
    }


def test_what_is_new_and_what_is_gone_is_told() -> None:
    bare = document()
    given = {each.path: each.sentence.en for each in changes(load(bare), load(CLUB))}
    assert given["/benefits/0"] == "Added the benefit “Member discount”"
    assert given["/coupons/0"].startswith("Added the coupon “Twenty off”: ¥20.00 off")
    assert "(nothing)" in given["/ladders/0/tiers/1/pack"]
    gone = [each.sentence.en for each in changes(load(CLUB), load(bare))]
    assert "Removed the benefit “Member discount”" in gone
    assert "Removed the coupon “Twenty off”" in gone
    assert OFF["key"] == "off"
