"""Operators see on four pages, and over the API, that a budget has passed its mark."""

import pytest

from app.access import Role
from app.clock import to_instant
from app.runtime import coupons
from app.runtime.coupons import Issuance
from app.runtime.releases import live
from tests.runtime.flowing import COUPON, programme
from tests.web.houses import House, Visitor

SPRING = {"key": "spring", "label": "春季", "of": "coupons", "most": 10, "every": "month"}
NEWS = "预算“春季”"


@pytest.fixture
def visitor(house: House) -> Visitor:
    house.mine.publish(programme(coupons=[{**COUPON, "budget": "spring"}], budgets=[SPRING]))
    return house.signed_in()


def issue(house: House, count: int) -> None:
    club = house.mine
    asked = Issuance(member_id=club.join("ann"), design="ten_off", cause=str(count), count=count)
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        coupons.lock_members(space, found, [asked])
        coupons.issue(space, found, [asked], now=to_instant(house.now))


def places(house: House, visitor: Visitor) -> dict[str, str]:
    return {path: visitor.read(f"{house.at}{path}") for path in ("", "/benefits", "/health")}


def test_a_mark_is_told_where_operators_look_until_one_of_them_has_seen_it(
    house: House, visitor: Visitor
) -> None:
    issue(house, 7)
    assert not any("已用 80% 以上" in page for page in places(house, visitor).values())
    issue(house, 1)
    for path, page in places(house, visitor).items():
        assert "已用 80% 以上" in page, path
        assert "已用 8 / 10 张券（80%）" in page, path
    answer = visitor.post(f"{house.at}/budgets/spring/seen", {"from": "health"})
    assert answer.headers["Location"].endswith("/health")
    pages = places(house, visitor)
    assert NEWS not in pages[""]
    assert NEWS not in pages["/benefits"]
    assert "已看过" in pages["/health"]


def test_the_badge_counts_marks_that_nobody_has_seen(house: House, visitor: Visitor) -> None:
    def badge() -> bool:
        return "1 件需要处理" in visitor.read(f"{house.at}/earning")

    assert not badge()
    issue(house, 9)
    assert badge()
    visitor.post(f"{house.at}/budgets/spring/seen", {})
    assert not badge()
    issue(house, 4)
    assert badge()
    assert "已用完，不再发放" in visitor.read(house.at)


def test_a_mark_that_is_gone_is_no_error(house: House, visitor: Visitor) -> None:
    assert visitor.post(f"{house.at}/budgets/spring/seen", {}).status_code == 302
    assert visitor.post(f"{house.at}/budgets/nope/seen", {}).status_code == 302


def test_who_only_reads_is_told_and_has_no_button(house: House, visitor: Visitor) -> None:
    issue(house, 8)
    page = house.signed_in(Role.ANALYST).read(f"{house.at}/benefits")
    assert NEWS in page
    assert "/budgets/spring/seen" not in page
