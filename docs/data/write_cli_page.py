"""Writes the commands into docs/cli.md: `python docs/data/write_cli_page.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "cli.md"
MARK = "<!-- What follows is written by docs/data/write_cli_page.py. -->\n"
WIDTH = 96


def commands(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Give the name and the help of a command and of all below it."""
    with click.Context(command, info_name=name, terminal_width=WIDTH) as context:
        yield name, command.get_help(context)
        if isinstance(command, click.Group):
            for key in command.list_commands(context):
                inner = command.get_command(context, key)
                assert inner is not None
                yield from commands(inner, f"{name} {key}")


def section(name: str, said: str) -> str:
    depth = min(len(name.split()), 3)
    return f"\n{'#' * (depth + 1)} {name}\n\n```text\n{said}\n```\n"


def page(main: click.Command, written: str) -> str:
    """Give the page with the commands as they are now below the mark."""
    head = written.partition(MARK)[0]
    return head + MARK + "".join(section(*each) for each in commands(main, "rungs"))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from app.cli import main

    PAGE.write_text(page(main, PAGE.read_text("utf-8")), "utf-8")
    print(f"Wrote {PAGE}.")
