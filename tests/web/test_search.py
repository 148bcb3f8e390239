"""Ctrl+K finds members, pages and what was designed, as far as who asks may see it."""

from typing import Any

import pytest

from app.access import Role
from tests.web.houses import CONTENT, House, some_members

CITY = {"key": "city", "kind": "text", "label": {"zh": "常住城市", "en": "Home town"}}
JOIN = {
    "key": "join",
    "label": {"zh": "入会登记", "en": "Join us"},
    "who": {"by": "phone"},
    "pages": [{"key": "one", "items": [{"kind": "field", "key": "phone", "field": "phone"}]}],
}
LINE = {"key": "line", "kind": "fast_track", "label": {"zh": "快速通道", "en": "Fast track"}}
BUYERS = {
    "key": "buyers",
    "label": {"zh": "买家", "en": "Buyers"},
    "where": {">=": [{"count_of": ["order"]}, 1]},
}
WIDE = {
    **CONTENT,
    "objects": [{"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": [CITY]}],
    "forms": [JOIN],
    "benefits": [LINE],
    "segments": [BUYERS],
}


@pytest.fixture
def shop(house: House) -> House:
    house.mine.publish(WIDE)
    some_members(house.mine)
    return house


def found(house: House, text: str, role: Role = Role.OWNER) -> list[tuple[str, str, str]]:
    answer = house.signed_in(role).get(f"{house.at}/search", query_string={"q": text})
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return [(each["label"], each["detail"], each["url"].removeprefix(house.at)) for each in items]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("城市", ("常住城市", "字段 · 会员", "/objects#/objects/0/fields/0")),
        ("home town", ("常住城市", "字段 · 会员", "/objects#/objects/0/fields/0")),
        ("金卡", ("金卡会员", "等级 · 会员等级", "/ladder#/ladders/0/tiers/2")),
        ("BRONZE", ("铜卡会员", "等级 · 会员等级", "/ladder#/ladders/0/tiers/1")),
        ("入会登记", ("入会登记", "表单", "/forms/design#/forms/0")),
        ("快速", ("快速通道", "权益", "/benefits")),
        ("买家", ("买家", "人群", "/segments")),
        ("退款单号", ("退款单号", "字段 · 退款", "/objects")),
        ("试写", ("试写条件", "页面", "/conditions")),
        ("核销", ("核销", "页面", "/redeem")),
    ],
)
def test_what_was_designed_is_found_where_it_is(
    shop: House, text: str, item: tuple[str, str, str]
) -> None:
    assert item in found(shop, text)


def test_members_come_first(shop: House) -> None:
    label, detail, url = found(shop, "林")[0]
    assert label == "林婉清"
    assert "铜卡会员" in detail
    assert url.startswith("/members/")


def test_each_page_is_found_once(shop: House) -> None:
    urls = [url for _, detail, url in found(shop, "e") if detail == "页面"]
    assert len(urls) == len(set(urls))


def test_who_may_not_publish_does_not_find_where_one_does(shop: House) -> None:
    publish = ("检查并发布", "页面", "/releases/next")
    assert publish in found(shop, "检查并发布")
    assert publish not in found(shop, "检查并发布", Role.ANALYST)


def test_who_may_not_read_names_does_not_find_by_them(shop: House) -> None:
    assert found(shop, "林婉清", Role.ANALYST) == []
    assert found(shop, "林婉清", Role.AUDITOR) != []


def test_who_only_redeems_searches_nothing(shop: House) -> None:
    answer = shop.signed_in(Role.CLERK).get(f"{shop.at}/search?q=e")
    assert answer.status_code == 403


def test_another_team_finds_nothing_of_ours(shop: House) -> None:
    visitor = shop.signed_in(team="theirs")
    assert visitor.get(f"{shop.at}/search?q=e").status_code == 404
    items = visitor.get(f"/programs/{shop.theirs.program_id}/search?q=快速").get_json()["items"]
    assert items == []


def test_nothing_typed_lists_the_places_of_the_navigation(shop: House) -> None:
    details = {detail for _, detail, _ in found(shop, " ")}
    assert details == {"页面"}
