"""The list of members: filtered by rows without scripts, sorted, grouped, saved as views."""

import json
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.access import Role
from app.runtime.member_columns import columns_of
from app.web.records.filter_rows import (
    COMPARISONS,
    Row,
    Sort,
    condition_of,
    filterable,
    rows_of,
    sort_of,
)
from tests.web.houses import House, Visitor
from tests.web.listings import found, furnished, names

ZONE = ZoneInfo("Asia/Shanghai")


def followed(visitor: Visitor, **sent: Any) -> str:
    """Send a form of the page and give what its address leads to."""
    answer = visitor.get(f"{visitor.house.at}/members", query_string=sent)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_rows_of_the_filter_work_without_scripts(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    sent = {
        "how": "and",
        "field": ["tier:main", "name", ""],
        "comparison": ["==", "contains", "=="],
        "value": ["gold", "婉", ""],
        "before": "",
        "condition": "",
    }
    where = followed(visitor, **sent)
    assert names(visitor.read(where)) == []
    sent["value"] = ["bronze", "婉", ""]
    text = visitor.read(followed(visitor, **sent))
    assert names(text) == ["林婉清"]
    assert "满足：" in text
    assert '<option value="contains" selected>' in text


def test_what_was_typed_as_json_counts_before_the_rows(house: House) -> None:
    furnished(house)
    typed = json.dumps({"==": [{"var": "visits"}, 7]})
    sent = {"field": ["name"], "comparison": ["contains"], "value": ["婉"]}
    where = followed(house.signed_in(), **sent, before="", condition=typed)
    assert names(house.signed_in().read(where)) == ["=1+1"]


def test_every_row_comes_back_from_the_condition_it_writes(house: House) -> None:
    furnished(house)
    fields = filterable(columns_of(house.mine.live), personal=True)
    for column in fields:
        for each in COMPARISONS:
            if sort_of(column) not in each.sorts:
                continue
            value = {"none": "", "days": "30"}.get(each.takes, "true")
            value = "12" if column.is_number and each.takes == "value" else value
            if sort_of(column) is Sort.MOMENT and each.takes == "value":
                value = "2026-03-01"
            row = Row(field=column.key, comparison=each.key, value=value)
            condition = condition_of(fields, [row], "or", ZONE)
            assert rows_of(fields, condition, ZONE) == ("or", (row,)), (column.key, each.key)


@pytest.mark.parametrize(
    "condition",
    [{"and": [{"or": []}]}, {"==": [1, 1]}, {"and": 5}, [1], "x", {"!": []}, {"var": "name"}],
    ids=str,
)
def test_a_condition_that_rows_cannot_show_is_left_alone(house: House, condition: Any) -> None:
    furnished(house)
    assert rows_of(filterable(columns_of(house.mine.live), personal=True), condition, ZONE) is None


def test_columns_order_and_groups_are_chosen_without_scripts(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    sent = {
        "column": ["visits", "level"],
        "by": ["visits", "", ""],
        "way": ["down", "up", "up"],
        "group": "",
        "total": "",
    }
    text = visitor.read(followed(visitor, **sent))
    assert names(text)[0] == "=1+1"
    assert 'aria-sort="descending"' in text
    grouped = visitor.read(followed(visitor, **{**sent, "group": "tier:main"}))
    assert grouped.count("listing__group") == 2
    assert "3 位" in grouped


def test_a_view_is_saved_changed_renamed_deleted_and_brought_back(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    condition = json.dumps({"==": [{"var": "visits"}, 7]})
    made = visitor.post(
        f"{house.at}/members/views", {"name": "常客", "condition": condition, "shared": "y"}
    )
    where = made.headers["Location"]
    assert names(visitor.read(where)) == ["=1+1"]
    assert "views__dirty" not in visitor.read(where)
    changed = visitor.read(f"{where}&condition={condition}&sort=-visits")
    assert "views__dirty" in changed
    view = where.rpartition("=")[2]
    saved = {"name": "常客", "condition": condition, "sort": "-visits", "shared": "y"}
    visitor.post(f"{house.at}/members/views/{view}", saved)
    visitor.post(f"{house.at}/members/views/{view}", {"name": "老客", "keep": "content"})
    assert "老客" in visitor.read(where)
    gone = visitor.post(f"{house.at}/members/views/{view}/delete")
    text = visitor.read(gone.headers["Location"])
    assert "已删除视图" in text
    assert visitor.get(where).status_code == 404
    visitor.post(f"{house.at}/members/views/{view}/restore")
    assert names(visitor.read(where)) == ["=1+1"]


def test_a_view_of_ones_own_is_seen_by_nobody_else(house: House) -> None:
    furnished(house)
    owner, operator = house.signed_in(), house.signed_in(Role.OPERATOR)
    analyst = house.signed_in(Role.ANALYST)
    mine = owner.post(f"{house.at}/members/views", {"name": "我的"}).headers["Location"]
    ours = owner.post(f"{house.at}/members/views", {"name": "大家的", "shared": "y"})
    assert operator.get(mine).status_code == 404
    assert "大家的" in operator.read(ours.headers["Location"])
    view = ours.headers["Location"].rpartition("=")[2]
    refused = analyst.post(f"{house.at}/members/views/{view}", {"name": "别的"})
    assert refused.status_code == 403
    refused = analyst.post(f"{house.at}/members/views", {"name": "别的", "shared": "y"})
    assert refused.status_code == 403
    assert analyst.post(f"{house.at}/members/views", {"name": " "}).status_code == 422


def test_a_view_outlives_columns_that_went(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    sent = {"name": "旧", "columns": "gone,visits", "sort": "-gone,visits", "group": "gone"}
    where = visitor.post(f"{house.at}/members/views", sent).headers["Location"]
    assert names(visitor.read(where))[0] == "=1+1"


def test_members_of_a_segment_are_listed_and_said(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    assert found(visitor, segment="buyers") == ["林婉清", "王建国"]
    text = visitor.read(f"{house.at}/members?segment=buyers")
    assert "人群：买家" in text
    assert visitor.get(f"{house.at}/members?segment=nobody").status_code == 422


def test_the_board_has_a_column_for_each_tier_with_the_way_to_the_next(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    text = visitor.read(f"{house.at}/members?mode=kanban")
    assert text.count('class="board__column') == 3
    assert "/layers?tier=main/gold" in text
    assert "board__meter" in text
    moved = visitor.read(f"{house.at}/members?mode=kanban&group=level")
    assert 'data-column="care"' in moved


def test_a_card_of_a_choice_is_moved_and_the_field_follows(house: House) -> None:
    members = furnished(house)
    visitor = house.signed_in()
    sent = {"member": str(members["new"]), "change": "level", "value": "care", "mode": "kanban"}
    answer = visitor.post(f"{house.at}/members/move", {**sent, "group": "level"})
    assert answer.status_code == 302
    assert "mode=kanban" in answer.headers["Location"]
    condition = json.dumps({"==": [{"var": "level"}, "care"]})
    assert found(visitor, condition=condition) == ["王建国"]
    board = visitor.read(answer.headers["Location"])
    undo = re.search(r'action="([^"]+/undo)"', board)
    assert undo is not None
    visitor.post(undo[1])
    assert found(visitor, condition=condition) == []
    assert "/undo" not in visitor.read(answer.headers["Location"])
    analyst = house.signed_in(Role.ANALYST)
    assert analyst.post(f"{house.at}/members/move", sent).status_code == 403
