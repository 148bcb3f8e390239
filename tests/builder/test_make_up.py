"""What can be made up must count towards a tier; otherwise operators are told before a release."""

from typing import Any

import pytest

from app.errors import Severity
from tests.builder.programmes import at_least, document, findings, tier

PLACE = "/ladders/0/make_up/currency"
GROWTH = {"sum_of": ["entry.earned", "lifetime", {"==": [{"var": "currency"}, "growth"]}]}
POINTS = {"sum_of": ["entry.earned", "lifetime", {"==": [{"var": "currency"}, "points"]}]}


def on_sale(condition: Any, **make_up: Any) -> dict[str, Any]:
    sold = {"make_up": {"currency": "growth", "rate": 1, **make_up}}
    return document(tier("regular"), tier("gold", condition), ladder=sold)


@pytest.mark.parametrize(
    "condition",
    [at_least(1000), at_least(1000, POINTS), {"<": [GROWTH, 1000]}],
    ids=["spend", "another currency", "less of it"],
)
def test_making_up_what_no_tier_asks_for_is_said_to_promote_nobody(condition: Any) -> None:
    found = findings(on_sale(condition))[PLACE]
    assert found.severity is Severity.WARNING
    assert "Growth value earned" in found.message.en
    assert "补差不会让任何人升级" in found.message.zh


@pytest.mark.parametrize(
    "condition",
    [
        at_least(1000, GROWTH),
        {"<=": [1000, GROWTH]},
        {"or": [at_least(1000), {">": [GROWTH, 999]}]},
        {"goal": [GROWTH, 1000, [[at_least(1000), 100, "消费"]]]},
    ],
    ids=["at least", "turned round", "one of two ways", "a goal"],
)
def test_making_up_what_a_tier_asks_for_is_fine(condition: Any) -> None:
    assert PLACE not in findings(on_sale(condition))


def test_a_currency_there_is_not_blocks_the_release() -> None:
    found = findings(on_sale(at_least(1000, GROWTH), currency="grwoth"))[PLACE]
    assert found.severity is Severity.ERROR
    assert found.fix is not None
    assert "growth" in found.fix.en
