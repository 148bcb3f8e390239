"""A project as a newcomer has it, and a machine that only pretends."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.launcher.environment import Environment
from app.launcher.installation import Installation
from tests.launcher.doubles import Machine
from tests.ports import a_free_port


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Machine:
    stand_in = Machine()
    monkeypatch.setattr(subprocess, "run", stand_in.run)
    return stand_in


@pytest.fixture
def project(tmp_path: Path) -> Environment:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return Environment(tmp_path)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", a_free_port()))
        taken.listen()
        yield taken


@pytest.fixture
def installation(project: Environment) -> Installation:
    folder = project.root / "migrations" / "versions"
    folder.mkdir(parents=True)
    (folder / "0001_first.py").write_text("")
    made = Installation(project, {})
    made.data.mkdir()
    (made.data / "rungs.sqlite3").write_text("data")
    return made
