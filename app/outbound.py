"""The one door to other machines: whatever address users supply, connections are opened here.

Names are looked up once, every address they have must be a public one, and the connection goes to
the address that was checked. Nothing is followed, remembered or taken from the surroundings.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app.public_addresses import is_public
from app.words import Words

WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 465, 587, 2525})
SECONDS = 10.0
"""The whole of a request, from looking up the name to the last byte read."""
MAIL_SECONDS = 30.0
"""Mail takes several questions and answers, and some servers make strangers wait."""
MOST_BYTES = 64 * 1024
LONGEST_URL = 2_000
DEFAULT_PORTS = {"http": 80, "https": 443}
_lookups = ThreadPoolExecutor(max_workers=32, thread_name_prefix="names")


class OutboundError(Exception):
    """A connection that did not come about, or came to nothing; `words` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class Refused(OutboundError):
    """The address may not be connected to."""


class Unanswered(OutboundError):
    """There was no whole answer in time."""

    def __init__(self, zh: str, en: str, *, asked: bool) -> None:
        super().__init__(zh, en)
        self.asked = asked
        """Whether the other side may have got the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, cut off after `MOST_BYTES`."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


def look_up(host: str, port: int) -> list[str]:
    """Ask the system for all addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Opens connections, within the rules of this installation."""

    allow: frozenset[str] = frozenset()
    """Hosts, or `host:port`, that the installation trusts although they are not public."""
    ports: frozenset[int] = frozenset()
    """Ports besides the usual ones."""
    look_up: Callable[[str, int], list[str]] = look_up
    clock: Callable[[], float] = time.monotonic
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS
    mail_seconds: float = MAIL_SECONDS

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Ask a web server once. Raises `Refused` or `Unanswered`."""
        parts = _parts(url)
        host, port = _host_of(parts), _port_of(parts)
        timer = Timer(until=self.clock() + self.seconds, clock=self.clock)
        link: socket.socket = self._open(host, port, timer, WEB_PORTS)
        asked = False
        try:
            if parts.scheme == "https":
                link = self.secured(link, host, timer)
            connection = _Connection(host, port, link, default=DEFAULT_PORTS[parts.scheme])
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            asked = True
            said = {"User-Agent": "Rungs", "Connection": "close", **(headers or {})}
            connection.request(method, path, body=body, headers=said)
            answer = connection.getresponse()
            read = answer.read(MOST_BYTES)
            if len(read) < MOST_BYTES and answer.length:
                raise http.client.IncompleteRead(read, answer.length)
            return Answer(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.getheaders()},
                body=read,
            )
        except TimeoutError as error:
            seconds = f"{self.seconds:g}"
            raise Unanswered(
                f"{host} 在 {seconds} 秒内没有完整应答。",
                f"{host} did not answer completely within {seconds} seconds.",
                asked=asked,
            ) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(
                f"与 {host} 的连接中断：{_told(error)}。",
                f"The connection to {host} broke: {_told(error)}.",
                asked=asked,
            ) from error
        finally:
            link.close()

    def connect(self, host: str, port: int) -> "tuple[TimedSocket, Timer]":
        """Open a connection to a mail server. Raises `Refused` or `Unanswered`."""
        timer = Timer(until=self.clock() + self.mail_seconds, clock=self.clock)
        return self._open(_named(host), port, timer, MAIL_PORTS), timer

    def secured(self, link: socket.socket, host: str, timer: "Timer") -> socket.socket:
        """Begin TLS on a connection, with the name that was asked for."""
        link.settimeout(timer.left())
        return self.context(timer).wrap_socket(link, server_hostname=host)

    def context(self, timer: "Timer") -> ssl.SSLContext:
        """Give a TLS context whose connections end with the timer."""
        context = self.tls()
        context.sslsocket_class = type("TimedTLS", (_TimedTLS,), {"timer": timer})
        return context

    def _open(self, host: str, port: int, timer: "Timer", usual: frozenset[int]) -> "TimedSocket":
        trusted = host in self.allow or f"{host}:{port}" in self.allow
        if not trusted and port not in usual | self.ports:
            raise Refused(f"不允许连接端口 {port}。", f"Port {port} may not be connected to.")
        addresses = self._addresses(host, port, timer)
        if not trusted:
            for address in addresses:
                if not is_public(address):
                    raise Refused(
                        f"{host} 指向内部地址 {address}，不允许连接。",
                        f"{host} leads to the internal address {address}, which is not allowed.",
                    )
        return _connected(host, addresses[0], port, timer)

    def _addresses(self, host: str, port: int, timer: "Timer") -> list[str]:
        # The system looks names up for as long as it likes; the deadline is ours.
        pending = _lookups.submit(self.look_up, host, port)
        try:
            found = pending.result(timeout=timer.left())
        except (OSError, UnicodeError, TooLate) as error:
            raise Unanswered(
                f"找不到主机 {host}。", f"There is no host {host}.", asked=False
            ) from error
        if not found:
            raise Unanswered(f"找不到主机 {host}。", f"There is no host {host}.", asked=False)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """How long a connection may still take, on a clock that cannot be set."""

    until: float
    clock: Callable[[], float]

    def left(self) -> float:
        seconds = self.until - self.clock()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class TimedSocket(socket.socket):
    """A connection that ends with its timer, however slowly bytes drip in."""

    timer: Timer

    def recv_into(self, *arguments: Any) -> int:
        self.settimeout(self.timer.left())
        return super().recv_into(*arguments)

    def sendall(self, *arguments: Any) -> None:
        self.settimeout(self.timer.left())
        super().sendall(*arguments)


