"""What the outbox holds leaves at least once under one key, and nobody waits for the slow."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from app.outbound import Answer, Unanswered
from app.runtime import rendering
from app.runtime.allowing import Verdict
from app.runtime.crash_points import armed
from app.runtime.rendering import Rendered, Unsaid
from app.storage import channels
from app.words import Words
from tests.outbound.standing_in import Asked, Says, standing_in
from tests.runtime.clubs import Club
from tests.runtime.sending import SECRET, Sending, telling

Clubs = Callable[..., Club]
HOUR, DAY = 3_600_000_000, 86_400_000_000


class Died(BaseException):
    pass


class Doors:
    """Answers by a function instead of by servers."""

    def __init__(self, answer: Callable[[dict[str, str], bytes], Answer]) -> None:
        self.answer = answer
        self.asked: list[tuple[dict[str, str], bytes]] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        self.asked.append((headers, body))
        return self.answer(headers, body)


def answers(*statuses: int, **headers: str) -> Doors:
    """Answer with one status after the other, and the last one from then on."""
    left = list(statuses)

    def answer(*_: object) -> Answer:
        status = left.pop(0) if len(left) > 1 else left[0]
        return Answer(status=status, headers=headers, body=b"")

    return Doors(answer)


def silent(*, asked: bool) -> Doors:
    def answer(*_: object) -> Answer:
        raise Unanswered("没有应答。", "No answer.", asked=asked)

    return Doors(answer)


@pytest.fixture(autouse=True)
def _everything_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent and the like have tests of their own."""
    monkeypatch.setattr(
        "app.runtime.preparing.allowed",
        lambda _space, _current, sent, *, now: {each.id: Verdict(send=True) for each in sent},
    )


@pytest.fixture
def sending(club: Clubs) -> Callable[..., Sending]:
    def made(door: Doors | None = None, *, channel: str = "webhook", **more: str) -> Sending:
        found = Sending(club=club(telling(channel, **more)))
        if door is not None:
            found.door = door  # type: ignore[assignment]  # It answers as a door does.
        return found

    return made


Sendings = Callable[..., Sending]


def with_webhook(found: Sending, **settings: Any) -> int:
    return found.account("webhook", url="http://127.0.0.1:9/", secret=SECRET, **settings)


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


def test_five_failures_open_the_circuit_and_one_message_a_minute_tries_it(
    sending: Sendings,
) -> None:
    door = answers(500)
    found = sending(door)
    account = with_webhook(found)
    found.join(*(f"m{n}" for n in range(20)))
    found.send()
    assert 5 <= len(door.asked) <= 8
    assert found.row(account).open_until is not None
    before = len(door.asked)
    found.send()
    assert len(door.asked) == before
    found.club.wait(minutes=1, seconds=1)
    found.send()
    assert len(door.asked) == before + 1


def test_the_circuit_closes_with_the_first_success(sending: Sendings) -> None:
    found = sending(answers(500))
    account = with_webhook(found)
    found.join(*(f"m{n}" for n in range(8)))
    found.send()
    found.door = answers(200)  # type: ignore[assignment]
    found.club.wait(hours=7)
    found.send()
    assert found.row(account).open_until is None
    assert found.states() == {("webhook", "sent"): 8}


def test_what_failed_for_three_days_is_left_alone_and_the_next_account_takes_over(
    sending: Sendings,
) -> None:
    found = sending(answers(500))
    account = with_webhook(found)
    found.join(*(f"m{n}" for n in range(6)))
    for _ in range(13):
        found.send()
        found.club.wait(hours=6, minutes=1)
    assert found.row(account).disabled_at is not None
    found.account("webhook", name="two", url="http://127.0.0.1:9/", secret=SECRET)
    found.door = answers(200)  # type: ignore[assignment]
    (zoe,) = found.join("zoe")
    found.send()
    assert [each.state for each in found.messages(zoe)] == ["sent"]


