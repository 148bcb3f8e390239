"""The draft as the builder has it: kept right or wrong, and never put over somebody else's."""

import copy
import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.access import Role
from tests.web.houses import House, Visitor

BOOT = re.compile(r'<script type="application/json" id="boot"[^>]*>(.*?)</script>', re.DOTALL)


def boot(visitor: Visitor) -> Any:
    found = BOOT.search(visitor.read(f"{visitor.house.at}/document"))
    assert found is not None
    return json.loads(found[1])


def state(visitor: Visitor) -> Any:
    return json.loads(visitor.read(f"{visitor.house.at}/draft.json"))


def put(visitor: Visitor, body: Any, token: str | None = None) -> TestResponse:
    return visitor.client.put(
        f"{visitor.house.at}/draft.json",
        data=body if isinstance(body, bytes) else json.dumps(body),
        headers={
            "X-CSRFToken": token or visitor.token(),
            "Accept": "application/json",
            "Content-Type": "application/json",
        },
    )


def with_threshold(content: Any, amount: Any) -> Any:
    changed = copy.deepcopy(content)
    tier = changed["ladders"][0]["tiers"][1]
    tier["condition"] = {">=": [{"sum_of": ["order.net", "365d"]}, amount]}
    return changed


def test_a_page_carries_the_draft_with_its_version_and_findings(house: House) -> None:
    carried = boot(house.signed_in())
    assert carried["draft"]["content"]["key"] == "shop"
    assert carried["draft"]["version"] == 1
    assert carried["may"] == {"edit": True, "publish": True}
    assert carried["urls"]["draft"] == f"{house.at}/draft.json"


def test_the_token_a_page_carries_is_the_one_that_saving_asks_for(house: House) -> None:
    visitor = house.signed_in()
    carried = boot(visitor)
    body = {"content": carried["draft"]["content"], "seen": 1}
    assert put(visitor, body, token=carried["csrf"]).status_code == 200
    assert put(visitor, {**body, "seen": 2}, token="made up").status_code == 400


def test_a_saved_draft_tells_its_findings_and_what_is_not_published(house: House) -> None:
    visitor = house.signed_in()
    content = with_threshold(state(visitor)["content"], "五百")
    answer = put(visitor, {"content": content, "seen": 1})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["version"] == 2
    found = [each for each in answer.json["findings"] if each["severity"] == "error"]
    assert found[0]["path"].startswith("/ladders/0/tiers/1/condition")
    assert found[0]["message"].keys() == {"zh", "en"}
    assert state(visitor)["content"] == content


def test_changes_that_are_not_published_are_counted(house: House) -> None:
    visitor = house.signed_in()
    content = with_threshold(state(visitor)["content"], 10)
    answer = put(visitor, {"content": content, "seen": 1})
    assert answer.json is not None
    assert answer.json["changes"] == 1


def test_a_second_person_is_told_what_the_first_saved_and_overwrites_nothing(house: House) -> None:
    first, second = house.signed_in(), house.signed_in(Role.OPERATOR)
    content = state(first)["content"]
    mine, theirs = with_threshold(content, 10), with_threshold(content, 20)
    assert put(first, {"content": theirs, "seen": 1}).status_code == 200
    answer = put(second, {"content": mine, "seen": 1})
    assert answer.status_code == 409
    assert answer.json is not None
    told = answer.json["theirs"]
    assert told["content"] == theirs
    assert told["version"] == 2
    assert told["saved_by"] == "owner@mine.example"
    assert "¥20" in told["differences"][0]["zh"]
    assert state(first)["content"] == theirs


def test_overwriting_is_saving_over_the_version_that_was_shown(house: House) -> None:
    first, second = house.signed_in(), house.signed_in(Role.OPERATOR)
    content = state(first)["content"]
    put(first, {"content": with_threshold(content, 20), "seen": 1})
    mine = with_threshold(content, 10)
    assert put(second, {"content": mine, "seen": 2}).status_code == 200
    assert state(first)["content"] == mine


@pytest.mark.parametrize("content", [{}, {"ladders": 7}, {"ladders": [[]]}, {"objects": {}}])
def test_a_draft_that_is_no_programme_is_kept_and_every_page_still_opens(
    house: House, content: Any
) -> None:
    visitor = house.signed_in()
    answer = put(visitor, {"content": content, "seen": 1})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["findings"]
    assert state(visitor)["content"] == content
    for path in ("/document", "/releases", "/parameters", ""):
        visitor.read(f"{house.at}{path}")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"content": {}}',
        b'{"seen": 1}',
        b'{"content": {}, "seen": "1"}',
        b'{"content": {}, "seen": true}',
        b'{"content": 5, "seen": 1}',
        b'{"content": null, "seen": 1}',
        b'{"content": [], "seen": 1}',
        b'{"content": NaN, "seen": 1}',
        b'{"content": ' + b"[" * 2000 + b"]" * 2000 + b', "seen": 1}',
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(house: House, body: bytes) -> None:
    visitor = house.signed_in()
    assert put(visitor, body).status_code == 422
    assert state(visitor)["version"] == 1


def test_who_may_only_read_the_programme_saves_nothing(house: House) -> None:
    visitor = house.signed_in(Role.ANALYST)
    content = state(visitor)["content"]
    assert boot(visitor)["may"] == {"edit": False, "publish": False}
    assert put(visitor, {"content": content, "seen": 1}).status_code == 403


def test_a_draft_of_another_team_is_not_there(house: House) -> None:
    stranger = house.signed_in(team="theirs")
    assert stranger.get(f"{house.at}/draft.json").status_code == 404
    assert put(stranger, {"content": {}, "seen": 1}).status_code == 404
