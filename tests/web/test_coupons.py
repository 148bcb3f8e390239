"""Pages about benefits and coupons: the matrix, a member's coupons, the counter."""

import re
from typing import Any

import pytest

from app.access import Role
from app.clock import to_instant
from app.runtime import coupons
from app.runtime.coupons import Issuance
from app.storage.coupons import Coupon
from tests.web.houses import CONTENT, House, some_members

OFF = {
    "key": "off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 100,
    "valid": "30d",
}
DISCOUNT = {
    "key": "discount",
    "kind": "discount",
    "label": {"zh": "会员折扣", "en": "Discount"},
    "options": {"percent_off": 5},
}
BADGE = {"key": "badge", "kind": "badge", "label": {"zh": "专属徽章", "en": "Badge"}}


@pytest.fixture
def shop(house: House) -> House:
    """The same product, whose programme gives something."""
    ladder: Any = CONTENT["ladders"][0]  # type: ignore[index]
    slate, bronze, gold = ladder["tiers"]
    tiers = [
        {**slate, "benefits": ["discount"]},
        {**bronze, "benefits": [{"benefit": "discount", "options": {"percent_off": 8}}, "badge"]},
        {
            **gold,
            "benefits": [{"benefit": "discount", "options": {"percent_off": 12}}, "badge"],
            "pack": {"coupons": ["off"], "points": [{"amount": 100}]},
            "recurring": [{"key": "m", "coupon": "off", "every": "month"}],
        },
    ]
    more: Any = {
        **CONTENT,
        "ladders": [{**ladder, "tiers": tiers}],
        "benefits": [DISCOUNT, BADGE],
        "coupons": [OFF],
    }
    house.mine.publish(more)
    return house


def issued(house: House, member_id: int, cause: str = "hello") -> Coupon:
    team = house.mine
    asked = [Issuance(member_id=member_id, design="off", cause=cause)]
    with team.spaces.writing(team.workspace_id) as space:
        (one,) = coupons.issue(space, team.live, asked, now=to_instant(team.now))
    return one


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_matrix_shows_what_each_tier_gives(shop: House) -> None:
    members = some_members(shop.mine)
    issued(shop, members["new"])
    text = words_of(shop.signed_in().read(f"{shop.at}/benefits"))
    assert "会员折扣 专属折扣 效果 会员折扣 9.5 折 9.2 折 8.8 折" in text
    assert "专属徽章 专属标识 效果 专属徽章 — 有 有" in text
    assert "晋升礼包 一生一次 — — 二十元券、100 积分" in text
    assert "每月二十元券" in text
    assert "满 ¥100.00 减 ¥20.00，30 天内有效" in text
    assert "未使用 1 已使用 0 已过期 0 已失效 0" in text


def test_a_programme_that_gives_nothing_is_told_how_to_begin(house: House) -> None:
    text = words_of(house.signed_in().read(f"{house.at}/benefits"))
    assert "还没有权益和优惠券" in text


def test_a_member_has_benefits_and_coupons_on_their_page(shop: House) -> None:
    members = some_members(shop.mine)
    one = issued(shop, members["new"])
    visitor = shop.signed_in()
    text = words_of(visitor.read(f"{shop.at}/members/{members['new']}"))
    assert "会员折扣 9.5 折 普通会员" in text
    assert "二十元券 到 2026-03-30" in text
    listed = visitor.read(f"{shop.at}/members/{members['new']}/coupons")
    assert one.code in listed
    assert "未使用" in listed


def test_the_counter_shows_what_a_code_is_and_redeems_it_once(shop: House) -> None:
    members = some_members(shop.mine)
    one = issued(shop, members["new"])
    clerk = shop.signed_in(Role.CLERK)
    counter = f"{shop.at}/redeem"
    assert "输入会员出示的券码" in clerk.read(counter)
    page = clerk.get(f"{counter}?code={one.code.lower()}").text
    assert "满 ¥100.00 减 ¥20.00" in page
    assert "确认核销" in page
    low = clerk.post(counter, {"code": one.code, "spent": "99"})
    assert low.status_code == 422
    assert "要满 ¥100.00" in low.text
    done = clerk.post(
        counter,
        {"code": one.code, "spent": "100", "order": "o1"},
    )
    assert done.status_code == 200
    assert "已核销" in done.text
    again = clerk.get(f"{counter}?code={one.code}").text
    assert "这张券已于 2026-03-01 使用" in again
    assert "确认核销" not in again


def test_an_unknown_code_is_said_to_be_none(shop: House) -> None:
    clerk = shop.signed_in(Role.CLERK)
    answer = clerk.get(f"{shop.at}/redeem?code=2222-2222-2222")
    assert answer.status_code == 404
    assert "没有这个券码" in answer.text


def test_a_clerk_goes_to_the_counter_and_nowhere_else(shop: House) -> None:
    clerk = shop.signed_in(Role.CLERK)
    assert clerk.get("/").location == f"{shop.at}/redeem"
    page = clerk.read(f"{shop.at}/redeem")
    assert page.count('class="side__link"') <= 2
    assert clerk.get(f"{shop.at}/benefits").status_code == 403


def test_a_coupon_is_made_void_and_issued_again_with_a_reason(shop: House) -> None:
    members = some_members(shop.mine)
    one = issued(shop, members["new"])
    visitor = shop.signed_in()
    page = f"{shop.at}/members/{members['new']}/coupons/{one.id}"
    blank = visitor.post(f"{page}/reissue", {"reason": ""})
    assert blank.status_code == 422
    assert "请写明原因" in blank.text
    answer = visitor.post(f"{page}/reissue", {"reason": "没收到"})
    assert answer.status_code == 302
    assert "补发" in visitor.read(answer.location)
    assert "已失效" in visitor.read(page)
    assert visitor.post(f"{page}/reissue", {"reason": "再来"}).status_code == 422


def test_who_may_not_redeem_sees_the_end_of_a_code_alone(shop: House) -> None:
    members = some_members(shop.mine)
    one = issued(shop, members["new"])
    auditor = shop.signed_in(Role.AUDITOR)
    page = auditor.read(f"{shop.at}/members/{members['new']}/coupons/{one.id}")
    assert one.code not in page
    assert f"••••-••••-{one.code[-4:]}" in page
    assert "补发一张" not in page
