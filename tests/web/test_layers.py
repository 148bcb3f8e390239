"""Tiers set by people on pages, and what a member's page tells of layers and the review ahead."""

import re
from datetime import timedelta
from typing import Any

import pytest

from app.access import Role
from app.runtime.jobs import evaluate_what_is_due
from app.storage import audit
from tests.web.houses import CONTENT, House, Visitor, enrol, tier


def spent(amount: int) -> Any:
    return {">=": [{"sum_of": ["order.net", "period"]}, amount]}


REVIEWED = {
    **CONTENT,
    "ladders": [
        {
            **CONTENT["ladders"][0],  # type: ignore[index]  # The content is JSON.
            "tiers": [
                tier("slate", "普通会员", "Regular"),
                tier("bronze", "铜卡会员", "Bronze", spent(300)),
                tier("gold", "金卡会员", "Gold", spent(3000)),
            ],
            "period": "year",
            "review": {"due": "period", "grace_days": 15, "notice_days": 30},
            "trials": [
                {
                    "key": "taste",
                    "label": {"zh": "金卡体验", "en": "A taste of gold"},
                    "tier": "gold",
                    "days": 7,
                }
            ],
        }
    ],
}


@pytest.fixture
def shop(house: House) -> House:
    house.mine.publish(REVIEWED)
    return house


def a_member(house: House, key: str = "ann", **values: Any) -> int:
    return enrol(house.mine, key, name="林婉清", **values)


FLOOR = {"kind": "floor", "tier": "main/gold", "reason": "十周年答谢"}


def set_tier(visitor: Visitor, member: int, **form: str) -> Any:
    return visitor.post(f"{visitor.house.at}/members/{member}/layers", form)


def page(visitor: Visitor, member: int) -> str:
    return visitor.read(f"{visitor.house.at}/members/{member}")


def anew(house: House, member: int) -> str:
    """Look at a member after some time, when a sign-in of before has ended."""
    return page(house.signed_in(), member)


def in_force(text: str) -> str:
    found = re.search(r'class="member__tier">([^<]+)', text)
    assert found is not None
    return found[1].strip()


