"""The pages of the builder are built once, again after a change, and by whatever Node there is."""

import shutil
from pathlib import Path

import pytest

from app.launcher import checks, pages
from app.launcher.environment import Environment
from app.launcher.explain import PagesNotBuilt
from app.launcher.islands import NODE_WHEEL, Islands
from tests.launcher.doubles import Machine


@pytest.fixture
def sources(project: Environment, computer: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of sources on a machine with a Node.js of its own."""
    folder = project.root / "frontend"
    (folder / "src").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    (folder / "src" / "main.tsx").write_text("1")
    (folder / "node_modules").mkdir()
    (project.root / "app" / "static" / "dist").mkdir(parents=True)
    monkeypatch.setattr(shutil, "which", {"node": "/n/node", "npm": "/n/npm"}.get)
    computer.answers["node --version"] = (0, "v22.14.0\n")
    return folder


def _built(computer: Machine) -> int:
    return sum("run build" in " ".join(each) for each in computer.ran)


def test_pages_are_built_once(project: Environment, computer: Machine, sources: Path) -> None:
    pages.make_ready(project)
    pages.make_ready(project)
    assert _built(computer) == 1


@pytest.mark.parametrize("changed", ["src/main.tsx", "package-lock.json", "src/new.tsx"])
def test_a_changed_source_is_built_again(
    project: Environment, computer: Machine, sources: Path, changed: str
) -> None:
    pages.make_ready(project)
    (sources / changed).write_text("2")
    pages.make_ready(project)
    assert _built(computer) == 2


def test_what_was_installed_for_the_build_is_no_source(
    project: Environment, computer: Machine, sources: Path
) -> None:
    pages.make_ready(project)
    (sources / "node_modules" / "more.js").write_text("")
    assert Islands(project.root).are_ready()


def test_packages_are_installed_again_when_the_lock_file_changed(
    project: Environment, computer: Machine, sources: Path
) -> None:
    pages.make_ready(project)
    (sources / "node_modules" / "vite").mkdir()
    (sources / "src" / "main.tsx").write_text("2")
    pages.make_ready(project)
    (sources / "package-lock.json").write_text("{ }")
    pages.make_ready(project)
    assert sum(" ci " in " ".join(each) for each in computer.ran) == 2


def test_a_copy_without_sources_needs_no_node(project: Environment, computer: Machine) -> None:
    pages.make_ready(project)
    assert not computer.said("node")


@pytest.mark.parametrize("version", ["v18.20.1", "v20.18.3", "v21.7.0", "v22.11.0", "none"])
def test_a_node_that_is_too_old_is_not_used(
    project: Environment, computer: Machine, sources: Path, version: str
) -> None:
    computer.answers["node --version"] = (0, version)
    project.make_ready()
    with pytest.raises(PagesNotBuilt):
        pages.make_ready(project)
    assert computer.said(NODE_WHEEL)


@pytest.mark.parametrize("version", ["v20.19.0", "v22.12.0", "v24.0.1"])
def test_a_node_that_is_new_enough_is_used(
    project: Environment, computer: Machine, sources: Path, version: str
) -> None:
    computer.answers["node --version"] = (0, version)
    pages.make_ready(project)
    assert not computer.said(NODE_WHEEL)


def test_what_vite_complains_of_is_shown(
    project: Environment, computer: Machine, sources: Path
) -> None:
    computer.answers["run build"] = (1, "main.tsx: no such thing")
    with pytest.raises(PagesNotBuilt, match="no such thing"):
        pages.make_ready(project)
    assert not Islands(project.root).are_ready()


def test_a_fault_in_the_islands_fails_the_checks(
    project: Environment,
    computer: Machine,
    sources: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    computer.answers["run check"] = (1, "main.tsx: unused")
    assert checks.check(project) == 1
    assert "main.tsx: unused" in capsys.readouterr().out
