"""What the outbox holds leaves at least once under one key."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable

import pytest

from app.outbound import Answer
from app.runtime.crash_points import armed
from app.runtime.rendering import Rendered
from tests.outbound.standing_in import Asked, Says, standing_in
from tests.runtime.scripted_doors import Doors, answers, silent, with_webhook
from tests.runtime.sending import SECRET, Sending

Sendings = Callable[..., Sending]
HOUR, DAY = 3_600_000_000, 86_400_000_000
pytestmark = pytest.mark.usefixtures("everything_is_allowed")


class Died(BaseException):
    pass


def test_a_message_arrives_signed_under_a_key_of_its_own(sending: Sendings) -> None:
    with standing_in() as server:
        found = sending()
        found.account("webhook", url=f"{server.url}/in", secret=SECRET, old_secret="whsec_b2xk")
        anna, _ = found.join("anna", "bert")
        assert found.send() == 2
    assert found.states() == {("webhook", "sent"): 2}
    asked = {each.headers["webhook-id"]: each for each in server.asked}
    assert len(asked) == 2
    one = next(
        each for each in asked.values() if json.loads(each.body)["data"]["member"] == str(anna)
    )
    told = json.loads(one.body)
    assert (told["type"], told["data"]["title"]) == ("message", "Hello")
    signed = f"{one.headers['webhook-id']}.{one.headers['webhook-timestamp']}.".encode() + one.body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    first, second = one.headers["webhook-signature"].split(" ")
    assert first == f"v1,{expected}"
    assert second.startswith("v1,")
    assert second != first


def test_what_was_not_accepted_is_tried_again_under_the_same_key_and_says_the_same(
    sending: Sendings,
) -> None:
    door = answers(500, 503, 200)
    found = sending(door)
    with_webhook(found)
    (anna,) = found.join("anna")
    for _ in range(3):
        found.send()
        found.club.wait(hours=7)
    assert [each.state for each in found.messages(anna)] == ["sent"]
    assert len({headers["webhook-id"] for headers, _ in door.asked}) == 1
    assert len({json.loads(body)["data"]["text"] for _, body in door.asked}) == 1
    assert len(door.asked) == 3


def test_a_message_waits_longer_and_longer_and_is_given_up_at_last(sending: Sendings) -> None:
    found = sending(answers(500))
    with_webhook(found)
    found.join("anna")
    for _ in range(11):
        found.send()
        assert ("webhook", "retry") in found.states()
        found.club.wait(hours=6, minutes=1)
    found.send()
    assert found.states() == {("webhook", "dead"): 1}


def test_who_asks_us_to_wait_is_waited_for(sending: Sendings) -> None:
    door = answers(429, **{"retry-after": "3600"})
    found = sending(door)
    account = with_webhook(found)
    found.join("anna")
    found.send()
    found.club.wait(minutes=59)
    assert found.due() == []
    found.club.wait(minutes=1)
    assert found.due() == ["webhook"]
    # Being told to go slower is no failure.
    assert found.row(account).failures == 0


@pytest.mark.parametrize(("purpose", "state"), [("marketing", "dead"), ("service", "retry")])
def test_whether_a_message_arrived_may_be_unknown(
    sending: Sendings, purpose: str, state: str
) -> None:
    """Marketing is not sent twice; a notice is rather sent twice than not at all."""
    found = sending(silent(asked=True), channel="wecom", purpose=purpose)
    found.account("wecom", url="http://127.0.0.1:9/send?key=1")
    found.join("anna")
    found.send()
    assert found.states() == {("wecom", state): 1}


def test_what_never_left_is_tried_again_whatever_it_is_for(sending: Sendings) -> None:
    found = sending(silent(asked=False), channel="wecom", purpose="marketing")
    found.account("wecom", url="http://127.0.0.1:9/send?key=1")
    found.join("anna")
    found.send()
    assert found.states() == {("wecom", "retry"): 1}


@pytest.mark.parametrize("point", ["claimed message", "sent before mark"])
def test_a_worker_that_dies_leaves_the_message_to_the_next(sending: Sendings, point: str) -> None:
    door = answers(200)
    found = sending(door)
    with_webhook(found)
    (anna,) = found.join("anna")

    def die(name: str) -> None:
        if name == point:
            raise Died

    with armed(die), pytest.raises(Died):
        found.send()
    found.send()
    assert [each.state for each in found.messages(anna)] == ["sending"]
    found.club.wait(minutes=2, seconds=1)
    found.send()
    assert [each.state for each in found.messages(anna)] == ["sent"]
    assert len({headers["webhook-id"] for headers, _ in door.asked}) == 1


def test_who_lost_the_lease_marks_nothing(sending: Sendings) -> None:
    """A slow worker comes back when another one has sent the message and marked it."""
    found = sending()
    with_webhook(found)
    (anna,) = found.join("anna")
    slow, quick = found.sender("slow"), found.sender("quick")
    work = (found.club.workspace_id, found.club.program_id)

    def overtaken(*_: object) -> Answer:
        found.club.wait(minutes=3)
        quick.turn(*work)
        return Answer(status=500, headers={}, body=b"")

    slow.door = Doors(overtaken)  # type: ignore[assignment]
    quick.door = answers(200)  # type: ignore[assignment]
    slow.turn(*work)
    assert [each.state for each in found.messages(anna)] == ["sent"]


def test_a_message_in_the_inbox_that_is_still_to_be_put_in_words_arrives(
    sending: Sendings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sending(channel="inbox")
    words = Rendered(title="T", text="X", html=None, language="zh", unsubscribe=None)
    monkeypatch.setattr(
        "app.runtime.preparing.render",
        lambda _space, _current, sent, *, now: {each.id: words for each in sent},
    )
    (anna,) = found.join("anna")
    with found.club.spaces.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'ready'")
    found.send()
    assert [each.state for each in found.messages(anna)] == ["sent"]


def test_a_redirect_is_a_failure_that_names_where_it_leads(sending: Sendings) -> None:
    def away(_: Asked) -> Says:
        return Says(status=302, headers={"Location": "http://169.254.169.254/"})

    with standing_in(away) as server:
        found = sending()
        account = found.account("webhook", url=server.url, secret=SECRET)
        found.join("anna")
        found.send()
    assert "169.254.169.254" in str(found.row(account).last_error)
    assert found.states() == {("webhook", "retry"): 1}
