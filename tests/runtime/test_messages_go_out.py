"""From a step to the outside: judged and worded right before leaving, and kept as it was said."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.runtime.consents import How, Saying, record
from app.runtime.departing import remove_member
from app.runtime.releases import live
from app.storage.flow_tables import outbox
from tests.outbound.standing_in import standing_in
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, programme, step
from tests.runtime.sending import SECRET, Sending

TEMPLATE = {
    "key": "offer",
    "label": "Offer",
    "purpose": "marketing",
    "texts": {
        "general": {
            "title": {"zh": "{{ member.name }}好", "en": "Hello {{ member.name }}"},
            "text": {"zh": "{{ next.missing }}", "en": "{{ next.missing }}"},
        }
    },
}
JOINS = {"object": "member"}


@pytest.fixture
def offering(club: Callable[..., Club]) -> Callable[..., Sending]:
    def made(channel: str, **messages: Any) -> Sending:
        tells = step("tell", "send_message", channel=channel, template="offer")
        content = programme(
            flow("record_created", tells, options=JOINS), templates=[TEMPLATE], messages=messages
        )
        return Sending(club=club(content))

    return made


def agree(found: Sending, *members: int) -> None:
    sayings = [Saying(member_id=one, given=True, how=How.API, at=found.now) for one in members]
    with found.club.spaces.writing(found.club.workspace_id) as space:
        record(space, found.club.program_id, sayings, now=found.now)


def rows(found: Sending) -> dict[int, Any]:
    with found.club.spaces.reading(found.club.workspace_id) as space:
        return {row.member_id: row for row in space.execute(select(outbox))}


def test_who_agreed_gets_it_in_words_and_the_others_are_told_of(
    offering: Callable[..., Sending],
) -> None:
    with standing_in() as server:
        found = offering("webhook")
        found.account("webhook", url=f"{server.url}/in", secret=SECRET)
        anna, ben = found.join("anna", "ben", name="安娜")
        agree(found, anna)
        found.send()
    (asked,) = server.asked
    said = json.loads(asked.body)["data"]
    assert said["title"] == "安娜好"
    assert "1,000" in said["text"]
    kept = rows(found)
    assert kept[anna].state == "sent"
    assert kept[anna].rendered["title"] == "安娜好"
    assert "/u/" in kept[anna].rendered["unsubscribe"]
    assert kept[ben].state == "cancelled"
    assert "没有同意" in kept[ben].last_error or "not agreed" in kept[ben].last_error


def test_what_falls_into_quiet_hours_leaves_when_they_end(
    offering: Callable[..., Sending],
) -> None:
    with standing_in() as server:
        found = offering("webhook", quiet={"from": "11:00", "to": "14:00"})
        found.account("webhook", url=f"{server.url}/in", secret=SECRET)
        agree(found, *found.join("anna"))
        found.send()
        assert server.asked == []
        found.club.at(2026, 3, 1, 14)
        found.send()
        assert len(server.asked) == 1


def test_a_template_reaches_the_inbox_in_words(offering: Callable[..., Sending]) -> None:
    found = offering("inbox")
    (anna,) = found.join("anna", name="安娜")
    found.send()
    kept = rows(found)[anna]
    assert (kept.state, kept.rendered["title"]) == ("sent", "安娜好")


def test_what_a_member_was_told_is_forgotten_with_them(offering: Callable[..., Sending]) -> None:
    with standing_in() as server:
        found = offering("webhook", per_day=1, capped="later")
        found.account("webhook", url=f"{server.url}/in", secret=SECRET)
        (anna,) = found.join("anna", name="canary-17")
        agree(found, anna)
        found.send()
        with found.club.spaces.writing(found.club.workspace_id) as space:
            current = live(space, found.club.program_id)
            remove_member(space, current, anna, now=found.now, cause="test")
    kept = rows(found)[anna]
    assert "canary-17" not in repr(kept)
    assert (kept.state, kept.rendered) == ("sent", None)
