"""The virtual environment is made once, and anew only when it can no longer be used."""

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from app.launcher import environment as environments
from app.launcher.environment import Environment
from app.launcher.explain import (
    CannotStart,
    DiskFull,
    InstallFailed,
    NoNetwork,
    NoVenv,
    ReadOnly,
    VenvFailed,
)
from tests.launcher.doubles import Machine, pretend_environment


def test_the_first_start_makes_an_environment_and_the_second_only_looks(
    project: Environment, computer: Machine
) -> None:
    project.make_ready()
    assert computer.said("-m venv")
    assert computer.said("pip install")
    computer.ran.clear()
    project.make_ready()
    assert computer.ran == []


def test_a_changed_project_is_installed_again_into_the_same_environment(
    project: Environment, computer: Machine
) -> None:
    project.make_ready()
    (project.root / "pyproject.toml").write_text("[project]\ndependencies = []\n")
    computer.ran.clear()
    project.make_ready()
    assert computer.said("pip install")
    assert not computer.said("-m venv")


def test_the_test_extras_are_a_second_step(project: Environment, computer: Machine) -> None:
    project.make_ready()
    assert not project.is_ready("test")
    project.make_ready("test")
    assert computer.ran[-1][-1] == ".[test]"
    assert project.is_ready("test")
    assert project.is_ready()


@pytest.mark.parametrize(
    "answer", [(1, ""), (0, "3.10")], ids=["does not start", "is of another Python"]
)
def test_an_environment_that_is_broken_is_made_anew(
    project: Environment, computer: Machine, answer: tuple[int, str]
) -> None:
    pretend_environment(project.folder)
    computer.answers["sys.version_info"] = answer
    project.make_ready()
    assert computer.said("-m venv --clear")


def test_an_environment_that_lost_its_python_is_made_anew(
    project: Environment, computer: Machine
) -> None:
    project.make_ready()
    project.python.unlink()
    computer.ran.clear()
    project.make_ready()
    assert computer.said("-m venv --clear")


def test_a_project_that_was_moved_gets_a_new_environment(
    project: Environment, computer: Machine, tmp_path: Path
) -> None:
    project.make_ready()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in (".venv", "pyproject.toml"):
        shutil.move(str(project.root / name), moved / name)
    computer.ran.clear()
    Environment(moved).make_ready()
    assert computer.said("-m venv --clear")


def test_without_ensurepip_the_pip_outside_installs(
    project: Environment, computer: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lack(monkeypatch, "ensurepip")
    monkeypatch.setattr(environments, "_pip_outside_can_help", lambda: True)
    computer.answers["pip --version"] = (1, "")
    project.make_ready()
    assert computer.said("-m venv --clear --without-pip")
    assert computer.said(f"{sys.executable} -m pip --python {project.python} install")


def test_without_ensurepip_and_pip_the_package_to_install_is_named(
    project: Environment, computer: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lack(monkeypatch, "ensurepip", "pip")
    with pytest.raises(NoVenv, match="sudo apt install python3-venv"):
        project.make_ready()
    assert not computer.said("-m venv")


def test_without_venv_the_package_to_install_is_named(
    project: Environment, computer: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lack(monkeypatch, "venv")
    with pytest.raises(NoVenv):
        project.make_ready()


def _lack(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: None if name in modules else find(name),
    )


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", DiskFull),
        ("ERROR: [Errno 13] Permission denied: '/x/.venv/lib'", ReadOnly),
        ("WARNING: Retrying after connection broken by 'NewConnectionError('", NoNetwork),
        ("WARNING: Retrying after connection broken by 'ProxyError('", NoNetwork),
        ("ERROR: Failed building wheel for something", InstallFailed),
    ],
)
def test_what_pip_says_is_turned_into_what_can_be_done(
    project: Environment, computer: Machine, said: str, reason: type[CannotStart]
) -> None:
    computer.answers["pip install"] = (1, said)
    with pytest.raises(reason) as raised:
        project.make_ready()
    assert raised.value.words.zh
    assert raised.value.words.en
    assert not project.is_ready()


def test_what_nobody_foresaw_is_shown_in_pips_own_words(
    project: Environment, computer: Machine
) -> None:
    computer.answers["pip install"] = (1, "ERROR: the moon is in the wrong place")
    with pytest.raises(InstallFailed, match="the moon is in the wrong place"):
        project.make_ready()


def test_a_failing_venv_says_why(project: Environment, computer: Machine) -> None:
    computer.answers["-m venv"] = (1, "Error: something odd")
    with pytest.raises(VenvFailed, match="something odd"):
        project.make_ready()
