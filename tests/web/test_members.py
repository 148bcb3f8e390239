"""Finding members, and seeing why one stands where they stand."""

import json
import re
from typing import Any

import pytest

from app.access import Role
from app.program.field import Field
from app.runtime.member_columns import columns_of
from app.web.formats import Formats
from app.web.records.showing import field_shown
from app.words import Words
from tests.web.houses import House, Visitor, enrol, some_members

SPEND = {"sum_of": ["order.net", "365d"]}


def names(text: str) -> list[str]:
    """Read the names in the list, in their order."""
    return re.findall(r'<a class="truncate" href="[^"]*/members/\d+">([^<]+)</a>', text)


def found(visitor: Visitor, **question: Any) -> list[str]:
    answer = visitor.get(f"{visitor.house.at}/members", query_string=question)
    assert answer.status_code == 200, answer.text
    return names(answer.text)


def test_members_are_found_by_a_part_of_the_name_and_by_the_whole_phone(house: House) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    assert found(visitor, q="婉清") == ["林婉清"]
    assert found(visitor, q="138 0013 8000") == ["林婉清"]
    assert found(visitor, q="1380013") == []
    assert found(visitor, q="M000003") == ["王建国"]


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "\\", "'; DROP TABLE member; --", "<b>"])
def test_signs_that_mean_something_to_a_database_are_only_text(house: House, text: str) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    assert found(visitor, q=text) == []
    assert len(found(visitor)) == 3


def test_members_are_filtered_by_a_rule_which_is_read_aloud(house: House) -> None:
    some_members(house.mine)
    rule = {">=": [{"sum_of": ["order.net", "365d"]}, 100]}
    visitor = house.signed_in()
    text = visitor.get(f"{house.at}/members", query_string={"rule": json.dumps(rule)}).text
    assert names(text) == ["林婉清"]
    assert "消费满 ¥100" in text


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{", "这不是 JSON"),
        ('{"nope": 1}', "没有名为“nope”的运算符"),
        ('{">=": [{"var": "wealth"}, 1]}', "wealth"),
        ("[" * 5000, "JSON"),
        ("5", ""),
    ],
    ids=["cut off", "an unknown operator", "an unknown field", "too deep", "no condition"],
)
def test_a_wrong_rule_is_told_beside_it_and_stays_as_it_was_typed(
    house: House, rule: str, told: str
) -> None:
    some_members(house.mine)
    answer = house.signed_in().get(f"{house.at}/members", query_string={"rule": rule})
    assert answer.status_code == 422
    assert told in answer.text
    assert rule.replace('"', "&#34;").replace(">", "&gt;")[:60] in answer.text
    assert names(answer.text) == []


def test_pages_follow_one_another_without_gap_or_repetition(house: House) -> None:
    for n in range(120):
        enrol(house.mine, f"m{n}", name=f"会员{n:03}")
    house.mine.buy("m7", 10)
    house.mine.buy("m9", 30)
    visitor = house.signed_in()
    (spend,) = {each.key for each in columns_of(house.mine.live) if each.operand == SPEND}
    for sort in ("", f"-{spend}", spend, "-joined_at", f"-tier:main,{spend},-joined_at"):
        seen: list[str] = []
        path = f"{house.at}/members?sort={sort}"
        while path:
            text = visitor.read(path)
            seen += names(text)
            following = re.search(r'href="([^"]+)" rel="next"', text)
            path = following[1].replace("&amp;", "&") if following else ""
        assert sorted(seen) == [f"会员{n:03}" for n in range(120)]
        if sort == f"-{spend}":
            assert seen[:2] == ["会员009", "会员007"]


@pytest.mark.parametrize("after", ["x", "bnVsbA", "W251bGwsbnVsbF0", "WzEsMl0", "%00", "W1t" * 9])
def test_a_changed_address_of_a_page_breaks_nothing(house: House, after: str) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    for sort in ("", "tier:main", "joined_at", "name", "name,-joined_at"):
        query = {"after": after, "sort": sort}
        answer = visitor.get(f"{house.at}/members", query_string=query)
        assert answer.status_code in {200, 404}
    member = visitor.get(f"{house.at}/members/1", query_string={"before": after})
    assert member.status_code == 404


def test_an_analyst_sees_no_personal_data_and_cannot_guess_any(house: House) -> None:
    members = some_members(house.mine)
    visitor = house.signed_in(Role.ANALYST)
    listed = visitor.read(f"{house.at}/members")
    page = visitor.read(f"{house.at}/members/{members['rich']}")
    for text in (listed, page, visitor.read(house.at)):
        assert "林婉清" not in text
        assert "8000" not in text
    assert found(visitor, q="婉清") == []
    assert found(visitor, q="13800138000") == []
    rule = json.dumps({"starts_with": [{"var": "phone"}, "138"]})
    answer = visitor.get(f"{house.at}/members", query_string={"rule": rule})
    assert answer.status_code == 422
    assert "不能按个人信息" in answer.text
    by_name = visitor.get(f"{house.at}/members", query_string={"sort": "name"})
    assert names(by_name.text) == names(listed), "Sorting by a hidden field tells its order."


def test_a_member_sees_value_threshold_and_what_is_missing(house: House) -> None:
    members = some_members(house.mine)
    text = house.signed_in().read(f"{house.at}/members/{members['new']}")
    assert "为什么是这个等级" in text
    assert "¥20.50" in text
    assert "还差 ¥279.50" in text
    assert "再消费 ¥279.50" in text
    assert "13900139000" in text.replace(" ", "")


def test_the_time_line_has_orders_newest_first_page_by_page(house: House) -> None:
    members = some_members(house.mine)
    visitor = house.signed_in()
    first = visitor.read(f"{house.at}/members/{members['rich']}")
    older = re.search(r'href="([^"]+before=[^"]+)"', first)
    assert older is not None
    second = visitor.read(older[1])
    orders = [re.findall(r"<span class=\"small soft\">(o\d+)", each) for each in (first, second)]
    assert [len(each) for each in orders] == [20, 10]
    assert len({*orders[0], *orders[1]}) == 30


def test_hostile_names_are_only_text(house: House) -> None:
    hostile = "<script>alert(1)</script>\"'>{{7*7}}"
    enrol(house.mine, "x", name=hostile)
    text = house.signed_in().read(f"{house.at}/members")
    assert "<script>alert(1)" not in text
    assert "49" not in names(text)[0]


def test_search_finds_members_and_pages(house: House) -> None:
    some_members(house.mine)
    items = house.signed_in().get(f"{house.at}/search?q=林婉").get_json()["items"]
    assert [each["label"] for each in items] == ["林婉清"]
    pages = house.signed_in().get(f"{house.at}/search?q=release").get_json()["items"]
    assert [each["label"] for each in pages] == ["发布"]


def test_a_programme_without_members_says_how_to_get_some(house: House) -> None:
    assert "rungs import" in house.signed_in().read(f"{house.at}/members")


@pytest.mark.parametrize(
    ("result", "value", "shown"),
    [
        ("money", 384057, "¥3,840.57"),
        ("integer", 12, "12"),
        ("boolean", True, "是"),
        ("number", 14.29690226, "14.3"),
        ("number", 0.0123456, "0.0123"),
    ],
)
def test_a_metric_is_shown_as_what_it_comes_out_as(result: str, value: Any, shown: str) -> None:
    formats = Formats(language="zh", now=0)
    field = Field(key="m", kind="rollup", label=Words("m", "m"), options={"result": result})
    assert field_shown(value, field, formats, personal=True) == shown
