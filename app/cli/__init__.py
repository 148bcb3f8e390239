"""The command `rungs`: each file of this folder brings the commands it defines."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import click

from app.errors import AppError, Invalid, Misconfigured


class Commands(click.Group):
    """Finds commands by file, and opens only the file that is asked for where it can.

    A file may define several commands. One that is named like its file is found without opening
    the others, so that a short command does not wait for the whole product to be loaded.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for module in _modules() for name in _commands_in(module))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        modules = _modules()
        modules.sort(key=lambda module: module != cmd_name.replace("-", "_"))
        for module in modules:
            if command := _commands_in(module).get(cmd_name):
                return command
        return None

    def invoke(self, ctx: click.Context) -> object:
        """Say in words what cannot be done; a traceback is for what nobody foresaw."""
        try:
            return super().invoke(ctx)
        except AppError as error:
            raise click.ClickException("\n".join(_told(error))) from error
        except Misconfigured as error:
            raise click.ClickException(str(error)) from error


def _told(error: AppError) -> Iterator[str]:
    yield from error.words
    for each in error.findings if isinstance(error, Invalid) else ():
        yield f"✗ {each.path or '/'}  {each.message.zh} {each.message.en}"


def _modules() -> list[str]:
    return [module.name for module in iter_modules(__path__)]


def _commands_in(module: str) -> dict[str, click.Command]:
    members = vars(import_module(f"{__name__}.{module}")).values()
    own = [member for member in members if isinstance(member, click.Command)]
    # A group's own commands are reached through the group.
    inner = {id(c) for group in own if isinstance(group, click.Group) for c in _inside(group)}
    return {str(command.name): command for command in own if id(command) not in inner}


def _inside(group: click.Group) -> list[click.Command]:
    return [
        inner
        for command in group.commands.values()
        for inner in (command, *(_inside(command) if isinstance(command, click.Group) else ()))
    ]


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rungs", prog_name="rungs")
def main() -> None:
    """登阶：会员体系的低代码平台。 Rungs: a low-code platform for membership programmes."""
