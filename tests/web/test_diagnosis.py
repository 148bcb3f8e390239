"""The page of a diagnosis: for whoever may read the rules, names only for whom may read them."""

import re

import pytest

from app.access import Role
from tests.analytics.histories import Past
from tests.web.houses import House, enrol, some_members

NEAR = "/diagnosis?period=90d&days=0"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def crowd(house: House, members: int, rising: int) -> None:
    """Write a history in which so many stood on the lowest tier, and some rose from it."""
    team = Past(house.mine)
    team.crowd(members, rising=rising, tier="slate", above="bronze")
    team.written()


def test_the_navigation_leads_to_the_diagnosis_below_the_ladder(house: House) -> None:
    page = house.signed_in().read(house.at)
    places = re.findall(r'class="side__link" href="([^"]+)"', page)
    assert places.index(f"{house.at}/diagnosis") > places.index(f"{house.at}/ladder")


@pytest.mark.parametrize(
    ("members", "rising", "zh", "en"),
    [
        (29, 0, "人数太少，不下结论", "Too few members to say"),
        (100, 4, "门槛太高（有把握）", "Threshold too high (sure)"),
        (100, 5, "偏低，还不能确定", "Low, not sure"),
        (100, 10, "正常", "Fine"),
        (100, 60, "门槛可能太低", "Threshold may be too low"),
    ],
)
def test_the_verdict_is_said_in_words(
    house: House, members: int, rising: int, zh: str, en: str
) -> None:
    crowd(house, members, rising)
    visitor = house.signed_in()
    path = f"{house.at}/diagnosis?from=2026-01-01&until=2026-03-01"
    assert zh in text_of(visitor.read(path))
    visitor.post("/preferences", {"language": "en"})
    assert en in text_of(visitor.read(path))


def test_the_page_says_who_is_stuck_on_what_and_proposes_a_number(house: House) -> None:
    for n in range(1, 21):
        enrol(house.mine, f"m{n}")
        house.mine.buy(f"m{n}", 10 * n)
    house.mine.evaluate()
    page = text_of(house.signed_in().read(f"{house.at}/diagnosis"))
    assert "最近 365 天消费满 ¥300 未达成 20" in page
    assert "中位数还差 ¥190" in page
    assert "¥300 ¥180 180" in page
    assert "有 3 位、15% 会达标" in page


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.OPERATOR, "王近近", ""),
        (Role.AUDITOR, "王近近", ""),
        (Role.ANALYST, "near", "王近近"),
    ],
)
def test_members_are_named_as_far_as_the_role_may_read(
    house: House, role: Role, shown: str, hidden: str
) -> None:
    member = enrol(house.mine, "near", name="王近近")
    house.mine.buy("near", 290)
    house.mine.evaluate()
    page = house.signed_in(role).read(f"{house.at}{NEAR}")
    assert f"{house.at}/members/{member}" in page
    assert shown in page
    assert not hidden or hidden not in page


def test_a_clerk_has_no_business_here(house: House) -> None:
    assert house.signed_in(Role.CLERK).get(f"{house.at}/diagnosis").status_code == 403


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("wanted=much", "“much”不是晋升率"),
        ("days=many", "“many”不是天数"),
        ("from=2026-01-01", "起止两天要一起写"),
        ("from=2026-03-01&until=2026-01-01", "后一天不包含在内"),
        ("period=fortnight", "“fortnight”不是一个周期"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(house: House, query: str, word: str) -> None:
    some_members(house.mine)
    answer = house.signed_in().get(f"{house.at}/diagnosis?{query}")
    assert answer.status_code == 422
    assert word in answer.text
    value = query.partition("&")[0].partition("=")[2]
    assert value in answer.text


def test_only_who_may_edit_is_invited_to(house: House) -> None:
    some_members(house.mine)
    assert "修改等级规则" in house.signed_in(Role.OPERATOR).read(f"{house.at}/diagnosis")
    page = house.signed_in(Role.ANALYST).read(f"{house.at}/diagnosis")
    assert "修改等级规则" not in page
    assert "查看等级规则" in page


def test_a_period_that_is_chosen_goes_before_days_left_in_the_form(house: House) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    days = "from=2026-01-01&until=2026-02-01"
    page = visitor.read(f"{house.at}/diagnosis?period=&{days}")
    assert "2026-01-01 – 2026-01-31" in page
    assert re.search(r'<option value="" selected>\s*自选日期', page)
    assert "2025-10-01 – 2025-12-31" in visitor.read(
        f"{house.at}/diagnosis?period=last_quarter&{days}"
    )