def test_a_tier_is_set_with_a_reason_and_ended_again(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    answer = set_tier(visitor, ann, **FLOOR)
    assert answer.status_code == 302, answer.text
    text = page(visitor, ann)
    assert in_force(text) == "金卡会员"
    assert "人工保底开始：十周年答谢" in text
    assert "更高的等级不要求它" not in text, "the higher one was given"
    layer = re.search(r"/layers/(\d+)\"", text)
    assert layer is not None
    end = f"{shop.at}/members/{ann}/layers/{layer[1]}"
    assert "人工保底" in visitor.read(end)
    refused = visitor.post(end, {"reason": " "})
    assert (refused.status_code, "请写明原因" in refused.text) == (422, True)
    assert visitor.post(end, {"reason": "活动结束"}).status_code == 302
    text = page(visitor, ann)
    assert in_force(text) == "普通会员"
    assert "提前结束：活动结束" in text
    assert visitor.get(end).status_code == 404
    assert visitor.post(end, {"reason": "again"}).status_code == 409
    with shop.spaces.reading(shop.mine.workspace_id) as space:
        actors = {each["actor"] for each in audit.entries(space, limit=2)}
    assert actors == {"owner@mine.example"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reason": ""}, "请写明原因"),
        ({"reason": "x" * 501}, "最多 500 个字符"),
        ({"tier": ""}, "请选择等级"),
        ({"tier": "main/platinum"}, "请选择等级"),
        ({"kind": "trial"}, "请选择一项"),
        ({"starts": "soon"}, "请写日期"),
        ({"until": "2026-02-01"}, "结束时间要晚于"),
        ({"starts": "2026-05-02", "until": "2026-05-01"}, "结束时间要晚于"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    shop: House, changed: dict[str, str], told: str
) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    answer = set_tier(visitor, ann, **{**FLOOR, **changed})
    assert answer.status_code == 422
    assert told in answer.text
    assert changed.get("reason", FLOOR["reason"]) in answer.text
    assert in_force(page(visitor, ann)) == "普通会员"


def test_a_tier_lasts_through_the_day_that_was_written(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    set_tier(visitor, ann, **FLOOR, starts="2026-03-02", until="2026-03-03")
    text = page(visitor, ann)
    assert in_force(text) == "普通会员"
    assert re.search(r"2026-03-02 – <time[^>]*>2026-03-03</time>", text), "as it was written"
    shop.wait(hours=12)
    assert in_force(anew(shop, ann)) == "金卡会员", "The worker has not ticked yet."
    shop.wait(hours=47)
    assert in_force(anew(shop, ann)) == "金卡会员"
    shop.wait(hours=1)
    assert in_force(anew(shop, ann)) == "普通会员"


def test_a_trial_is_started_once(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    where = f"{shop.at}/members/{ann}"
    assert "金卡体验" in visitor.read(f"{where}/layers")
    trial = {"ladder": "main", "trial": "taste"}
    assert visitor.post(f"{where}/trials", trial).status_code == 302
    text = page(visitor, ann)
    assert in_force(text) == "金卡会员"
    assert "体验，至 2026-03-08 12:00" in text
    again = visitor.post(f"{where}/trials", trial)
    assert (again.status_code, "只能体验一次" in again.text) == (422, True)
    assert "开始体验" not in visitor.read(f"{where}/layers")


def test_a_lock_says_that_nothing_moves_the_tier(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    set_tier(visitor, ann, **{**FLOOR, "kind": "lock", "tier": "main/slate"})
    shop.mine.buy("ann", 300)
    text = page(visitor, ann)
    assert in_force(text) == "普通会员"
    assert "已锁定" in text
    assert "挣得的等级，实际等级不变" in text


def test_the_review_ahead_is_told_and_who_is_at_risk_listed(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    shop.mine.buy("ann", 3000)
    shop.mine.at(2027, 1, 1, 1)
    evaluate_what_is_due(shop.spaces.engine, shop.mine.now)
    shop.mine.buy("ann", 400)
    shop.now = shop.mine.now
    visitor = shop.signed_in()
    text = page(visitor, ann)
    assert "有降级风险" in text
    assert "2028-01-01" in text
    assert "再消费 ¥2,600" in text
    assert "先宽限到 2028-01-16" in text
    listed = visitor.read(f"{shop.at}/at-risk?days=366")
    assert "林婉清" in listed
    assert "再消费 ¥2,600" in listed
    assert "林婉清" not in visitor.read(f"{shop.at}/at-risk?days=7")
    shop.mine.at(2028, 1, 2, 1)
    evaluate_what_is_due(shop.spaces.engine, shop.mine.now)
    shop.now = shop.mine.now
    visitor = shop.signed_in()
    assert "考核未通过，正在宽限" in page(visitor, ann)
    assert "宽限期内" in visitor.read(f"{shop.at}/at-risk")
    shop.mine.at(2028, 1, 16, 1)
    evaluate_what_is_due(shop.spaces.engine, shop.mine.now)
    shop.now = shop.mine.now
    visitor = shop.signed_in()
    assert in_force(page(visitor, ann)) == "铜卡会员"
    assert "到期考核" in page(visitor, ann)


def test_who_may_not_set_tiers_is_not_offered_it(shop: House) -> None:
    ann = a_member(shop)
    set_tier(shop.signed_in(), ann, **FLOOR)
    visitor = shop.signed_in(Role.ANALYST)
    text = page(visitor, ann)
    assert "设定等级" not in text
    assert "/layers/" not in text
    assert visitor.get(f"{shop.at}/members/{ann}/layers").status_code == 403
    assert set_tier(visitor, ann, **FLOOR).status_code == 403
    listed = visitor.read(f"{shop.at}/at-risk?days=366")
    assert "林婉清" not in listed


def test_a_change_of_the_earned_tier_alone_is_no_promotion(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    set_tier(visitor, ann, **FLOOR)
    shop.wait(hours=1)
    visitor = shop.signed_in()
    before = visitor.read(shop.at)
    shop.mine.buy("ann", 300)
    assert moves(visitor.read(shop.at)) == moves(before) == ("1", "0")


def moves(text: str) -> tuple[str, str]:
    found = re.findall(
        r'figure__label">(?:晋升|降级)</span>\s*<span class="figure__value">(\d+)', text
    )
    return found[0], found[1]


@pytest.mark.parametrize("after", ["x", "W251bGwsMV0", "WyJhIiwxXQ"])
def test_a_changed_address_of_the_list_breaks_nothing(shop: House, after: str) -> None:
    visitor = shop.signed_in()
    answer = visitor.get(f"{shop.at}/at-risk", query_string={"after": after})
    assert answer.status_code in {200, 404}
    for query in ({"days": "-5"}, {"days": "x"}, {"days": "99999999999"}, {"ladder": "nope"}):
        assert visitor.get(f"{shop.at}/at-risk", query_string=query).status_code == 200


def test_a_week_is_a_week(shop: House) -> None:
    ann, visitor = a_member(shop), shop.signed_in()
    visitor.post(f"{shop.at}/members/{ann}/trials", {"ladder": "main", "trial": "taste"})
    shop.now += timedelta(days=7) - timedelta(seconds=1)
    assert in_force(anew(shop, ann)) == "金卡会员"
    shop.now += timedelta(seconds=1)
    text = anew(shop, ann)
    assert in_force(text) == "普通会员"
    assert "到期" in text


def test_a_tier_reached_before_says_until_when_it_holds(shop: House) -> None:
    ann = a_member(shop)
    shop.mine.buy("ann", 3000)
    shop.mine.at(2027, 1, 1, 1)
    evaluate_what_is_due(shop.spaces.engine, shop.mine.now)
    shop.now = shop.mine.now
    text = anew(shop, ann)
    assert "“金卡会员”于 2026-03-01 取得，保留到 2028-01-01 考核。" in text
    assert "入会时定级" in text


def test_where_nothing_can_be_tried_the_page_says_how_a_trial_is_made(house: House) -> None:
    ann, visitor = a_member(house), house.signed_in()
    text = visitor.read(f"{house.at}/members/{ann}/layers").partition("<main")[2]
    assert "还没有可以给的体验" in text
    assert f'href="{house.at}/ladder"' in text


def test_a_ladder_that_is_looked_at_daily_leads_to_where_reviews_are_designed(house: House) -> None:
    def shown(role: Role) -> str:
        page = house.signed_in(role).read(f"{house.at}/at-risk")
        return page.partition("<main")[2].partition("</main>")[0]

    assert f'href="{house.at}/ladder"' in shown(Role.OPERATOR)
    assert f'href="{house.at}/members"' in shown(Role.AUDITOR)
    assert f'href="{house.at}/ladder"' not in shown(Role.AUDITOR)
