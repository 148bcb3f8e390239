"""A coupon that a benefit promises is issued by something, or the designer is told."""

from typing import Any

import pytest

from tests.builder.programmes import document, findings, tier

COUPON = {
    "key": "cake",
    "kind": "gift",
    "label": {"zh": "蛋糕券", "en": "Cake"},
    "options": {"what": "x"},
}
OTHER = COUPON | {"key": "tea", "label": "Tea"}
GIFT = {
    "key": "birthday",
    "kind": "birthday_gift",
    "label": {"zh": "生日礼遇", "en": "Birthday gift"},
    "options": {"coupon": "cake"},
}
BUNDLE = GIFT | {"key": "bundle", "kind": "bundle", "options": {"what": "x", "coupon": "cake"}}
PLACE = "/benefits/0/options/coupon"


def giving(coupon: str = "cake", *, enabled: bool = True, **step: Any) -> dict[str, Any]:
    give = {"key": "give", "kind": "grant_coupon", "options": {"coupon": coupon}} | step
    return {
        "key": "wish",
        "label": {"zh": "生日祝福", "en": "Birthday"},
        "enabled": enabled,
        "trigger": {"kind": "date_field", "options": {"field": "birthday"}},
        "start": "give",
        "steps": [give],
    }


def club(benefit: Any, *flows: Any, of_tier: Any = None) -> dict[str, Any]:
    gold = tier("gold") | {"benefits": [benefit["key"]]} | (of_tier or {})
    return document(
        tier("regular"),
        gold,
        coupons=[COUPON, OTHER],
        benefits=[benefit],
        flows=list(flows),
    )


def promised(content: Any) -> dict[str, str]:
    return {
        path: each.message.en
        for path, each in findings(content).items()
        if path.endswith("/options/coupon") and "promises" in each.message.en
    }


def test_a_birthday_coupon_that_nothing_issues_is_told_of() -> None:
    (said,) = promised(club(GIFT)).items()
    assert said == (
        PLACE,
        "Birthday gift promises Cake, and no automation issues it: members would get none.",
    )


@pytest.mark.parametrize("benefit", [GIFT, BUNDLE])
def test_an_automation_that_gives_the_coupon_keeps_the_promise(benefit: Any) -> None:
    assert promised(club(benefit, giving())) == {}


def test_an_automation_that_is_off_is_named() -> None:
    said = promised(club(GIFT, giving(enabled=False)))
    assert "the automation Birthday, which would issue it, is off" in said[PLACE]


@pytest.mark.parametrize("flow", [giving("tea"), giving(off=True)])
def test_an_automation_that_gives_another_coupon_or_none_does_not(flow: Any) -> None:
    assert list(promised(club(GIFT, flow))) == [PLACE]


@pytest.mark.parametrize(
    ("benefit", "told"), [(BUNDLE, []), (GIFT, [PLACE])], ids=["bundle", "birthday"]
)
@pytest.mark.parametrize(
    "of_tier",
    [
        {"pack": {"coupons": ["cake"]}},
        {"recurring": [{"key": "monthly", "coupon": "cake", "every": "month"}]},
    ],
    ids=["pack", "recurring"],
)
def test_what_comes_with_a_tier_fills_its_bundle_and_is_no_birthday_gift(
    benefit: Any, told: list[str], of_tier: Any
) -> None:
    assert list(promised(club(benefit, of_tier=of_tier))) == told


def test_a_coupon_that_one_tier_alone_promises_is_looked_for_there() -> None:
    given = [{"benefit": "birthday", "options": {"coupon": "tea"}}]
    content = club(GIFT, giving(), of_tier={"benefits": given})
    assert list(promised(content)) == ["/ladders/0/tiers/1/benefits/0/options/coupon"]


def test_a_benefit_that_promises_no_coupon_is_left_alone() -> None:
    assert promised(club(GIFT | {"options": {"what": "A cake"}})) == {}
