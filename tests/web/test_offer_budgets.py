"""The page of benefits: budgets of coupons and benefits, and what each of them draws on."""

from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from app.clock import to_instant
from app.runtime import coupons
from app.runtime.coupons import Issuance
from app.runtime.releases import live
from tests.runtime.flowing import COUPON, programme
from tests.web.houses import House, Visitor

TEA = {"key": "tea", "kind": "gift", "label": "茶券", "options": {"what": "茶"}}
BADGE = {"key": "badge", "kind": "badge", "label": "徽章"}
SPRING = {"key": "spring", "label": "春季", "of": "coupons", "most": 4, "every": "month"}
FACE = {"key": "face", "label": "面值", "of": "coupons", "money": 500}
BADGES = {"key": "badges", "label": "徽章预算", "of": "benefits", "most": 10}
TYPED = {"label": "夏季", "english": "Summer", "of": "coupons", "every": "month", "how": "most"}


def content(**more: Any) -> dict[str, Any]:
    return programme(
        coupons=[{**COUPON, "budget": "spring"}, TEA],
        benefits=[BADGE],
        budgets=[SPRING, FACE, BADGES],
        **more,
    )


@pytest.fixture
def visitor(house: House) -> Visitor:
    house.mine.publish(content())
    return house.signed_in()


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def version(house: House) -> str:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return str(drafts.get(space, house.mine.program_id).version)


def save(house: House, visitor: Visitor, thing: str, **more: Any) -> Any:
    return visitor.post(f"{house.at}/offers/{thing}", {"version": version(house)} | more)


def test_the_page_says_how_full_budgets_are_and_what_each_offer_takes(
    house: House, visitor: Visitor
) -> None:
    club = house.mine
    member = club.join("ann")
    with club.spaces.writing(club.workspace_id) as space:
        wanted = [Issuance(member_id=member, design="ten_off", cause="test", count=5)]
        found = live(space, club.program_id)
        coupons.lock_members(space, found, wanted)
        coupons.issue(space, found, wanted, now=to_instant(house.now))
    page = visitor.read(f"{house.at}/benefits")
    for said in (
        "每月 4 张券，用完即停",
        "<strong>4</strong> / 4",
        "没有发出 1",
        "已用完，不再发放",
    ):
        assert said in page
    assert "从它出：优惠券“Ten off”" in page
    assert "1 张券" in page


def test_a_coupon_draws_on_the_budgets_that_are_ticked(house: House, visitor: Visitor) -> None:
    chosen = ["spring", "face"]
    answer = save(house, visitor, "coupons/ten_off", budgets=chosen, cost="8.50")
    assert answer.status_code == 302
    assert draft(house)["coupons"][0]["budget"] == chosen
    assert draft(house)["coupons"][0]["cost"] == "8.50"
    page = visitor.read(answer.headers["Location"])
    assert "¥10.00" in page
    assert "¥8.50" in page
    assert "修改未发布" in page
    save(house, visitor, "coupons/ten_off")
    assert draft(house)["coupons"][0] == COUPON
    house.mine.release()


def test_a_benefit_draws_on_a_budget_of_benefits(house: House, visitor: Visitor) -> None:
    page = visitor.read(f"{house.at}/offers/benefits/badge")
    assert "徽章预算" in page
    assert "春季" not in page
    assert save(house, visitor, "benefits/badge", budgets="badges").status_code == 302
    assert draft(house)["benefits"] == [{**BADGE, "budget": "badges"}]


