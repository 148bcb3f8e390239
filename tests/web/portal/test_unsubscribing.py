"""Members end advertising by one click or on a page, and want it again."""

from typing import Any

import pytest

from app import links
from app.access import Role
from app.clock import to_instant
from app.runtime.consents import How, Saying, record
from app.runtime.message_links import Reader, token_of, unsubscribe
from app.storage import consents
from tests.web.houses import House, some_members


class Reading:
    """A member in front of the page that a message leads to."""

    def __init__(self, house: House, channel: str = "email") -> None:
        self.house = house
        self.club = house.mine
        self.member_id = some_members(house.mine)["rich"]
        self.reader = Reader(
            workspace_id=self.club.workspace_id,
            program_id=self.club.program_id,
            member_id=self.member_id,
            channel=channel,
        )
        self.at = f"/u/{token_of(self.reader)}"
        self.client = house.app.test_client()

    def read(self, **query: Any) -> str:
        answer = self.client.get(self.at, query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def press(self, do: str) -> None:
        answer = self.client.post(self.at, data={"do": do})
        assert answer.status_code == 303
        assert self.client.get(answer.headers["Location"]).status_code == 200

    def agree(self, channel: str = "*") -> None:
        now = to_instant(self.house.now)
        saying = Saying(member_id=self.member_id, given=True, how=How.API, at=now, channel=channel)
        with self.house.spaces.writing(self.club.workspace_id) as space:
            record(space, self.club.program_id, [saying], now=now)

    def kept(self) -> list[tuple[str, bool, str]]:
        with self.house.spaces.reading(self.club.workspace_id) as space:
            found = consents.of_member(space, self.club.program_id, self.member_id)
        return [(each.channel, each.given, each.how) for each in found]


@pytest.fixture
def reading(house: House) -> Reading:
    return Reading(house)


def test_one_click_of_a_mail_program_ends_mail_and_needs_nothing_else(reading: Reading) -> None:
    reading.agree()
    reading.house.wait(minutes=1)
    answer = reading.client.post(reading.at, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text) == (200, "")
    assert "Location" not in answer.headers
    assert reading.kept()[0] == ("email", False, "one_click")
    again = reading.client.post(reading.at, data={"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200
    assert len(reading.kept()) == 2


def test_looking_at_the_page_changes_nothing(reading: Reading) -> None:
    reading.agree()
    before = reading.kept()
    assert "会收到优惠和活动消息" in reading.read()
    assert reading.kept() == before


def test_a_channel_is_ended_and_wanted_again_on_the_page(reading: Reading) -> None:
    reading.agree("email")
    reading.agree("sms")
    for n, (do, given) in enumerate([("end:email", False), ("again:email", True)]):
        reading.house.wait(minutes=n + 1)
        reading.press(do)
        assert reading.kept()[0] == ("email", given, "page")


def test_all_channels_are_ended_at_once(reading: Reading) -> None:
    reading.agree("email")
    reading.agree("sms")
    reading.house.wait(minutes=1)
    reading.press("end:*")
    assert reading.kept()[0] == ("*", False, "page")
    assert reading.read().count("不发优惠和活动消息") == 2


def test_the_page_speaks_both_languages(reading: Reading) -> None:
    assert "你想收到哪些消息" in reading.read()
    assert "Which messages you get" in reading.read(lang="en")


def test_a_link_that_is_not_ours_leads_nowhere(reading: Reading) -> None:
    for token in (reading.at[3:-3] + "abc", "x", links.signed("door", [1, 2, "3", "sms"])):
        assert reading.client.get(f"/u/{token}").status_code == 404
        data = {"List-Unsubscribe": "One-Click"}
        assert reading.client.post(f"/u/{token}", data=data).status_code == 404
    assert reading.kept() == []


def test_who_has_left_is_told_so(reading: Reading) -> None:
    reading.house.signed_in(Role.OWNER)
    gone = Reader(
        workspace_id=reading.club.workspace_id,
        program_id=reading.club.program_id,
        member_id=1,
        channel="sms",
    )
    there = f"/u/{token_of(gone)}"
    assert "会员资料已经注销" in reading.client.get(there).text
    data = {"List-Unsubscribe": "One-Click"}
    assert reading.client.post(there, data=data).status_code == 200


def test_the_link_begins_where_the_installation_is_reached(reading: Reading) -> None:
    assert unsubscribe(reading.reader).startswith("http://127.0.0.1:8000/u/")
