"""When messages leave: what accounts, rules and failures have to do with it."""

from collections.abc import Callable

import pytest

from app.outbound import Answer
from app.runtime import rendering
from app.runtime.allowing import Verdict
from app.runtime.channels.base import wait_of
from app.runtime.rendering import Rendered, Unsaid
from app.sealing import Seals
from app.storage import channels
from app.words import Words
from tests.runtime.scripted_doors import answers, with_webhook
from tests.runtime.sending import SECRET, Sending

Sendings = Callable[..., Sending]
HOUR, DAY = 3_600_000_000, 86_400_000_000
pytestmark = pytest.mark.usefixtures("everything_is_allowed")


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


def test_an_account_whose_key_is_lost_says_so_and_wears_no_message_out(
    sending: Sendings, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = answers(200)
    found = sending(door)
    account = with_webhook(found)
    (anna,) = found.join("anna")
    monkeypatch.setattr("tests.runtime.sending.SEALS", Seals(("quite another key than before",)))
    for _ in range(5):
        found.send()
    assert "RUNGS_SECRET_KEYS" in str(found.row(account).last_error)
    assert found.row(account).open_until is not None
    assert [each.state for each in found.messages(anna)] == ["ready"]
    assert door.asked == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        (
            {
                "retry-after": "Sun, 01 Mar 2026 05:00:00 GMT",
                "date": "Sun, 01 Mar 2026 04:00:00 GMT",
            },
            3600,
        ),
        ({"retry-after": "Sun, 01 Mar 2026 05:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_we_are_asked_to_wait_is_said_in_two_ways(
    headers: dict[str, str], seconds: int | None
) -> None:
    assert wait_of(Answer(status=429, headers=headers, body=b"")) == seconds
