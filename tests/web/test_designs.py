"""Coupons and benefits are designed in forms that work without scripts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from app.access import Role
from app.builder import drafts
from app.program.benefits import BENEFIT_KINDS
from app.program.codec import load
from app.program.coupons import COUPON_KINDS, CouponKind
from app.program.field import Field
from app.program.fields.base import Reading
from app.registry import Registry
from app.words import Words
from tests.web.houses import CONTENT, House, Visitor

NEW = {"valid.way": "days", "valid.days": "30", "transferable": "no", "on_refund": "return"}
TWENTY = {
    **NEW,
    "label.zh": "二十元券",
    "label.en": "Twenty off",
    "options.amount": "20",
    "minimum": "200",
}
MADE = {
    "key": "twenty_off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 200,
    "valid": "30d",
}
TEA: dict[str, Any] = {
    "key": "tea",
    "kind": "gift",
    "label": {"zh": "茶券", "en": "Tea"},
    "options": {"what": "茶"},
    "minimum": 59.9,
    "valid": {"from": "2026-03-01", "until": "2026-12-31"},
    "stores": {"zh": "城中店", "en": "Old town"},
    "goods": {"zh": "热饮", "en": "hot drinks"},
    "most_each": 2,
    "cost": 3,
    "budget": "teas",
    "transferable": True,
    "on_refund": "keep",
    "help": {"zh": "凭码领取", "en": "Show the code"},
}
CARE: dict[str, Any] = {
    "key": "care",
    "kind": "discount",
    "label": {"zh": "折扣", "en": "Discount"},
    "help": {"zh": "结账时自动", "en": "At the till"},
}
BIRTHDAY = {
    "key": "cake",
    "kind": "birthday_gift",
    "label": {"zh": "生日礼", "en": "Birthday"},
    "options": {"coupon": "tea"},
}
SENDING: dict[str, Any] = {
    "key": "send",
    "label": {"zh": "送茶", "en": "Send tea"},
    "trigger": {"kind": "coupon_used", "options": {"coupon": "tea"}},
    "start": "give",
    "steps": [{"key": "give", "kind": "grant_coupon", "options": {"coupon": "tea"}}],
}


SHELVED = (
    "web.designs.declared",
    "program.benefit_words",
    "program.face_value",
    "builder.checks.known_benefits",
    "builder.checks.usable_coupons",
)
"""Where the shelf of coupon kinds is looked at."""


def content(**more: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps({**CONTENT, **more}))
    return made


def full() -> dict[str, Any]:
    """Give a programme in which tea is given by a tier, a benefit and an automation."""
    made = content(
        coupons=[TEA],
        benefits=[CARE, BIRTHDAY],
        flows=[SENDING],
        budgets=[{"key": "teas", "label": "茶", "of": "coupons", "most": 9}],
    )
    gold = made["ladders"][0]["tiers"][2]
    gold["pack"] = {"coupons": ["tea"], "points": [{"amount": 100}]}
    gold["recurring"] = [{"key": "monthly", "coupon": "tea", "every": "month"}]
    gold["benefits"] = [{"benefit": "care", "options": {"percent_off": 12}}]
    return made


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def write(house: House, written: Any, by: str = "friend@mine.example") -> None:
    """Have somebody else save the draft."""
    with house.spaces.writing(house.mine.workspace_id) as space:
        seen = drafts.get(space, house.mine.program_id).version
        drafts.keep(space, house.mine.program_id, written, seen=seen, now=house.now, by=by)


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


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def typed(page: str) -> dict[str, str]:
    """Read what a browser would send back of a form, without touching anything."""
    form = page.split("designs__form", 1)[1].split("</form>", 1)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (' type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrf_token")
    return found


def undone(visitor: Visitor, at: str, answer: TestResponse) -> None:
    page = visitor.read(answer.headers["Location"].partition("#")[0])
    values = {name: re.search(rf'name="{name}" value="(\d+)"', page) for name in ("number", "seen")}
    visitor.post(f"{at}/undo", {name: each[1] for name, each in values.items() if each})


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
    kept.pop("again", None)
    assert there.post(where, kept).status_code == 302
    assert load(draft(house)) == load(full())
    assert there.post(where, {"seen": seen(there.read(where))}).status_code == 302
    gold = draft(house)["ladders"][0]["tiers"][2]
    assert "pack" not in gold
    assert "recurring" not in gold


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
