"""A member's page leads to why they were on a tier on a day of the past."""

import re

from app.clock import to_instant
from app.runtime.departing import remove_member
from app.runtime.merge import merge
from app.runtime.releases import live
from tests.web.houses import House, some_members


def test_every_move_leads_to_its_reason_as_of_then(house: House) -> None:
    member = some_members(house.mine)["rich"]
    visitor = house.signed_in()
    text = visitor.get(f"{house.at}/members/{member}").text
    (why, *_) = re.findall(r'href="([^"]*/then\?at=[^"]*)"', text)
    then = visitor.get(why)
    assert then.status_code == 200
    assert "当时为什么是这个等级" in then.text
    assert "第 1 版规则" in then.text


def test_a_day_on_which_nothing_was_known_is_answered_in_words(house: House) -> None:
    member = some_members(house.mine)["rich"]
    visitor = house.signed_in()
    at = f"{house.at}/members/{member}/then"
    for asked, told in (
        ("2020-01-01", "还没有发布"),
        ("3000-01-01", "还没有到"),
        ("soon", "请写一天"),
    ):
        answer = visitor.get(at, query_string={"at": asked})
        assert answer.status_code == 200
        assert told in answer.text
    assert visitor.get(at).status_code == 200


def test_the_page_of_who_was_merged_leads_to_the_survivor(house: House) -> None:
    found = some_members(house.mine)
    first, second, *_ = found.values()
    with house.mine.spaces.writing(house.mine.workspace_id) as space:
        known = live(space, house.mine.program_id)
        merge(space, known, first, second, now=to_instant(house.mine.now))
    answer = house.signed_in().get(f"{house.at}/members/{second}")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/members/{first}")


def test_who_was_deleted_has_no_page(house: House) -> None:
    member = some_members(house.mine)["rich"]
    with house.mine.spaces.writing(house.mine.workspace_id) as space:
        known = live(space, house.mine.program_id)
        remove_member(space, known, member, now=to_instant(house.mine.now), cause="test")
    visitor = house.signed_in()
    assert visitor.get(f"{house.at}/members/{member}").status_code == 404
    assert visitor.get(f"{house.at}/members").status_code == 200
    assert visitor.get(house.at).status_code == 200
