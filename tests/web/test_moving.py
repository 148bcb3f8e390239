"""From a number of the preview to the members behind it, on a page and in a file."""

import re

from app.access import Role
from tests.web.houses import House, some_members
from tests.web.test_designing import save, with_threshold


def test_a_number_of_the_preview_leads_to_the_members_and_the_reason(house: House) -> None:
    members = some_members(house.mine)
    house.mine.evaluate()
    visitor = house.signed_in()
    save(visitor, with_threshold(house, 10))
    check = visitor.read(f"{house.at}/releases/next")
    links = [
        each.replace("&amp;", "&") for each in re.findall(r'href="([^"]*/impact\?[^"]*)"', check)
    ]
    (rising,) = (each for each in links if f"/members/{members['new']}" in visitor.read(each))
    page = visitor.read(rising)
    assert "王建国" in page
    assert "做到了：最近 365 天消费满 ¥10（现为 ¥20.50）" in page
    assert f"/members/{members['rich']}" not in page
    english = visitor.get(rising, headers={"Accept-Language": "en"}).text
    assert "Met: Spend in the last 365 days is at least ¥10 (now ¥20.50)" in english


def test_names_are_for_those_who_may_read_them(house: House) -> None:
    some_members(house.mine)
    house.mine.evaluate()
    save(house.signed_in(), with_threshold(house, 10))
    analyst = house.signed_in(Role.ANALYST)
    for path in ("impact", "impact.csv"):
        assert "王建国" not in analyst.get(f"{house.at}/releases/next/{path}").text
    file = house.signed_in().get(f"{house.at}/releases/next/impact.csv")
    assert file.data.startswith(b"\xef\xbb\xbf")
    assert "王建国" in file.text
    assert "attachment" in file.headers["Content-Disposition"]
    assert house.signed_in(Role.CLERK).get(f"{house.at}/releases/next/impact").status_code == 403


def test_strange_questions_have_a_clear_answer(house: House) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    where = f"{house.at}/releases/next/impact"
    assert visitor.get(f"{where}?ladder=nothing").status_code == 404
    assert "没有会员这样变化" in visitor.read(f"{where}?from=nothing&to=-&after=x")
    save(visitor, with_threshold(house, "五百"))
    refused = visitor.get(where)
    assert refused.status_code == 404
    assert "草稿有错误" in refused.text
