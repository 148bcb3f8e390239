"""What a newcomer reads when something is missing on the machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.launcher import machine, main
from app.launcher.explain import AlreadyRunning, CannotStart, DiskFull, PortTaken, ReadOnly
from app.launcher.installation import Installation
from app.launcher.server import Server
from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parents[2]
MB = 2**20
PATIENCE = 180
"""Seconds until it is said that a server does not begin, answer or end."""


def test_start_explains_itself_to_a_python_that_is_too_old() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 8, 1); "
        f"runpy.run_path({str(ROOT / 'start.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr
    assert "Rungs needs Python 3.11 or newer; this is 3.8.1." in done.stderr
    assert "Traceback" not in done.stderr


def test_start_is_written_so_that_an_old_python_can_read_it() -> None:
    compile((ROOT / "start.py").read_text("utf-8"), "start.py", "exec")
    source = (ROOT / "start.py").read_text("utf-8")
    assert 'f"' not in source
    assert source.index("sys.version_info < OLDEST") < source.index("from app.launcher")


def test_a_taken_port_leads_to_a_free_one(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    listener.settimeout(0)
    with pytest.raises(PortTaken, match=r"start\.py --port \d+") as raised:
        machine.refuse_taken_port(port)
    suggested = int(str(raised.value).rsplit(maxsplit=1)[-1])
    assert machine.is_free(suggested)


def test_our_own_server_on_the_port_is_recognised(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "is_rungs", lambda _port: True)
    with pytest.raises(AlreadyRunning, match="already running"):
        machine.refuse_taken_port(listener.getsockname()[1])


def test_a_free_port_is_accepted(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    listener.close()
    machine.refuse_taken_port(port)


def test_a_full_disk_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=90 * MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: free)
    with pytest.raises(DiskFull, match="needs about 600 MB and has 90 MB"):
        machine.refuse_full_disk(tmp_path, needed=600 * MB)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnly, match="RUNGS_DATA_DIR"):
        machine.refuse_read_only(tmp_path / "file" / "data")


def test_a_server_that_ends_at_once_shows_the_end_of_its_log(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.environment.scripts.mkdir(parents=True)
    installation.environment.python.symlink_to(sys.executable)
    with pytest.raises(CannotStart, match="No module named app"):
        Server(installation, 1).run(browser=False)
    assert "No module named app" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "eight"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.main(["--port", port])
    assert "1 … 65535" in capsys.readouterr().err


def test_what_is_missing_ends_with_words_and_status_one(
    listener: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    listener.settimeout(0)
    assert main.main(["--port", str(listener.getsockname()[1])]) == 1
    said = capsys.readouterr().err
    assert "已被占用" in said
    assert "is taken" in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end it with.")
def test_a_started_server_gives_a_link_that_signs_in_and_ends_when_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    serve = (
        "import os, sys; from pathlib import Path; from types import SimpleNamespace\n"
        "from app.launcher.installation import Installation\n"
        "from app.launcher import server\n"
        f"server.SECONDS_TO_ANSWER = {PATIENCE}\n"
        f"here = SimpleNamespace(root=Path({str(ROOT)!r}), python=sys.executable)\n"
        "made = Installation(here, os.environ)\n"
        "made._once('migrated', [], 'db', 'upgrade')\n"
        f"sys.exit(server.Server(made, {a_free_port()}).run(browser=True))\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", serve],
        cwd=ROOT,
        env={**os.environ, "RUNGS_DATA_DIR": str(tmp_path / "data"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert started.stdout is not None
    said = "".join(next(started.stdout) for _ in range(4))
    link = next(word for word in said.split("：")[2].split() if word.startswith("http"))
    with urllib.request.urlopen(link, timeout=PATIENCE) as page:
        assert page.status == 200
    started.send_signal(signal.SIGTERM)
    started.communicate(timeout=PATIENCE)
    assert started.returncode == 0
    assert (tmp_path / "data" / "rungs.log").stat().st_size > 0
