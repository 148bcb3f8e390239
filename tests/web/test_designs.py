"""Coupons and benefits are designed in forms that work without scripts."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app.access import Role
from app.program.benefits import BENEFIT_KINDS
from app.program.codec import load
from app.program.coupons import COUPON_KINDS, CouponKind
from app.program.field import Field
from app.program.fields.base import Reading
from app.registry import Registry
from app.words import Words
from tests.web.designing import (
    MADE,
    NEW,
    SHELVED,
    TEA,
    TWENTY,
    content,
    draft,
    full,
    typed,
    undone,
    write,
)
from tests.web.houses import House, Visitor


class Ride(CouponKind):
    key = "ride"
    label = Words("接送券", "Ride")
    about = Words("接一次", "A ride")
    options = (
        Field(
            key="when",
            kind="choice",
            label=Words("什么时候", "When"),
            options={"choices": [{"key": "am", "label": {"zh": "早上", "en": "Morning"}}]},
        ),
        Field(key="seats", kind="integer", label=Words("几人", "Seats"), required=True),
    )

    def sentence(self, values: Any, reading: Reading) -> Words:
        return Words(f"{values['seats']} 人接送", f"a ride for {values['seats']}")


@pytest.fixture
def visitor(house: House) -> Visitor:
    write(house, content())
    return house.signed_in()


@pytest.fixture
def at(house: House) -> str:
    return f"{house.at}/designs"


@pytest.fixture
def there(house: House, visitor: Visitor) -> Visitor:
    """Somebody who works on a programme with everything in it."""
    write(house, full())
    return visitor


def test_a_coupon_is_made_changed_copied_deleted_and_each_is_taken_back(
    engine: Engine, tmp_path: Path
) -> None:
    house = House(engine, tmp_path)
    write(house, content())
    visitor, at = house.signed_in(), f"{house.at}/designs"
    made = visitor.post(f"{at}/coupons/new?kind=amount_off", TWENTY)
    assert made.status_code == 302
    assert draft(house)["coupons"] == [MADE]
    page = visitor.read(made.headers["Location"].partition("#")[0])
    assert "满 ¥200.00 减 ¥20.00" in page
    assert "30 天内有效" in page
    edit = visitor.read(f"{at}/coupons/twenty_off")
    changed = visitor.post(
        f"{at}/coupons/twenty_off", {**typed(edit), "options.amount": "25.50", "label.en": "Other"}
    )
    assert changed.status_code == 302
    (coupon,) = draft(house)["coupons"]
    assert (coupon["options"], coupon["key"]) == ({"amount": 25.5}, "twenty_off"), (
        "A key is made once."
    )
    visitor.post(f"{at}/coupons/twenty_off/duplicate")
    assert [each["label"]["zh"] for each in draft(house)["coupons"]] == [
        "二十元券",
        "二十元券（副本）",
    ]
    second = draft(house)["coupons"][1]["key"]
    gone = visitor.post(f"{at}/coupons/{second}/remove")
    assert len(draft(house)["coupons"]) == 1
    undone(visitor, at, gone)
    assert len(draft(house)["coupons"]) == 2


def test_what_was_saved_is_taken_back_unless_somebody_saved_since(
    house: House, visitor: Visitor, at: str
) -> None:
    first = visitor.post(f"{at}/coupons/new?kind=amount_off", TWENTY)
    undone(visitor, at, first)
    assert "coupons" not in draft(house)
    again = visitor.post(f"{at}/coupons/new?kind=amount_off", TWENTY)
    query = again.headers["Location"].partition("?")[2].partition("#")[0]
    kept, saved = (part.partition("=")[2] for part in query.split("&"))
    write(house, {**draft(house), "label": {"zh": "新", "en": "New"}})
    assert "designs__undo" not in visitor.read(f"{at}?{query}")
    visitor.post(f"{at}/undo", {"number": kept, "seen": saved})
    assert draft(house)["coupons"] == [MADE]
    assert draft(house)["label"]["zh"] == "新"


@pytest.mark.parametrize("thing", ["coupons/tea", "benefits/care", "benefits/cake"])
def test_saving_a_form_that_nobody_touched_changes_nothing(
    house: House, there: Visitor, at: str, thing: str
) -> None:
    before = load(draft(house))
    answer = there.post(f"{at}/{thing}", typed(there.read(f"{at}/{thing}")))
    assert answer.status_code == 302, answer.text
    assert load(draft(house)) == before
    assert draft(house)["coupons"] == [TEA]


@pytest.mark.parametrize("valid", [None, "7d", "3mo", "month", {"until": "2027-01-31"}], ids=str)
def test_each_way_of_being_valid_goes_into_the_form_and_back(
    house: House, visitor: Visitor, at: str, valid: Any
) -> None:
    coupon = MADE | {"valid": valid} if valid else {k: v for k, v in MADE.items() if k != "valid"}
    write(house, content(coupons=[coupon]))
    answer = visitor.post(
        f"{at}/coupons/twenty_off", typed(visitor.read(f"{at}/coupons/twenty_off"))
    )
    assert answer.status_code == 302
    assert draft(house)["coupons"] == [coupon]


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"label.zh": "", "label.en": ""}, "label-zh", "起个名字"),
        ({"options.amount": ""}, "options-amount", "请填写"),
        ({"options.amount": "much"}, "options-amount", "不是金额"),
        ({"minimum": "-1"}, "minimum", "不能为负"),
        ({"most_each": "0"}, "most_each", "1 到 10000"),
        ({"valid.days": ""}, "valid-days", "请填写"),
        ({"valid.days": "9999"}, "valid-days", "超出范围"),
        ({"valid.way": "dates"}, "valid-from", "至少写一个"),
        (
            {"valid.way": "dates", "valid.from": "2026-05-02", "valid.until": "2026-05-01"},
            "valid-until",
            "还没开始就结束了",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_wrong_is_said_beside_the_input_and_nothing_is_lost(
    house: House, visitor: Visitor, at: str, given: dict[str, str], name: str, said: str
) -> None:
    answer = visitor.post(
        f"{at}/coupons/new?kind=amount_off", {**TWENTY, **given, "goods.zh": "裙"}
    )
    assert answer.status_code == 422
    beside = answer.text.split(f'id="field-{name}-error"', 1)
    assert len(beside) == 2, "It is said elsewhere."
    assert said in beside[1][:600]
    assert 'value="裙"' in answer.text
    assert "coupons" not in draft(house)


def test_what_a_check_would_have_one_think_about_stands_beside_the_input(
    visitor: Visitor, at: str
) -> None:
    visitor.post(f"{at}/coupons/new?kind=amount_off", {**TWENTY, "minimum": "15"})
    page = visitor.read(f"{at}/coupons/twenty_off")
    assert "一单可以一分不付" in page.split('name="minimum"', 1)[1][:700]
    assert "一单可以一分不付" in visitor.read(at)


def test_reading_aloud_keeps_nothing(house: House, visitor: Visitor, at: str) -> None:
    answer = visitor.post(f"{at}/coupons/new?kind=amount_off", {**TWENTY, "look": "y"})
    assert answer.status_code == 200
    assert "满 ¥200.00 减 ¥20.00" in answer.text
    assert "¥20.00 off from ¥200.00" in answer.text
    assert "今天发的，用到" in answer.text
    told = visitor.post(f"{at}/coupons/told?kind=amount_off", TWENTY).get_json()
    assert told["worth"] == ["满 ¥200.00 减 ¥20.00", "¥20.00 off from ¥200.00"]
    assert told["terms"] == ["30 天内有效", "valid for 30 days"]
    assert "coupons" not in draft(house)


def test_two_people_see_what_the_other_said_and_choose(
    house: House, there: Visitor, at: str
) -> None:
    mine = typed(there.read(f"{at}/coupons/tea")) | {"minimum": "80"}
    theirs = full()
    theirs["coupons"][0] |= {"minimum": 100, "valid": "7d"}
    write(house, theirs)
    answer = there.post(f"{at}/coupons/tea", mine)
    assert answer.status_code == 409
    for said in ("friend@mine.example", "<td>100</td>", "<td>80</td>", "领取后多少天内"):
        assert said in answer.text
    assert draft(house)["coupons"] == theirs["coupons"], "Nobody is overwritten unasked."
    assert there.post(f"{at}/coupons/tea", typed(answer.text)).status_code == 302
    assert draft(house)["coupons"][0] == TEA | {"minimum": 80}


def test_a_change_elsewhere_in_the_draft_is_no_conflict(
    house: House, there: Visitor, at: str
) -> None:
    mine = typed(there.read(f"{at}/coupons/tea")) | {"minimum": "80"}
    write(house, full() | {"label": {"zh": "改了名", "en": "Renamed"}})
    assert there.post(f"{at}/coupons/tea", mine).status_code == 302
    assert draft(house)["label"]["zh"] == "改了名"
    assert draft(house)["coupons"][0]["minimum"] == 80


def test_one_that_somebody_deleted_meanwhile_comes_back_only_by_saving_twice(
    house: House, visitor: Visitor, at: str
) -> None:
    write(house, content(coupons=[MADE]))
    mine = typed(visitor.read(f"{at}/coupons/twenty_off"))
    write(house, content())
    answer = visitor.post(f"{at}/coupons/twenty_off", mine)
    assert answer.status_code == 409
    assert "刚刚删除了它" in answer.text
    assert visitor.post(f"{at}/coupons/twenty_off", typed(answer.text)).status_code == 302
    assert draft(house)["coupons"] == [MADE]


def test_a_coupon_that_is_used_is_not_deleted_and_its_places_are_told(
    house: House, there: Visitor, at: str
) -> None:
    page = there.read(f"{at}/coupons/tea/remove")
    for said in (
        "等级“金卡会员” · 晋升礼包",
        "等级“金卡会员” · 周期权益",
        "权益“生日礼”",
        "自动化“送茶” · 券被使用",
        "自动化“送茶” · 发优惠券",
    ):
        assert said in page
    assert "button--danger" not in page
    answer = there.post(f"{at}/coupons/tea/remove")
    assert answer.status_code == 409
    assert "晋升礼包" in answer.text
    assert draft(house)["coupons"] == [TEA]


def test_every_kind_is_offered_and_its_form_asks_for_what_it_declares(
    visitor: Visitor, at: str
) -> None:
    for offer, kinds in (("coupons", COUPON_KINDS), ("benefits", BENEFIT_KINDS)):
        page = visitor.read(f"{at}/{offer}/new")
        for kind in kinds:
            assert kind.label.zh in page
            assert kind.about.zh in page
            form = visitor.read(f"{at}/{offer}/new?kind={kind.key}")
            for option in kind.options:
                assert f'name="options.{option.key}"' in form


def test_a_kind_that_is_new_needs_no_page_of_its_own(
    house: House, visitor: Visitor, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Registry(COUPON_KINDS.sort, [*COUPON_KINDS, Ride()])
    for module in SHELVED:
        monkeypatch.setattr(f"app.{module}.COUPON_KINDS", shelf)
    assert "接送券" in visitor.read(f"{at}/coupons/new")
    page = visitor.read(f"{at}/coupons/new?kind=ride")
    assert "早上" in page, "Its choices are offered."
    ride = {**NEW, "label.zh": "接送", "options.when": "am", "options.seats": "2"}
    assert visitor.post(f"{at}/coupons/new?kind=ride", ride).status_code == 302
    (made,) = draft(house)["coupons"]
    assert made["options"] == {"when": "am", "seats": 2}
    assert made["key"] == "ride"
    assert "2 人接送" in visitor.read(at)


def test_a_draft_that_cannot_be_read_is_shown_and_not_written(
    house: House, visitor: Visitor, at: str
) -> None:
    broken = content(coupons=[MADE], ladders="none")
    write(house, broken)
    page = visitor.read(at)
    assert "草稿现在读不懂" in page
    assert "/coupons/new" not in page
    assert visitor.post(f"{at}/coupons/twenty_off/remove").status_code == 422
    assert draft(house) == broken


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
def test_who_may_only_read_sees_designs_without_ways_to_change_them(
    house: House, there: Visitor, at: str, role: Role
) -> None:
    reader = house.signed_in(role)
    page = reader.read(at)
    assert "茶券" in page
    assert "/remove" not in page
    assert reader.post(f"{at}/coupons/new?kind=gift", TWENTY).status_code == 403
    assert reader.post(f"{at}/coupons/tea/remove").status_code == 403
