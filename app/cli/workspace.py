"""`rungs workspace`: the workspaces of an installation."""

import re

import click

from app.cli.place import json_option, open_spaces
from app.cli.speech import say, say_json
from app.clock import system_clock, to_instant
from app.errors import Conflict, Invalid
from app.storage import programs

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)


@click.group()
def workspace() -> None:
    """工作区。 Workspaces."""


@workspace.command("list")
@json_option
def list_workspaces(*, as_json: bool) -> None:
    """列出工作区。 List the workspaces."""
    with open_spaces().installation() as connection:
        found = programs.workspaces(connection)
    if as_json:
        say_json([{"id": str(each), "key": key, "label": label} for each, key, label in found])
        return
    for _, key, label in found:
        click.echo(f"{key}  {label}")


@workspace.command()
@click.argument("key")
@click.option("--label", help="名称；默认与标识相同。 Its name; by default its key.")
@json_option
def add(key: str, label: str | None, *, as_json: bool) -> None:
    """新建工作区。 Make a workspace."""
    if not KEY.fullmatch(key):
        raise Invalid(
            f"标识“{key}”不可用：小写字母开头，只含小写字母、数字、- 和 _。",
            f"The key {key!r} will not do: begin with a lower-case letter; then letters, digits,"
            " - and _.",
        )
    spaces = open_spaces()
    with spaces.installation() as connection:
        if programs.find_workspace(connection, key) is not None:
            raise Conflict(f"已有工作区“{key}”。", f"There is a workspace {key!r} already.")
        workspace_id = programs.create_workspace(
            connection,
            spaces.ids.one(connection),
            key=key,
            label=label or key,
            at=to_instant(system_clock()),
        )
    if as_json:
        say_json({"id": str(workspace_id), "key": key, "label": label or key})
        return
    say(f"已新建工作区 {key}。", f"Made the workspace {key}.")
