"""Versions of a draft: kept by name or by themselves, compared, and gone back to."""

import copy
import html
import re
from typing import Any

import pytest

from app.access import Role
from tests.web.houses import House, Visitor
from tests.web.test_drafts import put, state, with_threshold

AUTOMATIC = "被替换之前"
SEEN = re.compile(r'name="seen" value="(\d+)"')


def keep(visitor: Visitor, name: str, note: str = "") -> Any:
    return visitor.post(f"{visitor.house.at}/versions", {"name": name, "note": note})


def change(visitor: Visitor, amount: int) -> Any:
    """Save a draft with another threshold, and give it."""
    now = state(visitor)
    content = with_threshold(now["content"], amount)
    assert put(visitor, {"content": content, "seen": now["version"]}).status_code == 200
    return content


def restore(visitor: Visitor, number: int) -> Any:
    path = f"{visitor.house.at}/versions/{number}"
    seen = SEEN.search(visitor.read(path))
    assert seen is not None
    return visitor.post(path, {"seen": seen[1]})


def test_a_draft_is_kept_under_a_name_with_a_note(house: House) -> None:
    visitor = house.signed_in()
    assert keep(visitor, "双十一前", "还没改门槛").status_code == 302
    page = visitor.read(f"{house.at}/versions")
    assert "双十一前" in page
    assert "还没改门槛" in page


def test_going_back_says_first_what_it_would_change(house: House) -> None:
    visitor = house.signed_in()
    change(visitor, 10)
    keep(visitor, "低门槛")
    change(visitor, 20)
    page = html.unescape(visitor.read(f"{house.at}/versions/1"))
    assert "¥20" in page
    assert "¥10" in page


def test_a_restored_version_is_the_draft_and_nothing_that_is_live(house: House) -> None:
    visitor = house.signed_in()
    low = change(visitor, 10)
    keep(visitor, "低门槛")
    change(visitor, 20)
    assert restore(visitor, 1).status_code == 302
    assert state(visitor)["content"] == low
    assert "300" in visitor.read(f"{house.at}/releases/1")


def test_what_was_there_before_going_back_is_kept(house: House) -> None:
    visitor = house.signed_in()
    keep(visitor, "最初")
    high = change(visitor, 20)
    restore(visitor, 1)
    assert AUTOMATIC in visitor.read(f"{house.at}/versions")
    restore(visitor, 2)
    assert state(visitor)["content"] == high


def test_the_work_of_one_person_is_kept_before_another_goes_on(house: House) -> None:
    first, second = house.signed_in(), house.signed_in(Role.OPERATOR)
    theirs = change(first, 10)
    change(first, 11)
    theirs = state(first)["content"]
    change(second, 20)
    change(second, 21)
    page = first.read(f"{house.at}/versions")
    assert page.count(AUTOMATIC) == 1
    restore(first, 1)
    assert state(first)["content"] == theirs


def test_a_draft_that_changed_meanwhile_is_not_replaced(house: House) -> None:
    visitor = house.signed_in()
    keep(visitor, "最初")
    path = f"{house.at}/versions/1"
    seen = SEEN.search(visitor.read(path))
    assert seen is not None
    now = change(visitor, 20)
    answer = visitor.post(path, {"seen": seen[1]})
    assert answer.status_code == 422
    assert state(visitor)["content"] == now
    assert visitor.read(f"{house.at}/versions").count(AUTOMATIC) == 0


@pytest.mark.parametrize("name", ["", "   ", "长" * 81])
def test_a_version_without_a_usable_name_is_not_kept_and_the_note_stays(
    house: House, name: str
) -> None:
    visitor = house.signed_in()
    answer = keep(visitor, name, "说明还在")
    assert answer.status_code == 422
    assert "说明还在" in answer.text
    assert "还没有保留过版本" in answer.text


def test_a_release_can_be_gone_on_from_without_publishing_it(house: House) -> None:
    visitor = house.signed_in()
    released = copy.deepcopy(state(visitor)["content"])
    change(visitor, 20)
    assert visitor.post(f"{house.at}/releases/1/draft").status_code == 302
    assert state(visitor)["content"] == released
    assert AUTOMATIC in visitor.read(f"{house.at}/versions")


def test_who_may_only_read_keeps_and_restores_nothing(house: House) -> None:
    keep(house.signed_in(), "最初")
    reader = house.signed_in(Role.ANALYST)
    assert "最初" in reader.read(f"{house.at}/versions")
    assert keep(reader, "我的").status_code == 403
    assert reader.post(f"{house.at}/versions/1", {"seen": "1"}).status_code == 403
    assert reader.post(f"{house.at}/releases/1/draft").status_code == 403


def test_versions_of_another_team_are_not_there(house: House) -> None:
    keep(house.signed_in(), "最初")
    assert house.signed_in(team="theirs").get(f"{house.at}/versions/1").status_code == 404
