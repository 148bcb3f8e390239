"""`rungs template`: ready-made programmes, and programmes as files to hand on."""

from copy import deepcopy
from typing import Any

import click

from app.builder import drafts, gallery
from app.cli import documents
from app.cli.place import (
    Place,
    json_option,
    program_option,
    the_program,
    the_workspace,
    workspace_option,
)
from app.cli.speech import blocks, finding_json, said, say, say_findings, say_json
from app.clock import system_clock
from app.errors import Conflict
from app.program.codec import load
from app.storage import programs


@click.group()
def template() -> None:
    """模板：现成的会员方案。 Ready-made programmes."""


@template.command("list")
@json_option
def list_templates(*, as_json: bool) -> None:
    """列出模板。 List the ready-made programmes."""
    found = list(gallery.everything())
    if as_json:
        say_json(
            [
                {
                    "key": each.key,
                    "label": each.label.to_json(),
                    "summary": each.summary.to_json(),
                    "sample": each.sample is not None,
                }
                for each in found
            ]
        )
        return
    for each in found:
        click.echo(f"{each.key}  {said(each.label)}")
        click.echo(f"    {said(each.summary)}")


@template.command()
@click.argument("source")
@click.option("--key", help="新方案的标识；默认同模板。 The key of the new programme.")
@workspace_option
@json_option
def install(source: str, key: str | None, workspace: str | None, *, as_json: bool) -> None:
    """用模板（名称或 .json 文件）新建方案草稿。 Start a programme from a template or a file."""
    document = _document(source)
    if key is not None:
        document = document | {"key": key}
    wanted = load(document).key
    place = the_workspace(workspace)
    with place.writing() as space:
        if wanted in {each.key for each in programs.programs(space)}:
            raise Conflict(
                f"工作区里已有方案“{wanted}”。请用 --key 换一个标识。",
                f"There is a programme {wanted!r} already. Give another key by --key.",
            )
        program_id = drafts.create(space, document, now=system_clock(), by="console")
        examined = drafts.examine(drafts.get(space, program_id))
    if as_json:
        found = [finding_json(each) for each in examined.findings]
        say_json({"id": str(program_id), "key": wanted, "findings": found})
    else:
        say_findings(examined.findings)
        say(
            f"已建方案 {wanted} 的草稿。发布：rungs program publish --program {wanted}",
            f"Drafted {wanted}. To release it: rungs program publish --program {wanted}",
        )
    if blocks(examined.findings):
        raise SystemExit(1)


def _document(source: str) -> dict[str, Any]:
    """Read a file where a file is named, and the gallery otherwise."""
    if source.endswith(".json") or source == documents.STANDARD:
        content = documents.read(source)
        load(content)  # What is no programme is refused before anything is made of it.
        return dict(content)
    return deepcopy(dict(gallery.get(source).document))


@template.command()
@program_option
@workspace_option
@click.option(
    "--release", "number", type=click.IntRange(min=1), help="哪个版本；默认草稿。 Which release."
)
@click.option("--output", default="-", show_default=True, help="写到哪个文件。 The file to write.")
def export(program: str | None, workspace: str | None, number: int | None, output: str) -> None:
    """把方案导出为 JSON 文件；内容相同，字节就相同。 Export a programme, byte-stable."""
    documents.write(content_of(the_program(workspace, program), number), output)


def content_of(place: Place, number: int | None) -> Any:
    """Give the document of a release, or of the draft."""
    with place.workspace.reading() as space:
        if number is None:
            return drafts.get(space, place.program_id).content
        return programs.get_release(space, place.program_id, number).content
