"""Messages over the API: which there are, what became of each, trying again and ending."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.sending import Sending, telling
from tests.web.api.callers import Caller, a_caller


@pytest.fixture
def waiting(database_url: str) -> Iterator[Sending]:
    spaces = Spaces.at(database_url)
    found = Sending(club=Club(spaces, telling("webhook")))
    found.join("anna", "bert", "carl")
    yield found
    spaces.engine.dispose()


@pytest.fixture
def caller(waiting: Sending, tmp_path: Path) -> Caller:
    return a_caller(waiting.club, tmp_path)


def test_messages_come_in_pages_the_latest_first(caller: Caller) -> None:
    first = caller.get("/messages?limit=2").get_json()
    assert [each["state"] for each in first["items"]] == ["ready", "ready"]
    second = caller.get(f"/messages?limit=2&before={first['next']}").get_json()
    assert len(second["items"]) == 1
    assert second["next"] is None
    names = [each["message"] for each in (*first["items"], *second["items"])]
    assert len(set(names)) == 3


def test_messages_of_one_member_in_one_state_by_one_channel(caller: Caller) -> None:
    one = caller.get("/messages").get_json()["items"][0]
    member = one["member_id"]
    found = caller.get(f"/messages?member={member}&state=ready&channel=webhook").get_json()
    assert [each["member_id"] for each in found["items"]] == [member]
    assert caller.get("/messages?channel=sms").get_json()["items"] == []
    assert caller.get("/messages?state=lost").status_code == 400


def test_a_message_is_ended_once_and_what_was_given_up_is_tried_again(
    caller: Caller, waiting: Sending
) -> None:
    name = caller.get("/messages").get_json()["items"][0]["message"]
    ended = caller.post(f"/messages/{name}/cancel", None).get_json()
    assert ended["state"] == "cancelled"
    assert ended["error"]["en"] == "It was cancelled."
    assert caller.post(f"/messages/{name}/cancel", None).status_code == 409
    assert caller.post(f"/messages/{name}/retry", None).status_code == 409
    waiting.club.wait(days=4)
    waiting.send()
    dead = caller.get("/messages?state=dead").get_json()["items"][0]["message"]
    again = caller.post(f"/messages/{dead}/retry", None).get_json()
    assert (again["state"], again["attempts"]) == ("ready", 0)


def test_a_message_that_is_not_there_is_not_found(caller: Caller) -> None:
    assert caller.post("/messages/1-2/cancel", None).status_code == 404
