"""What tiers give is set in forms: which benefits, how much of each, packs and coupons."""

import pytest

from app.program.codec import load
from tests.web.designing import draft, full, seen, typed, write
from tests.web.houses import House, Visitor


@pytest.fixture
def at(house: House) -> str:
    return f"{house.at}/designs"


@pytest.fixture
def there(house: House) -> Visitor:
    """Somebody who works on a programme with everything in it."""
    write(house, full())
    return house.signed_in()


def test_benefits_are_ticked_for_tiers_each_with_its_own_value(
    house: House, there: Visitor, at: str
) -> None:
    page = there.read(f"{at}/tiers/main")
    given = {
        "seen": seen(page),
        "has.gold.care": "y",
        "own.gold.care.percent_off": "15",
        "has.bronze.care": "y",
        "own.bronze.care.percent_off": "5",
        "own.slate.care.percent_off": "1",
        "has.bronze.cake": "y",
    }
    assert there.post(f"{at}/tiers/main", given).status_code == 302
    slate, bronze, gold = draft(house)["ladders"][0]["tiers"]
    assert "benefits" not in slate, "What is typed beside a blank box gives nothing."
    assert bronze["benefits"] == [{"benefit": "care", "options": {"percent_off": 5}}, "cake"]
    assert gold["benefits"] == [{"benefit": "care", "options": {"percent_off": 15}}]
    assert gold["pack"] == full()["ladders"][0]["tiers"][2]["pack"], "The rest stays."
    assert "8.5 折" in there.read(f"{at}/benefits/care")


def test_a_tier_must_say_what_the_benefit_leaves_open(
    house: House, there: Visitor, at: str
) -> None:
    given = {"seen": seen(there.read(f"{at}/tiers/main")), "has.gold.care": "y"}
    answer = there.post(f"{at}/tiers/main", given)
    assert answer.status_code == 422
    assert "通常的没写，这里要写" in answer.text
    assert draft(house) == full()


def test_two_people_who_tick_do_not_overwrite_each_other(
    house: House, there: Visitor, at: str
) -> None:
    given = {"seen": seen(there.read(f"{at}/tiers/main")), "has.gold.cake": "y"}
    theirs = full()
    theirs["ladders"][0]["tiers"][2]["benefits"][0]["options"]["percent_off"] = 20
    write(house, theirs)
    answer = there.post(f"{at}/tiers/main", given)
    assert answer.status_code == 409
    assert "对方：8 折" in answer.text
    assert draft(house) == theirs
    again = given | {"seen": seen(answer.text)}
    assert there.post(f"{at}/tiers/main", again).status_code == 302
    assert draft(house)["ladders"][0]["tiers"][2]["benefits"] == ["cake"]


def test_what_a_tier_brings_is_written_in_rows(house: House, there: Visitor, at: str) -> None:
    where = f"{at}/tiers/main/bronze"
    rows = {
        "seen": seen(there.read(where)),
        "coupon.coupon.1": "tea",
        "coupon.count.1": "2",
        "points.amount.0": "200",
        "points.currency.0": "points",
        "again": "y",
        "recurring.coupon.0": "tea",
        "recurring.every.0": "week",
    }
    shown = there.post(where, {**rows, "look": "y"})
    assert "每次升为铜卡会员，送 茶券 × 2、200 积分。" in shown.text
    assert there.post(where, rows).status_code == 302
    bronze = draft(house)["ladders"][0]["tiers"][1]
    assert bronze["pack"] == {
        "coupons": [{"coupon": "tea", "count": 2}],
        "points": [{"amount": 200}],
        "again": True,
    }
    assert bronze["recurring"] == [{"key": "gift_1", "coupon": "tea", "every": "week"}]
    load(draft(house))


def test_rows_that_nobody_touched_say_the_same_and_blank_ones_take_it_away(
    house: House, there: Visitor, at: str
) -> None:
    where = f"{at}/tiers/main/gold"
    kept = typed(there.read(where))
    for tick in ("again", "void_unused"):
        kept.pop(tick, None)
    assert there.post(where, kept).status_code == 302
    assert load(draft(house)) == load(full())
    assert there.post(where, {"seen": seen(there.read(where))}).status_code == 302
    gold = draft(house)["ladders"][0]["tiers"][2]
    assert "pack" not in gold
    assert "recurring" not in gold


def test_a_tick_has_what_is_unused_go_with_the_tier(house: House, there: Visitor, at: str) -> None:
    where = f"{at}/tiers/main/bronze"
    asked = there.read(where)
    assert "等级被收回时" in asked
    ticked = {"seen": seen(asked), "coupon.coupon.1": "tea", "void_unused": "y"}
    shown = there.post(where, {**ticked, "look": "y"})
    assert "等级被收回时，其中没用的券作废。" in shown.text
    assert there.post(where, ticked).status_code == 302
    assert draft(house)["ladders"][0]["tiers"][1]["void_unused"] is True
    again = there.read(where)
    assert 'name="void_unused" value="y" checked' in again
    plain = {"seen": seen(again), "coupon.coupon.1": "tea"}
    assert there.post(where, plain).status_code == 302
    assert "void_unused" not in draft(house)["ladders"][0]["tiers"][1]


def test_a_row_that_cannot_be_is_said_in_its_place(house: House, there: Visitor, at: str) -> None:
    where = f"{at}/tiers/main/bronze"
    rows = {"seen": seen(there.read(where)), "coupon.coupon.1": "tea", "coupon.count.1": "900"}
    answer = there.post(where, rows)
    assert answer.status_code == 422
    assert 'id="coupon-1-error"' in answer.text
    assert 'value="900"' in answer.text
    more = there.post(where, rows | {"coupon.count.1": "2", "more": "y"})
    assert more.status_code == 200
    assert "coupon.coupon.6" in more.text
    assert draft(house) == full()
