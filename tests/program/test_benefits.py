"""What tiers give is read, written and said in words."""

from datetime import date
from typing import Any

import pytest

from app.days import Calendar, to_day
from app.program.benefit import Every
from app.program.benefit_words import benefit_words, pack_words, recurring_words, terms
from app.program.benefits import BENEFIT_KINDS
from app.program.codec import dump, load
from app.program.coupon import Validity
from app.program.coupons import COUPON_KINDS
from app.program.declared import values_of
from app.program.fields import FIELD_KINDS
from app.program.fields.base import PLAIN
from app.program.reader import Unreadable
from app.program.spans import first_day, next_first_day
from tests.builder.programmes import at_least, document, tier

DISCOUNT = {
    "key": "discount",
    "kind": "discount",
    "label": {"zh": "会员折扣", "en": "Member discount"},
    "options": {"percent_off": 5},
}
OFF = {
    "key": "off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 99.5,
    "valid": "30d",
    "cost": 12,
}
GOLD = tier(
    "gold",
    at_least(1000),
    benefits=[{"benefit": "discount", "options": {"percent_off": 12}}],
    pack={"coupons": [{"coupon": "off", "count": 2}], "points": [{"amount": 1500}]},
    recurring=[{"key": "monthly", "coupon": "off", "every": "month"}],
)
CLUB = document(tier("regular"), GOLD, benefits=[DISCOUNT], coupons=[OFF])


def test_a_programme_with_benefits_comes_back_as_it_was_written() -> None:
    program = load(CLUB)
    assert load(dump(program)) == program
    assert dump(program)["coupons"] == [OFF]
    assert dump(program)["ladders"][0]["tiers"][1]["benefits"] == GOLD["benefits"]


def test_what_a_tier_gives_is_said_in_both_languages() -> None:
    program = load(CLUB)
    gold = program.ladders[0].tiers[1]
    assert gold.pack is not None
    assert benefit_words(program, gold.benefits[0]) == (
        "会员折扣（8.8 折）",
        "Member discount (12% off)",
    )
    assert pack_words(program, gold.pack) == (
        "二十元券 × 2、1,500 积分",
        "2 × Twenty off, 1,500 points",
    )
    assert recurring_words(program, gold.recurring[0]) == (
        "每月二十元券",
        "Twenty off every month",
    )
    assert terms(program, program.coupons[0]) == (
        "满 ¥99.50 减 ¥20.00，30 天内有效",
        "¥20.00 off from ¥99.50, valid for 30 days",
    )


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"benefits": ["a", "a"]}, "/benefits/1"),
        ({"benefits": [{"options": {}}]}, "/benefits/0/benefit"),
        ({"pack": {"points": [{"amount": 0}]}}, "/pack/points/0/amount"),
        ({"pack": {"coupons": [{"coupon": "off", "count": 0}]}}, "/pack/coupons/0/count"),
        ({"recurring": [{"key": "m", "coupon": "off", "every": "moon"}]}, "/recurring/0/every"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(wrong: Any, place: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load(document(tier("regular", **wrong)))
    assert [each.path for each in refused.value.findings] == [f"/ladders/0/tiers/0{place}"]


@pytest.mark.parametrize("valid", ["30", "30y", 7, "0d", {"from": "3 March"}, {"to": "x"}])
def test_a_validity_that_says_nothing_is_refused(valid: Any) -> None:
    with pytest.raises(Unreadable):
        load(document(coupons=[{**OFF, "valid": valid}]))


TODAY = to_day(date(2026, 3, 18))


@pytest.mark.parametrize(
    ("valid", "last"),
    [
        (Validity(days=1), date(2026, 3, 18)),
        (Validity(days=30), date(2026, 4, 16)),
        (Validity(months=1), date(2026, 4, 17)),
        (Validity(until_end_of=Every.DAY), date(2026, 3, 18)),
        (Validity(until_end_of=Every.WEEK), date(2026, 3, 22)),
        (Validity(until_end_of=Every.MONTH), date(2026, 3, 31)),
        (Validity(until_end_of=Every.QUARTER), date(2026, 3, 31)),
        (Validity(until_end_of=Every.YEAR), date(2026, 12, 31)),
        (Validity(last=to_day(date(2026, 5, 1))), date(2026, 5, 1)),
    ],
)
def test_a_coupon_holds_to_the_end_of_its_last_day(valid: Validity, last: date) -> None:
    assert valid.expires_on(TODAY, Calendar()) == to_day(last) + 1


def test_a_coupon_without_a_validity_never_expires() -> None:
    assert Validity().expires_on(TODAY, Calendar()) is None
    assert Validity(first=TODAY + 3).starts_on(TODAY) == TODAY + 3
    assert Validity(first=TODAY - 3).starts_on(TODAY) is None


@pytest.mark.parametrize("every", list(Every))
def test_stretches_of_the_calendar_follow_one_another(every: Every) -> None:
    first = first_day(every, TODAY, Calendar())
    following = next_first_day(every, first)
    assert first <= TODAY < following
    assert first_day(every, following - 1, Calendar()) == first
    assert first_day(every, following, Calendar()) == following


@pytest.mark.parametrize("kind", [*BENEFIT_KINDS, *COUPON_KINDS], ids=lambda kind: str(kind.key))
def test_every_kind_declares_options_that_can_be_drawn_and_reads_without_them(kind: Any) -> None:
    for option in kind.options:
        assert FIELD_KINDS[option.kind].parse(option.default, option) == option.default
        assert option.label.zh
        assert option.label.en
    said = kind.sentence(values_of(kind.options, {}), PLAIN)
    assert bool(said.zh) == bool(said.en)