def test_messages_wait_for_a_channel_to_be_set_up_but_not_for_ever(sending: Sendings) -> None:
    found = sending()
    found.join("anna")
    found.send()
    assert found.states() == {("webhook", "ready"): 1}
    found.club.wait(days=3, minutes=1)
    found.send()
    assert found.states() == {("webhook", "dead"): 1}


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


def test_a_member_without_an_address_is_not_written_to(sending: Sendings) -> None:
    found = sending(answers(200), channel="sms")
    found.account("sms_http", url="http://127.0.0.1:9/")
    anna, bert = found.join("anna"), found.join("bert", phone="+8613800138000")
    found.send()
    assert [each.state for each in found.messages(anna[0])] == ["cancelled"]
    assert [each.state for each in found.messages(bert[0])] == ["sent"]


def test_no_more_leave_than_the_provider_allows(sending: Sendings) -> None:
    door = answers(200)
    found = sending(door)
    with_webhook(found, per_minute=60)
    found.join(*(f"m{n}" for n in range(40)))
    found.send()
    assert len(door.asked) == 10
    found.club.wait(seconds=5)
    found.send()
    assert len(door.asked) == 15


def test_an_account_that_is_switched_off_sends_nothing(sending: Sendings) -> None:
    door = answers(200)
    found = sending(door)
    account = with_webhook(found)
    found.join("anna")
    with found.club.spaces.writing(found.club.workspace_id) as space:
        channels.change(space, account, off_at=found.now)
    found.send()
    assert door.asked == []


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


def test_the_rules_are_asked_before_the_first_attempt_only(
    sending: Sendings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def later(space: object, current: object, sent: list[object], *, now: int) -> object:
        asked.append(now)
        verdict = Verdict(send=len(asked) > 1, later=now + HOUR)
        return {each.id: verdict for each in sent}  # type: ignore[attr-defined]

    monkeypatch.setattr("app.runtime.preparing.allowed", later)
    found = sending(answers(500, 200))
    with_webhook(found)
    found.join("anna")
    found.send()
    assert found.states() == {("webhook", "ready"): 1}
    found.club.wait(hours=1)
    found.send()
    found.club.wait(hours=7)
    found.send()
    assert found.states() == {("webhook", "sent"): 1}
    assert len(asked) == 2


def test_what_may_not_go_is_cancelled_and_what_cannot_be_said_is_kept_for_somebody(
    sending: Sendings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sending(answers(200))
    with_webhook(found)
    anna, bert, carl = found.join("anna", "bert", "carl")
    monkeypatch.setattr(
        "app.runtime.preparing.allowed",
        lambda _space, _current, sent, *, now: {
            each.id: Verdict(send=each.member_id != anna) for each in sent
        },
    )
    words = Rendered(title="T", text="X", html=None, language="zh", unsubscribe=None)
    monkeypatch.setattr(
        "app.runtime.preparing.render",
        lambda _space, _current, sent, *, now: {
            each.id: Unsaid(why=Words("缺", "missing")) if each.member_id == bert else words
            for each in sent
        },
    )
    found.send()
    states = [found.messages(each)[0].state for each in (anna, bert, carl)]
    assert states == ["cancelled", "dead", "sent"]


def test_one_message_that_cannot_be_prepared_keeps_no_other_back(
    sending: Sendings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sending(answers(200))
    with_webhook(found)
    anna, bert = found.join("anna", "bert")
    usual = rendering.render

    def breaks(space: object, current: object, sent: list[object], *, now: int) -> object:
        if any(each.member_id == anna for each in sent):  # type: ignore[attr-defined]
            raise KeyError("name")
        return usual(space, current, sent, now=now)  # type: ignore[arg-type]

    monkeypatch.setattr("app.runtime.preparing.render", breaks)
    found.send()
    assert found.messages(anna)[0].state == "retry"
    assert found.messages(bert)[0].state == "sent"


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
