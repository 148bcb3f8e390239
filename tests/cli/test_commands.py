"""Commands are found by file, and say in words what cannot be done."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"RUNGS_DATA_DIR": str(tmp_path / "data")}


def test_help_lists_what_the_files_bring() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    for command in ("db", "serve", "web", "worker"):
        assert f"  {command} " in said


def test_a_command_that_does_not_exist_is_refused() -> None:
    done = CliRunner().invoke(main, ["fly"])
    assert done.exit_code == 2
    assert "No such command 'fly'" in done.output


def test_wrong_settings_are_said_in_both_languages_and_without_a_traceback(
    data: dict[str, str],
) -> None:
    done = CliRunner().invoke(main, ["db", "check"], env={**data, "RUNGS_LOG_LEVEL": "loud"})
    assert done.exit_code == 1
    assert "应为以下之一" in done.output
    assert "must be one of" in done.output
    assert "Traceback" not in done.output


def test_a_fresh_database_is_not_ready_until_it_is_upgraded(data: dict[str, str]) -> None:
    run = CliRunner().invoke
    before = run(main, ["db", "check", "--json"], env=data)
    assert before.exit_code == 1
    assert json.loads(before.output) == {"database": True, "migrations": False, "disk": True}
    upgraded = run(main, ["db", "upgrade", "--json"], env=data)
    assert json.loads(upgraded.output)["before"] is None
    assert run(main, ["db", "check"], env=data).exit_code == 0
    assert "已是最新" in run(main, ["db", "upgrade"], env=data).output


def test_the_doctor_shows_every_setting_and_no_secret(data: dict[str, str]) -> None:
    key = "9Zr2kLq8vT3xWb6nYc1mHs4dPf7gJa0e"
    done = CliRunner().invoke(main, ["doctor", "--json"], env={**data, "RUNGS_SECRET_KEYS": key})
    told = json.loads(done.output)
    assert told["settings"]["RUNGS_SECRET_KEYS"] == "(1)"
    assert not told["checks"]["migrations"]["holds"]
    assert key not in done.output
    assert done.exit_code == 1
