"""What must be true of the machine before anything is touched."""

import os
import shutil
import socket
import urllib.request
from pathlib import Path

from app.launcher.explain import AlreadyRunning, DiskFull, PortTaken, ReadOnly

HOST = "127.0.0.1"
MARK = "X-Rungs"
"""The header by which a running server is recognised."""


def refuse_taken_port(port: int) -> None:
    if is_free(port):
        return
    free = next((other for other in range(port + 1, port + 100) if is_free(other)), 0)
    raise (AlreadyRunning if is_rungs(port) else PortTaken)(port, free)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":
            # A server that has just stopped leaves its address waiting; it can be used again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def is_rungs(port: int) -> bool:
    """Ask whoever holds the port whether it is this product."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/livez", timeout=1) as answer:
            return MARK in answer.headers
    except (OSError, ValueError):
        return False


def refuse_read_only(folder: Path) -> None:
    probe = folder / f".rungs-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise ReadOnly(folder) from error


def refuse_full_disk(folder: Path, *, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(folder, free=free, needed=needed)
