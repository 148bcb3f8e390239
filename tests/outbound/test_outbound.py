"""Connections to addresses that users supply reach the public internet, and nothing of ours."""

import socket
import ssl
import threading
from collections.abc import Callable
from itertools import chain, repeat

import pytest

from app.outbound import MOST_BYTES, Door, OutboundError, Refused, Unanswered
from app.public_addresses import is_public
from tests.outbound.standing_in import HOST, Asked, Says, nobody_listening, raw, standing_in

HOSTILE = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://１２７.０.０.１/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2001:0:5ef5:79fd::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "javascript:alert(1)",
    "//example.com/",
    "example.com",
    "http://",
    "http://user:word@example.com/",
    "http://example.com@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com:22/",
    "http://example.com:6379/",
    "http://example.com:99999/",
    "http://example.com:port/",
    "http://exa mple.com/",
    "http://example.com/\r\nHost: evil",
    "http://example.com/\x00",
    f"http://example.com/{'a' * 3000}",
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1::", "2002:808:808::1", "64:ff9b::808:808")


def as_written(host: str, port: int) -> list[str]:
    """Look up what is an address however it is spelled; names are all public here."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        return ["127.0.0.1"] if host == "localhost" else ["93.184.216.34"]
    return [str(each[4][0]) for each in found]


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused_before_anything_is_connected(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object) -> None:
        pytest.fail("It was connected to.")

    monkeypatch.setattr("app.outbound._connected", connect)
    with pytest.raises(Refused):
        Door(look_up=as_written).request("GET", url)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public_whatever_it_is_wrapped_in(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "nonsense", "127.0.0.1%1", "::ffff:10.0.0.1"])
def test_what_is_not_a_public_address_is_not(address: str) -> None:
    assert not is_public(address)


def test_one_internal_address_among_public_ones_is_enough_to_refuse() -> None:
    door = Door(look_up=lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        door.request("GET", "http://mixed.example/")


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second answer that leads inside is never asked for."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked, connected = [], []

    def look_up(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return next(answers)

    def connect(host: str, address: str, *_: object) -> None:
        connected.append((host, address))
        raise Unanswered("停", "stop", asked=False)

    monkeypatch.setattr("app.outbound._connected", connect)
    with pytest.raises(Unanswered):
        Door(look_up=look_up).request("GET", "http://rebinding.example/")
    assert asked == [("rebinding.example", 80)]
    assert connected == [("rebinding.example", "93.184.216.34")]


def test_the_server_is_asked_under_its_name_and_sent_no_more_than_what_is_meant() -> None:
    with standing_in(lambda _: Says(body=b"fine", headers={"Set-Cookie": "a=b"})) as server:
        door = Door(
            allow=frozenset({f"club.example:{server.port}"}), look_up=lambda *_: ["127.0.0.1"]
        )
        for _ in range(2):
            answer = door.request(
                "POST", f"http://club.example:{server.port}/in?a=1", headers={"X": "y"}, body=b"b"
            )
    assert (answer.status, answer.body) == (200, b"fine")
    last = server.asked[-1]
    assert (last.method, last.path, last.body) == ("POST", "/in?a=1", b"b")
    assert last.headers["host"] == f"club.example:{server.port}"
    assert last.headers["x"] == "y"
    assert "cookie" not in last.headers


def test_proxies_of_the_surroundings_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in() as proxy, standing_in() as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        Door(allow=server.allowed).request("GET", server.url)
    assert proxy.asked == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_never_followed(status: int) -> None:
    with standing_in() as canary:
        to = {"Location": canary.url}
        with standing_in(lambda _: Says(status=status, headers=to)) as server:
            door = Door(allow=server.allowed | canary.allowed)
            answer = door.request("POST", server.url, body=b"x")
    assert (answer.status, answer.headers["location"]) == (status, canary.url)
    assert canary.asked == []


def test_a_giant_body_is_read_no_further_than_the_limit() -> None:
    def pour(link: socket.socket, over: threading.Event) -> None:
        link.recv(65536)
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while not over.is_set():
            link.sendall(b"x" * 65536)

    with raw(pour) as port:
        answer = Door(allow=frozenset({HOST})).request("GET", f"http://{HOST}:{port}/")
    assert len(answer.body) == MOST_BYTES


class Ticking:
    """A clock that moves whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.3
        return self.now


def dripping(head: bytes) -> Callable[[socket.socket, threading.Event], None]:
    def drip(link: socket.socket, over: threading.Event) -> None:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.recv(65536)
        link.sendall(head)
        while not over.is_set():
            # Each byte is waited for, so that it is one read.
            link.sendall(b"x")
            over.wait(0.001)

    return drip


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"],
    ids=["before the answer", "in a header", "in the body"],
)
def test_whoever_drips_byte_by_byte_is_left_when_the_time_is_over(head: bytes) -> None:
    clock = Ticking()
    with raw(dripping(head)) as port, pytest.raises(OutboundError):
        Door(allow=frozenset({HOST}), clock=clock).request("GET", f"http://{HOST}:{port}/")
    assert clock.now <= 11


def _says_nothing(_: socket.socket, over: threading.Event) -> None:
    over.wait()


def test_whoever_says_nothing_is_left_when_the_time_is_over() -> None:
    # Begun, looked up, connected and asked in no time; then nearly all of it is over.
    moments = chain(repeat(0.0, 4), repeat(9.9))
    door = Door(allow=frozenset({HOST}), clock=lambda: next(moments))
    with raw(_says_nothing) as port, pytest.raises(Unanswered) as raised:
        door.request("GET", f"http://{HOST}:{port}/")
    assert raised.value.asked


def test_a_connection_that_closes_in_the_middle_is_no_answer() -> None:
    def half(link: socket.socket, _: threading.Event) -> None:
        link.recv(65536)
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    with raw(half) as port, pytest.raises(Unanswered):
        Door(allow=frozenset({HOST})).request("GET", f"http://{HOST}:{port}/")


def test_a_port_that_nobody_listens_on_is_said_and_nothing_was_asked() -> None:
    with nobody_listening() as port, pytest.raises(Unanswered) as raised:
        Door(allow=frozenset({HOST})).request("GET", f"http://{HOST}:{port}/")
    assert not raised.value.asked


def test_a_name_that_nobody_has_is_said() -> None:
    def nobody(*_: object) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unanswered, match=r"no host nowhere\.example"):
        Door(look_up=nobody).request("GET", "http://nowhere.example/")


def test_a_server_whose_certificate_is_not_trusted_is_not_asked() -> None:
    def plain(link: socket.socket, _: threading.Event) -> None:
        link.recv(65536)
        link.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with raw(plain) as port, pytest.raises(Unanswered):
        Door(allow=frozenset({HOST}), tls=ssl.create_default_context).request(
            "GET", f"https://{HOST}:{port}/"
        )


def test_a_further_port_is_open_when_the_installation_says_so() -> None:
    door = Door(look_up=lambda *_: ["10.0.0.1"], ports=frozenset({8443}))
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        door.request("GET", "http://club.example:8443/")


def test_an_answer_of_an_error_is_an_answer() -> None:
    def busy(asked: Asked) -> Says:
        return Says(status=429, headers={"Retry-After": "7"})

    with standing_in(busy) as server:
        answer = Door(allow=server.allowed).request("GET", server.url)
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
