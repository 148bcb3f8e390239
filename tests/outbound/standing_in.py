"""Servers on this machine that behave as badly, or as well, as a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass(slots=True, kw_only=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True, kw_only=True)
class Says:
    """An answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class StandIn:
    """A web server that answers as it is told and remembers what it was asked."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[Asked], Says] = lambda _: Says()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset({f"{HOST}:{self.port}"})


@contextmanager
def standing_in(answer: Callable[[Asked], Says] = lambda _: Says()) -> Iterator[StandIn]:
    """Answer requests until the block ends."""
    found = StandIn(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                method=self.command,
                path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            found.asked.append(asked)
            said = found.answer(asked)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = _answer  # noqa: N815  # The names of the standard library.

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def raw(serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Let a function do what it wants with every connection; give the port."""
    listening = socket.create_server((HOST, 0))
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            try:
                link, _ = listening.accept()
            except OSError:
                return
            with link:
                try:
                    serve(link, over)
                except OSError:
                    continue

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@contextmanager
def nobody_listening() -> Iterator[int]:
    """Give a port on which nobody listens, and which nobody else is given meanwhile."""
    with socket.socket() as held:
        held.bind((HOST, 0))
        yield held.getsockname()[1]
