"""Which workspace and programme a command is about: the only one there is, or the one named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from app import config
from app.errors import NotFound
from app.storage import programs
from app.storage.space import Space
from app.storage.spaces import Spaces

workspace_option = click.option(
    "--workspace",
    help="工作区的标识；只有一个时可省略。 Needed where there are several workspaces.",
)
program_option = click.option(
    "--program", help="方案的标识；只有一个时可省略。 Needed where there are several programmes."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="输出一个 JSON 对象。 Print one JSON object."
)

MADE_BY = {
    "workspace": "rungs workspace add team",
    "program": "rungs template install retail",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    spaces: Spaces
    id: int

    @contextmanager
    def writing(self) -> Iterator[Space]:
        with self.spaces.writing(self.id) as space:
            yield space

    @contextmanager
    def reading(self) -> Iterator[Space]:
        with self.spaces.reading(self.id) as space:
            yield space


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A programme in its workspace."""

    workspace: Workspace
    program_id: int
    key: str


def open_spaces() -> Spaces:
    """Open the database; the command that ends closes it."""
    spaces = Spaces.at(config.load().database_url)
    click.get_current_context().call_on_close(spaces.engine.dispose)
    return spaces


def the_workspace(key: str | None) -> Workspace:
    """Find the workspace that is meant. Raises `NotFound`."""
    spaces = open_spaces()
    with spaces.installation() as connection:
        there = programs.workspaces(connection)
    found = [each for each in there if key in {None, each[1]}]
    if len(found) != 1:
        raise _unclear("工作区", "workspace", key, [each[1] for each in there])
    return Workspace(spaces=spaces, id=found[0][0])


def the_program(workspace: str | None, program: str | None) -> Place:
    """Find the programme that is meant, published or not. Raises `NotFound`."""
    found = the_workspace(workspace)
    with found.reading() as space:
        there = programs.programs(space)
    meant = [each for each in there if program in {None, each.key}]
    if len(meant) != 1:
        raise _unclear("方案", "program", program, [each.key for each in there])
    return Place(workspace=found, program_id=meant[0].id, key=meant[0].key)


def _unclear(zh: str, option: str, key: str | None, known: list[str]) -> NotFound:
    listed = ", ".join(known)
    if not known:
        made_by = MADE_BY[option]
        return NotFound(
            f"还没有{zh}。新建：{made_by}", f"There is no {option} yet. To make one: {made_by}"
        )
    if key is None:
        return NotFound(
            f"请用 --{option} 指明{zh}：{listed}。", f"Say which with --{option}: {listed}."
        )
    return NotFound(
        f"没有{zh}“{key}”。已有：{listed}。", f"There is no {option} {key!r}. Known: {listed}."
    )
