"""The data beside start.py: migrated when something is new, the demo put in once, never lost."""

from pathlib import Path

import pytest

from app.launcher.environment import Environment
from app.launcher.explain import NotSQLite, StepFailed
from app.launcher.installation import Installation
from tests.launcher.doubles import Machine


def test_the_demo_is_installed_once(installation: Installation, computer: Machine) -> None:
    installation.make_ready()
    assert [command[-1] for command in computer.ran] == ["upgrade", "demo"]
    computer.ran.clear()
    installation.make_ready()
    assert computer.ran == []


def test_a_new_migration_is_run_and_the_demo_is_not(
    installation: Installation, computer: Machine
) -> None:
    installation.make_ready()
    (installation.environment.root / "migrations/versions/0002_second.py").write_text("")
    computer.ran.clear()
    installation.make_ready()
    assert [command[-2:] for command in computer.ran] == [["db", "upgrade"]]


def test_a_database_that_is_gone_is_made_again(
    installation: Installation, computer: Machine
) -> None:
    installation.make_ready()
    (installation.data / "rungs.sqlite3").unlink()
    computer.ran.clear()
    installation.make_ready()
    assert [command[-1] for command in computer.ran] == ["upgrade", "demo"]


def test_a_demo_that_failed_is_tried_again(installation: Installation, computer: Machine) -> None:
    computer.answers["-m app demo"] = (1, "")
    with pytest.raises(StepFailed, match="`rungs demo` failed"):
        installation.make_ready()
    del computer.answers["-m app demo"]
    computer.ran.clear()
    installation.make_ready()
    assert [command[-1] for command in computer.ran] == ["demo"]


def test_a_reset_begins_anew_and_loses_nothing(
    installation: Installation, computer: Machine
) -> None:
    installation.make_ready()
    installation.reset()
    assert (installation.data / "before-reset.sqlite3").read_text() == "data"
    assert not (installation.data / "rungs.sqlite3").exists()
    computer.ran.clear()
    installation.make_ready()
    assert [command[-1] for command in computer.ran] == ["upgrade", "demo"]


def test_a_reset_keeps_its_hands_off_another_database(project: Environment) -> None:
    elsewhere = Installation(project, {"RUNGS_DATABASE_URL": "postgresql://host/base"})
    with pytest.raises(NotSQLite):
        elsewhere.reset()


def test_data_may_live_elsewhere(project: Environment, tmp_path: Path) -> None:
    assert Installation(project, {}).data == project.root / ".rungs"
    chosen = Installation(project, {"RUNGS_DATA_DIR": str(tmp_path / "there")})
    assert chosen.data == tmp_path / "there"
