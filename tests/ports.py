"""Ports of this machine that nobody else comes by while a test needs them."""

import os
import socket
from itertools import count

HOST = "127.0.0.1"
FIRST, ROOM, MOST = 20_000, 1_500, 8
"""Below what the system gives to connections that go out; each process of a run has its own."""
_turns = count(os.getpid())


def a_free_port() -> int:
    """Give a port that is free, and that no connection is given by the system meanwhile."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    first = FIRST + int(worker) % MOST * ROOM
    for _ in range(ROOM):
        port = first + next(_turns) % ROOM
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    raise AssertionError("No port is free.")
