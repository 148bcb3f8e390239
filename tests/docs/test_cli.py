"""docs/cli.md says of every command what its help says."""

import re
import shlex

import click
import pytest

from app.cli import main
from docs.data.write_cli_page import MARK, PAGE, commands, page, section

WRITTEN = PAGE.read_text("utf-8")
HOW = "The page is out of date: run `python docs/data/write_cli_page.py`."
COMMANDS = dict(commands(main, "rungs"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_has_the_help_of_the_command(name: str) -> None:
    assert section(name, COMMANDS[name]) in WRITTEN, HOW


def test_the_page_has_no_command_that_is_gone() -> None:
    assert page(main, WRITTEN) == WRITTEN, HOW


def test_the_examples_above_use_commands_and_options_there_are() -> None:
    examples = re.findall(
        r"`(rungs [^`]+)`|^\$ (rungs .+?)(?: \||$)", WRITTEN.partition(MARK)[0], re.MULTILINE
    )
    lines = [table or shell for table, shell in examples]
    assert len(lines) > 10
    for line in lines:
        for part in line.split("&&"):
            assert _is_understood(shlex.split(part)[1:]), line


def _is_understood(words: list[str]) -> bool:
    """Parse a command without doing anything."""
    command: click.Command | None = main
    context = click.Context(main, info_name="rungs")
    while isinstance(command, click.Group) and words:
        command = command.get_command(context, words.pop(0))
    if command is None or isinstance(command, click.Group):
        return False
    command.make_context("example", words, resilient_parsing=False)
    return True
