"""Mail is handed in to a real SMTP server, safely, and once under one Message-ID."""

import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest

from app.outbound import Door
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import Failed, Outcome, Sent, Unknown
from tests.outbound.standing_in import nobody_listening, raw
from tests.runtime.deliveries import account, delivery
from tests.runtime.mail_servers import NAME, Box, Trust, certificate, mail_server

ANNA = "anna@example.com"


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return certificate(Path(tmp_path_factory.mktemp("trust")))


def hand_in(
    port: int, trust: Trust | None = None, *, safety: str = "plain", **more: Any
) -> Outcome:
    settings = {
        "host": NAME,
        "port": port,
        "safety": safety,
        "sender": "club@example.com",
        "sender_name": "登阶俱乐部",
    }
    for key in ("user", "password", "reply_to"):
        if key in more:
            settings[key] = more.pop(key)
    tls = ssl.create_default_context if trust is None else trust.client
    door = Door(
        allow=frozenset({f"{NAME}:{port}"}), look_up=lambda *_: ["127.0.0.1"], seconds=5, tls=tls
    )
    return CHANNEL_KINDS["email"].send(
        delivery(more.pop("to", ANNA), **more), account(**settings), door
    )


def test_a_mail_arrives_in_both_shapes_with_one_click_to_leave() -> None:
    with mail_server(Box()) as box:
        outcome = hand_in(
            box.port,
            html="<p>再消费 <b>100</b> 元</p>",
            unsubscribe="https://club.example/u/1",
            purpose="marketing",
            reply_to="help@example.com",
        )
    assert outcome == Sent()
    (mail,) = box.mails
    assert box.envelopes == [("club@example.com", [ANNA])]
    assert mail["Subject"] == "距离金卡只差 100 元"
    assert mail["From"].addresses[0].display_name == "登阶俱乐部"
    assert mail["Reply-To"] == "help@example.com"
    assert mail["List-Unsubscribe"] == "<https://club.example/u/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (mail.get_body((sort,)) for sort in ("plain", "html"))
    assert plain is not None
    assert html is not None
    # A line that begins with a dot comes through.
    assert plain.get_content().splitlines() == ["再消费 100 元就能升级。", ".点开头的一行"]
    assert "<b>100</b>" in html.get_content()


def test_the_same_message_has_the_same_message_id_and_another_has_another() -> None:
    with mail_server(Box()) as box:
        for key in ("1", "1", "2"):
            hand_in(box.port, idem=key)
    first, again, other = (mail["Message-ID"] for mail in box.mails)
    assert first == again != other
    assert first.endswith("@example.com>")


@pytest.mark.parametrize("safety", ["tls", "starttls"])
def test_mail_leaves_encrypted_under_the_name_of_the_server(trust: Trust, safety: str) -> None:
    more: dict[str, Any] = (
        {"tls": trust.server()}
        if safety == "tls"
        else {"tls_context": trust.server(), "require_starttls": True, "auth_required": True}
    )
    with mail_server(Box(), **more) as box:
        if safety == "tls":
            assert hand_in(box.port, trust, safety=safety) == Sent()
        else:
            words = {"user": "club", "password": "word"}
            assert hand_in(box.port, trust, safety=safety, **words) == Sent()
            wrong = hand_in(box.port, trust, safety=safety, user="club", password="wrong")
            assert isinstance(wrong, Failed)
            assert (wrong.again, wrong.endpoint) == (True, True)
            assert "535" in wrong.why.en
    assert len(box.mails) == 1


@pytest.mark.parametrize("safety", ["tls", "starttls"])
def test_a_server_whose_certificate_nobody_trusts_gets_no_mail(trust: Trust, safety: str) -> None:
    more: dict[str, Any] = (
        {"tls": trust.server()} if safety == "tls" else {"tls_context": trust.server()}
    )
    with mail_server(Box(), **more) as box:
        outcome = hand_in(box.port, safety=safety)
    assert isinstance(outcome, Failed)
    assert box.mails == []


def test_a_server_without_encryption_gets_no_mail_that_asks_for_it(trust: Trust) -> None:
    with mail_server(Box()) as box:
        outcome = hand_in(box.port, trust, safety="starttls")
    assert isinstance(outcome, Failed)
    assert box.mails == []


@pytest.mark.parametrize(
    ("command", "answer", "again", "endpoint"),
    [
        ("RCPT", "450 mailbox busy", True, False),
        ("RCPT", "452 mailbox full", True, False),
        ("RCPT", "550 no such user", False, False),
        ("RCPT", "553 not allowed", False, False),
        ("MAIL", "451 try later", True, True),
        ("MAIL", "550 sender rejected", False, True),
        ("DATA", "451 greylisted", True, False),
        ("DATA", "554 looks like spam", False, False),
    ],
)
def test_what_the_server_refuses_for_now_comes_again_and_for_good_does_not(
    command: str, answer: str, *, again: bool, endpoint: bool
) -> None:
    with mail_server(Box({command: answer})) as box:
        outcome = hand_in(box.port)
    assert isinstance(outcome, Failed)
    assert (outcome.again, outcome.endpoint) == (again, endpoint)
    assert answer[:3] in outcome.why.en


def test_a_server_that_falls_silent_after_the_mail_may_have_it() -> None:
    with mail_server(Box({"DATA": "silence"})) as box:
        assert isinstance(hand_in(box.port), Unknown)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with nobody_listening() as port:
        outcome = hand_in(port)
    assert isinstance(outcome, Failed)
    assert (outcome.again, outcome.endpoint) == (True, True)


def test_a_server_that_says_no_at_the_door_is_tried_again() -> None:
    def busy(link: socket.socket, _: threading.Event) -> None:
        link.sendall(b"421 too many connections\r\n")

    with raw(busy) as port:
        outcome = hand_in(port)
    assert isinstance(outcome, Failed)
    assert outcome.again


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "localhost"])
def test_no_mail_server_is_looked_for_inside_the_installation(host: str) -> None:
    settings = account(host=host, port=25, safety="plain", sender="club@example.com")
    door = Door(look_up=lambda name, _: ["127.0.0.1" if name == "localhost" else name])
    outcome = CHANNEL_KINDS["email"].send(delivery(ANNA), settings, door)
    assert isinstance(outcome, Failed)
    assert "internal address" in outcome.why.en


@pytest.mark.parametrize("to", ["anna", "a@b.example\r\nBcc: all@example.com", ""])
def test_what_is_no_address_is_given_up_and_no_header_is_smuggled_in(to: str) -> None:
    with mail_server(Box()) as box:
        outcome = hand_in(box.port, to=to)
    assert isinstance(outcome, Failed)
    assert not outcome.again
    assert box.mails == []


def test_a_title_of_several_lines_is_one_line() -> None:
    with mail_server(Box()) as box:
        assert hand_in(box.port, title="Hello\r\nBcc: all@example.com") == Sent()
    assert box.mails[0]["Subject"] == "Hello Bcc: all@example.com"
    assert box.mails[0]["Bcc"] is None