@pytest.mark.parametrize(
    ("thing", "typed", "said"),
    [
        ("coupons/ten_off", {"cost": "much"}, "cost-error"),
        ("coupons/ten_off", {"cost": "1.234"}, "cost-error"),
        ("coupons/ten_off", {"budgets": ["badges"]}, "没有预算“badges”"),
        ("coupons/ten_off", {"budgets": ["nope"]}, "没有预算“nope”"),
        ("coupons/tea", {"budgets": ["face"]}, "请写每张成本"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    house: House, visitor: Visitor, thing: str, typed: dict[str, Any], said: str
) -> None:
    before = draft(house)
    answer = save(house, visitor, thing, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert str(typed.get("cost", "")) in answer.text
    assert draft(house) == before


def test_two_editors_do_not_overwrite_each_other(house: House, visitor: Visitor) -> None:
    old = version(house)
    assert save(house, visitor, "coupons/tea", cost="3").status_code == 302
    answer = visitor.post(f"{house.at}/offers/coupons/tea", {"version": old, "cost": "4"})
    assert answer.status_code == 422
    assert "草稿刚被别人改过" in answer.text
    assert 'value="4"' in answer.text


def test_a_budget_is_made_changed_and_removed_from_the_page_of_benefits(
    house: House, visitor: Visitor
) -> None:
    way = f"{house.at}/earning/budgets"
    assert 'value="coupons" selected' in visitor.read(f"{way}/new?of=coupons&from=benefits")
    answer = visitor.post(f"{way}/new?from=benefits", TYPED | {"most": "300", "stops": "y"})
    assert answer.headers["Location"].endswith("/benefits#budgets")
    made = draft(house)["budgets"][-1]
    assert made == {
        "key": "budget_1",
        "label": {"zh": "夏季", "en": "Summer"},
        "of": "coupons",
        "most": 300,
        "every": "month",
    }
    changed = TYPED | {"most": "200", "stops": "y", "version": version(house)}
    assert visitor.post(f"{way}/budget_1?from=benefits", changed).status_code == 302
    assert draft(house)["budgets"][-1]["most"] == 200
    visitor.post(f"{way}/budget_1/delete?from=benefits", {})
    assert [each["key"] for each in draft(house)["budgets"]] == ["spring", "face", "badges"]


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"most": ""}, "most-error"),
        ({"most": "lots"}, "most-error"),
        ({"most": "0"}, "most-error"),
        ({"most": "2.5"}, "most-error"),
        ({"how": "money", "money": ""}, "money-error"),
        ({"how": "money", "money": "-1"}, "money-error"),
        ({"how": "money", "money": "1.005"}, "money-error"),
        ({"how": "money", "money": "5", "of": "benefits"}, "worth-error"),
        ({"most": "5", "label": "", "english": ""}, "label-error"),
        ({"most": "5", "every": "fortnight"}, "every-error"),
    ],
)
def test_a_budget_that_says_too_little_is_told_beside_its_field(
    house: House, visitor: Visitor, typed: dict[str, Any], beside: str
) -> None:
    answer = visitor.post(f"{house.at}/earning/budgets/new?from=benefits", TYPED | typed)
    assert answer.status_code == 422
    assert f'id="{beside}"' in answer.text
    assert len(draft(house)["budgets"]) == 3


def test_a_budget_that_something_draws_on_stays_and_says_by_whom(
    house: House, visitor: Visitor
) -> None:
    answer = visitor.post(f"{house.at}/earning/budgets/spring/delete?from=benefits", {})
    page = visitor.read(answer.headers["Location"])
    assert "没有移除：优惠券“Ten off”还从它出" in page
    assert draft(house)["budgets"][0]["key"] == "spring"


def test_a_budget_that_is_named_and_gone_is_told_with_who_names_it(
    house: House, visitor: Visitor
) -> None:
    with house.spaces.writing(house.mine.workspace_id) as space:
        found = drafts.get(space, house.mine.program_id)
        gone = {**found.content, "budgets": [FACE, BADGES]}
        drafts.save(space, house.mine.program_id, gone, seen=found.version, now=house.now, by=None)
    for path in ("benefits", "earning"):
        page = visitor.read(f"{house.at}/{path}")
        assert "没有预算“spring”，但还写着从它出：优惠券“Ten off”" in page
    assert "没有这个预算" in visitor.read(f"{house.at}/offers/coupons/ten_off")


def test_who_may_only_read_sees_budgets_and_changes_none(house: House, visitor: Visitor) -> None:
    reader = house.signed_in(Role.ANALYST)
    page = reader.read(f"{house.at}/benefits")
    assert "春季" in page
    assert "/offers/coupons/ten_off" not in page
    assert reader.get(f"{house.at}/offers/coupons/ten_off").status_code == 403
