"""Accounts at work: their secrets, what lets them in, how they are doing, and real mail."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from app.outbound import Door
from app.runtime import channel_accounts
from app.runtime.channel_accounts import Entered
from app.runtime.sender_health import health
from app.sealing import CannotOpen, Seals
from app.storage import audit, channels
from tests.outbound.standing_in import Asked, Says, standing_in
from tests.runtime.clubs import Club
from tests.runtime.mail_servers import NAME, Box, mail_server
from tests.runtime.sending import SEALS, SECRET, Sending, telling

Clubs = Callable[..., Club]


@pytest.fixture
def sending(club: Clubs) -> Callable[..., Sending]:
    return lambda channel, **more: Sending(club=club(telling(channel, **more)))


Sendings = Callable[..., Sending]


def test_a_message_of_an_automation_reaches_a_mail_server(sending: Sendings) -> None:
    with mail_server(Box()) as box:
        found = sending("email")
        found.door = Door(allow=frozenset({f"{NAME}:{box.port}"}), look_up=lambda *_: ["127.0.0.1"])
        found.account("email", host=NAME, port=box.port, safety="plain", sender="club@example.com")
        found.join("anna", email="anna@example.com")
        found.send()
    assert found.states() == {("email", "sent"): 1}
    assert box.envelopes == [("club@example.com", ["anna@example.com"])]
    assert box.mails[0]["Subject"] == "Hello"


def test_all_workers_share_what_wechat_let_us_in_with(sending: Sendings) -> None:
    asked_for: list[str] = []

    def answer(asked: Asked) -> Says:
        parts = urlsplit(asked.path)
        if parts.path.endswith("stable_token"):
            asked_for.append("token")
            content = {"access_token": f"token-{len(asked_for)}-of-wechat", "expires_in": 7200}
            return Says(body=json.dumps(content).encode())
        stale = dict(parse_qsl(parts.query))["access_token"] != f"token-{len(asked_for)}-of-wechat"
        return Says(body=b'{"errcode": 42001}' if stale else b'{"errcode": 0}')

    with standing_in(answer) as server:
        found = sending("wechat")
        account = found.account(
            "wechat",
            app_id="wx",
            secret="s",
            template="T",
            host=server.url,
            field="external_id",
        )
        for name in ("anna", "bert"):
            found.join(name)
            found.send()
        assert asked_for == ["token"]
        # It ends sooner than it was said to.
        asked_for.append("by somebody else")
        found.join("carl")
        found.send()
        found.club.wait(hours=2)
        found.join("dora")
        found.send()
    assert found.states() == {("wechat", "sent"): 4}
    assert asked_for == ["token", "by somebody else", "token", "token"]
    row = found.row(account)
    assert row.access is not None
    assert "of-wechat" not in row.access
    assert SEALS.open(row.access) == {"token": "token-4-of-wechat"}


def test_secrets_are_in_no_row_that_anybody_can_read(sending: Sendings) -> None:
    found = sending("webhook")
    with found.club.spaces.writing(found.club.workspace_id) as space:
        settings = {"url": "https://club.example/", "secret": SECRET}
        channel_accounts.add(
            space,
            found.club.program_id,
            "webhook",
            Entered(name="one", settings=settings),
            SEALS,
            now=found.now,
            by="anna",
        )
        written = audit.entries(space, limit=10)
    assert any(each["action"] == "channel.added" for each in written)
    with found.club.spaces.engine.connect() as connection:
        rows = [*connection.execute(text("SELECT * FROM channel")), *written]
    assert SECRET not in str(rows)


def test_an_old_key_still_opens_what_the_new_one_seals_anew() -> None:
    old, new = "the key of last year, long enough", "the key of this year, long enough"
    sealed = Seals((old,)).seal({"secret": "x"})
    both = Seals((new, old))
    assert both.open(sealed) == {"secret": "x"}
    assert Seals((new,)).open(both.renewed(sealed)) == {"secret": "x"}
    with pytest.raises(CannotOpen):
        Seals((new,)).open(sealed)
    with pytest.raises(CannotOpen):
        Seals(()).seal({})
    assert old not in repr(Seals((old,)))


def test_health_names_what_fails_what_waits_and_what_was_given_up(sending: Sendings) -> None:
    found = sending("webhook")

    found.join("anna")
    since = found.now
    found.club.wait(minutes=5)
    with found.club.spaces.reading(found.club.workspace_id) as space:
        seen = health(space, found.club.program_id, found.now)
    assert (seen.dead, seen.waiting, seen.oldest_ready) == (0, 1, since)
    assert seen.without_channel == {"webhook": 1}
    assert seen.failing == ()
    account = found.account("webhook", url="https://club.example/", secret=SECRET)
    with found.club.spaces.writing(found.club.workspace_id) as space:
        channels.change(space, account, failures=5, last_error="忙\nbusy", failing_since=since)
        seen = health(space, found.club.program_id, found.now)
    assert seen.without_channel == {}
    (failing,) = seen.failing
    assert (failing.name, failing.failures, failing.left_alone) == ("one", 5, False)
    assert failing.last_error.en == "busy"


def test_an_account_that_is_switched_on_begins_anew(sending: Sendings) -> None:
    found = sending("webhook")
    account = found.account("webhook", url="https://club.example/", secret=SECRET)
    with found.club.spaces.writing(found.club.workspace_id) as space:
        channels.change(
            space, account, failures=9, failing_since=1, open_until=found.now, disabled_at=1
        )
        row = channels.get(space, found.club.program_id, account)
        channel_accounts.switch_on(space, row, now=found.now, by=None)
    row = found.row(account)
    assert row.works
    assert (row.failures, row.failing_since, row.open_until) == (0, None, None)


def test_an_account_of_another_workspace_is_not_there(club: Clubs) -> None:
    mine = Sending(club=club(telling("webhook"), key="mine"))
    theirs = Sending(club=club(telling("webhook"), key="theirs"))
    account = mine.account("webhook", url="https://club.example/", secret=SECRET)
    with (
        theirs.club.spaces.reading(theirs.club.workspace_id) as space,
        pytest.raises(channels.NoSuchChannel),
    ):
        channels.get(space, mine.club.program_id, account)
