"""SMTP on a connection that the outbound door opened."""

import re
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.outbound import Door, OutboundError, Timer
from app.runtime.channels.base import Failed, Outcome, Sent, Unknown, shortened
from app.words import Words

PERMANENT, GO_AHEAD, ACCEPTED = 500, 354, (250, 251, 252)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    safety: str
    """`tls` from the beginning, `starttls`, or `plain`."""
    user: str
    password: str
    greeting: str
    """The name we give ourselves."""


def hand_in(server: Server, door: Door, *, sender: str, to: str, mail: bytes) -> Outcome:
    """Hand in one mail; nobody knows what became of it if the server falls silent at the end."""
    try:
        client = _Client(server, door)
    except OutboundError as error:
        return Failed(why=error.words)
    except (OSError, smtplib.SMTPException) as error:
        return _broken(error)
    try:
        refusal = _introduced(client, server) or _addressed(client, sender, to)
        return refusal or _delivered(client, mail)
    except (OSError, smtplib.SMTPException) as error:
        return _broken(error)
    finally:
        client.close()


class _Client(smtplib.SMTP):
    """A client whose connection was checked, and ends in time."""

    timer: Timer

    def __init__(self, server: Server, door: Door) -> None:
        self.server, self.door = server, door
        super().__init__(server.host, server.port, local_hostname=server.greeting)

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        link, self.timer = self.door.connect(host, port)
        if self.server.safety == "tls":
            return self.door.secured(link, host, self.timer)
        return link


def _introduced(client: _Client, server: Server) -> Failed | None:
    """Greet, make the connection safe and sign in; give what the server has against it."""
    client.ehlo_or_helo_if_needed()
    if server.safety == "starttls":
        client.starttls(context=client.door.context(client.timer))
        client.ehlo_or_helo_if_needed()
    if server.user:
        try:
            _sign_in(client, server)
        except smtplib.SMTPAuthenticationError as error:
            # Whoever mends the password wants what waited to go out.
            return _refused(error.smtp_code, error.smtp_error, again=True, endpoint=True)
    return None


def _sign_in(client: _Client, server: Server) -> None:
    """Sign in once: a wrong password that is tried in every way there is may lock an account."""
    client.user, client.password = server.user, server.password
    ways: dict[str, Callable[..., str]] = {
        "PLAIN": client.auth_plain,
        "LOGIN": client.auth_login,
        "CRAM-MD5": client.auth_cram_md5,
    }
    offered = client.esmtp_features.get("auth", "").upper().split()
    way = next((each for each in ways if each in offered), None)
    if way is None:
        raise smtplib.SMTPNotSupportedError("No way to sign in that is known here.")
    client.auth(way, ways[way])


def _addressed(client: _Client, sender: str, to: str) -> Failed | None:
    code, said = client.mail(sender)
    if code not in ACCEPTED:
        return _refused(code, said, endpoint=True)
    code, said = client.rcpt(to)
    if code not in ACCEPTED:
        # Somebody whose box is full says nothing about the server.
        return _refused(code, said, endpoint=False)
    return None


def _delivered(client: _Client, mail: bytes) -> Outcome:
    code, said = client.docmd("DATA")
    if code != GO_AHEAD:
        return _refused(code, said, endpoint=True)
    body = re.sub(rb"(?m)^\.", b"..", mail)
    try:
        client.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, said = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        text = shortened(str(error))
        return Unknown(
            why=Words(
                f"邮件内容发完后服务器没有应答：{text}",
                f"The server did not answer after the mail was handed in: {text}",
            )
        )
    if code in ACCEPTED:
        return Sent()
    return _refused(code, said, endpoint=False)


def _refused(code: int, said: bytes | str, *, endpoint: bool, again: bool | None = None) -> Failed:
    text = shortened(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
    return Failed(
        why=Words(f"邮件服务器应答 {code}：{text}", f"The mail server answered {code}: {text}"),
        again=code < PERMANENT if again is None else again,
        endpoint=endpoint,
    )


def _broken(error: Exception) -> Failed:
    text = shortened(str(error)) or type(error).__name__
    return Failed(why=Words(f"与邮件服务器的连接中断：{text}", f"The mail server was lost: {text}"))
