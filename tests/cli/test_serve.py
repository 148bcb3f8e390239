"""`rungs serve` keeps a server and a worker alive, and ends both when it is told to."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.ports import a_free_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end it with.")
PATIENCE = 180
"""Seconds until it is said that a server does not answer, or does not end."""
TIMES = 10_000
"""How often a server is asked before it is said that it never becomes ready."""


class Served:
    """A server that was started, read by its log."""

    def __init__(self, data: Path) -> None:
        self.port = a_free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(self.port), "--processes", "1"],
            env={**os.environ, "RUNGS_DATA_DIR": str(data)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, *events: str) -> dict[str, dict[str, Any]]:
        """Read the log until each of the events has been seen."""
        assert self.process.stdout is not None
        seen: dict[str, dict[str, Any]] = {}
        while missing := [event for event in events if event not in seen]:
            line = self.process.stdout.readline()
            assert line, f"The server ended before {missing}."
            entry = json.loads(line)
            seen |= {event: entry for event in missing if entry["event"].startswith(event)}
        return seen

    def ask(self, path: str) -> int:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE
        ) as answer:
            return int(answer.status)

    def becomes_ready(self) -> bool:
        """Ask until the worker's first sign of life is there, which it gives by itself."""
        for _ in range(TIMES):
            with suppress(HTTPError):
                return self.ask("/readyz") == 200
        return False

    def end(self) -> int:
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    data = {"RUNGS_DATA_DIR": str(tmp_path)}
    assert CliRunner().invoke(main, ["db", "upgrade"], env=data).exit_code == 0
    server = Served(tmp_path)
    yield server
    if server.process.poll() is None:
        server.end()


def test_the_worker_is_started_again_and_all_end_together(served: Served) -> None:
    seen = served.wait_for("worker started", "Listening at", "Booting worker")
    assert served.ask("/livez") == 200
    assert served.becomes_ready()
    os.kill(seen["worker started"]["pid"], signal.SIGKILL)
    second = served.wait_for("worker started")["worker started"]["pid"]
    assert served.end() == 0
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)
    with pytest.raises(OSError, match=r"refused|reset"):
        served.ask("/livez")
