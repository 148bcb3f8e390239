"""Everything that must hold before a commit, from fast to slow."""

import subprocess
import time

from app.launcher.environment import Environment
from app.launcher.explain import say
from app.launcher.islands import CannotBuild, Islands
from app.launcher.pages import node_for

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    # Its formatter is not used: it moves the spaces inside text that people read.
    ("djlint", "app/templates", "--lint", "--quiet"),
    ("mypy",),
    ("lint-imports",),
)
TESTS = ("pytest", "-n", "3", "--dist", "worksteal")
"""One process more than cores, since databases and browsers are waited for; what shares a fixture
stays together for as long as nobody is idle."""


def check(environment: Environment) -> int:
    """Run the checks, all of them, and say which do not hold."""
    failed = [command for command in CHECKS if not _holds(environment, command)]
    for command in failed:
        say(f"未通过：{' '.join(command)}", "does not hold")
    return 1 if failed or not _pages_hold(environment) else 0


def _pages_hold(environment: Environment) -> bool:
    """Check style, types and tests of the islands, where their sources are."""
    islands = Islands(environment.root)
    if not islands.source.is_dir():
        return True
    started = time.monotonic()
    print("$ npm run check && npm test", flush=True)
    try:
        islands.check(node_for(environment))
    except CannotBuild as error:
        print(error, flush=True)
        say("未通过：frontend", "does not hold")
        return False
    print(f"  {time.monotonic() - started:.1f} s", flush=True)
    return True


def check_and_test(environment: Environment, options: list[str]) -> int:
    """Run the checks, then every test; the options are pytest's."""
    unsound = check(environment)
    failed = not _holds(environment, (*TESTS, *options))
    if unsound:
        say("代码检查未通过，见上。", "The checks above the tests do not hold.")
    return 1 if unsound or failed else 0


def _holds(environment: Environment, command: tuple[str, ...]) -> bool:
    started = time.monotonic()
    print(f"$ {' '.join(command)}", flush=True)
    done = subprocess.run(
        [environment.tool(command[0]), *command[1:]], cwd=environment.root, check=False
    )
    if command[0] != TESTS[0]:
        # pytest's own closing line stays the last one.
        print(f"  {time.monotonic() - started:.1f} s", flush=True)
    return done.returncode == 0
