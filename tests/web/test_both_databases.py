"""The pages over each kind of database: the same members, the same words."""

import json
import re
from pathlib import Path

from sqlalchemy import Engine

from app.access import Can, Role
from app.builder import drafts
from app.runtime.member_columns import columns_of
from app.web.policy import policy_of
from tests.web.houses import CONTENT, House, at_least, some_members
from tests.web.test_every_route import LEADS_ELSEWHERE, mine

SPEND = {"sum_of": ["order.net", "365d"]}


def names(text: str) -> list[str]:
    return re.findall(r'<a class="truncate" href="[^"]*/members/\d+">([^<]+)</a>', text)


def test_every_page_reads_the_same_from_each_database(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = some_members(house.mine)
    house.mine.evaluate()
    visitor = house.signed_in()
    at = f"{house.at}/members"
    rule = json.dumps(at_least(10))
    spend = next(each.key for each in columns_of(house.mine.live) if each.operand == SPEND)
    assert names(visitor.read(at)) == ["闲闲", "林婉清", "王建国"]
    assert names(visitor.read(f"{at}?sort=-{spend}")) == ["林婉清", "王建国", "闲闲"]
    assert names(visitor.read(f"{at}?sort=-joined_at&tier=slate")) == ["闲闲", "王建国"]
    assert names(visitor.read(f"{at}?q=婉")) == ["林婉清"]
    assert names(visitor.read(f"{at}?q=13900139000")) == ["王建国"]
    filtered = visitor.get(at, query_string={"rule": rule, "sort": spend}).text
    assert names(filtered) == ["王建国", "林婉清"]
    assert "¥3,600.00" in visitor.read(f"{at}?mode=kanban")
    assert "listing__group" in visitor.read(f"{at}?group=tier:main&sort=-tier:main,{spend}")
    exported = visitor.post(f"{at}/export", {"sort": f"-{spend}"}).data.decode("utf-8-sig")
    assert exported.splitlines()[1].startswith("林婉清,")
    home = visitor.read(house.at)
    assert re.search(r'step__count">1<', home)
    assert re.search(r'step__count">2<', home)
    page = visitor.read(f"{at}/{members['rich']}")
    assert "铜卡会员" in page
    assert "还差 10" in page, "Ten orders are missing for gold."
    for path in ("/ladder", "/releases", "/releases/next", "/releases/1"):
        assert visitor.get(f"{house.at}{path}").status_code == 200


def test_every_page_opens_over_each_database(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    pages = [(each, path) for each, method, path in mine(house) if method == "GET"]
    visitor = house.signed_in()
    for endpoint, path in pages:
        if isinstance(policy_of(house.app, endpoint), Can) and endpoint not in LEADS_ELSEWHERE:
            assert visitor.get(path).status_code == 200, path


def test_a_programme_that_was_never_published_has_pages_too(house: House) -> None:
    with house.spaces.writing(house.mine.workspace_id) as space:
        content = {**CONTENT, "key": "second"}
        second = drafts.create(space, content, now=house.now, by=None)
    visitor = house.signed_in()
    for path in ("", "/members", "/ladder", "/releases", "/releases/next"):
        assert visitor.get(f"/programs/{second}{path}").status_code == 200, path
    assert visitor.get(f"/programs/{second}/members/1").status_code == 404
    assert visitor.get(f"/programs/{second}/search?q=nobody").get_json() == {"items": []}
    check = visitor.read(f"/programs/{second}/releases/next")
    version = re.search(r'name="version"[^>]* value="(\d+)"', check)
    assert version is not None
    data = {"version": version[1], "sure": "y", "apply": "now"}
    assert visitor.post(f"/programs/{second}/releases", data).status_code == 302
    assert "rungs import" in visitor.read(f"/programs/{second}/members")


def test_a_filter_by_a_rank_that_nobody_takes_is_refused_in_words(house: House) -> None:
    rank = {"<": [{"rank_of": [{"sum_of": ["order.net", "365d"]}, "percent"]}, 10]}
    query = {"rule": json.dumps(rank)}
    answer = house.signed_in(Role.OPERATOR).get(f"{house.at}/members", query_string=query)
    assert answer.status_code == 422
    assert "已发布规则里的排名" in answer.text
