"""One command for everything that must hold, from fast to slow."""

import pytest

from app.launcher import checks
from app.launcher.environment import Environment
from tests.launcher.doubles import Machine


def test_all_checks_run_although_the_first_one_fails(
    project: Environment, computer: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    computer.answers["ruff format"] = (1, "")
    assert checks.check(project) == 1
    assert len(computer.ran) == len(checks.CHECKS)
    assert "未通过：ruff format --check ." in capsys.readouterr().out


def test_the_tests_get_the_options_and_come_last(project: Environment, computer: Machine) -> None:
    assert checks.check_and_test(project, ["-k", "ladder"]) == 0
    assert computer.ran[-1] == [
        project.tool("pytest"),
        *("-n", "3", "--dist", "worksteal"),
        *("-k", "ladder"),
    ]


def test_nothing_is_printed_after_the_closing_line_of_the_tests(
    project: Environment, computer: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    checks.check_and_test(project, [])
    assert capsys.readouterr().out.splitlines()[-1] == "$ pytest -n 3 --dist worksteal"


@pytest.mark.parametrize("fails", ["pytest", "mypy"])
def test_either_failing_fails_the_whole(
    project: Environment, computer: Machine, fails: str
) -> None:
    computer.answers[fails] = (1, "")
    assert checks.check_and_test(project, []) == 1