class _TimedTLS(ssl.SSLSocket):
    timer: Timer

    def recv_into(self, *arguments: Any) -> int:
        self.settimeout(self.timer.left())
        return super().recv_into(*arguments)

    def send(self, *arguments: Any) -> int:
        self.settimeout(self.timer.left())
        return super().send(*arguments)


class _Connection(http.client.HTTPConnection):
    """HTTP on a connection that is open already: nothing here looks up or follows anything."""

    def __init__(self, host: str, port: int, link: socket.socket, *, default: int) -> None:
        super().__init__(host, port)
        self.default_port = default
        self.sock = link
        self.auto_open = 0


def _connected(host: str, address: str, port: int, timer: Timer) -> TimedSocket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    link = TimedSocket(family, socket.SOCK_STREAM)
    link.timer = timer
    try:
        link.settimeout(timer.left())
        link.connect((address, port))
    except OSError as error:
        link.close()
        raise Unanswered(
            f"无法连接 {host}:{port}：{_told(error)}。",
            f"Cannot connect to {host}:{port}: {_told(error)}.",
            asked=False,
        ) from error
    return link


def _parts(url: str) -> SplitResult:
    """Take an address apart, and refuse what two readers might read differently."""
    if len(url) > LONGEST_URL or any(each <= " " or each in '\\\x7f"<>' for each in url):
        raise Refused("网址里有不允许的字符。", "The address has characters that are not allowed.")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # Reading it is what checks it.
    except ValueError as error:
        raise Refused("网址不正确。", "The address is not correct.") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused(
            "网址要以 http:// 或 https:// 开头。",
            "The address must begin with http:// or https://.",
        )
    if "@" in parts.netloc:
        raise Refused(
            "网址里不能写用户名和密码。", "The address must not name a user or a password."
        )
    if not url.isascii() and not (parts.path + parts.query).isascii():
        raise Refused("网址路径要先编码。", "The path of the address must be encoded.")
    return parts


def _host_of(parts: SplitResult) -> str:
    return _named(parts.hostname or "")


def _named(host: str) -> str:
    """Write a host as it is looked up: ASCII, lower case, without a dot at the end."""
    try:
        plain = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused("主机名不正确。", "The name of the host is not correct.") from error
    plain = plain.lower().rstrip(".")
    if not plain or "%" in plain:
        raise Refused("主机名不正确。", "The name of the host is not correct.")
    return plain


def _port_of(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else DEFAULT_PORTS[parts.scheme]


def _told(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said or type(error).__name__
