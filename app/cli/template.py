"""`rungs template`: ready-made programmes, and programmes as files to hand on."""

from typing import Any

import click

from app.builder import drafts, gallery, starting
from app.builder.drafts import Examined
from app.builder.exchange import secrets_in
from app.builder.gallery import living
from app.builder.gallery.years import PEOPLE
from app.builder.starting import Started
from app.cli import documents
from app.cli.place import (
    Place,
    Workspace,
    json_option,
    program_option,
    the_program,
    the_workspace,
    workspace_option,
)
from app.cli.progress import Shown
from app.cli.speech import blocks, finding_json, said, say, say_findings, say_json
from app.clock import system_clock, to_instant
from app.errors import Conflict, Invalid
from app.program.codec import load
from app.storage import programs, samples

BY = "console"


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
                    "sample": each.key in PEOPLE,
                    "sample_members": PEOPLE.get(each.key, 0),
                    "automations": [
                        {"key": key, "label": label.to_json()}
                        for key, label in each.automations.items()
                    ],
                }
                for each in found
            ]
        )
        return
    for each in found:
        click.echo(f"{each.key}  {said(each.label)}")
        click.echo(f"    {said(each.summary)}")
        for label in each.automations.values():
            click.echo(f"    - {said(label)}")


@template.command()
@click.argument("source")
@click.option("--key", help="新方案的标识；默认同模板。 The key of the new programme.")
@click.option(
    "--sample",
    is_flag=True,
    help="连同示例数据：立即发布，放入到今天为止的一年。 With sample data, live at once.",
)
@workspace_option
@json_option
def install(
    source: str, key: str | None, workspace: str | None, *, sample: bool, as_json: bool
) -> None:
    """用模板（名称或 .json 文件）新建方案草稿。 Start a programme from a template or a file."""
    document = _file(source)
    if sample and document is not None:
        raise Invalid("文件没有示例数据。", "A file has no sample data.")
    wanted = key or (source if document is None else load(document).key)
    place = the_workspace(workspace)
    with place.writing() as space:
        if wanted in {each.key for each in programs.programs(space)}:
            raise Conflict(
                f"工作区里已有方案“{wanted}”。请用 --key 换一个标识。",
                f"There is a programme {wanted!r} already. Give another key by --key.",
            )
        now = system_clock()
        if document is None:
            made = starting.clone(space, source, sample=sample, now=now, by=BY, key=key)
        else:
            made = starting.start(space, document, now=now, by=BY, key=key)
        examined = drafts.examine(drafts.get(space, made.program_id))
    if made.sample:
        _bring_in(place, made)
    _tell(made, examined, left_out=list(secrets_in(document)), as_json=as_json)
    if blocks(examined.findings):
        raise SystemExit(1)


def _bring_in(place: Workspace, made: Started) -> None:
    """Bring the sample data in here and now instead of leaving them to a worker."""
    with place.reading() as space:
        year = samples.find(space, made.program_id)
    assert year is not None
    shown = Shown()
    living.bring_in(place.spaces, year, now=to_instant(system_clock()), tell=shown)
    shown.close()


def _tell(made: Started, examined: Examined, *, left_out: list[str], as_json: bool) -> None:
    key = made.key
    if as_json:
        found = [finding_json(each) for each in examined.findings]
        content = {"id": str(made.program_id), "key": key, "sample": made.sample}
        say_json({**content, "findings": found, "secrets_left_out": left_out})
        return
    say_findings(examined.findings)
    for each in left_out:
        say(f"没有导入密钥 {each}，请重新填写。", f"Left out the secret {each}; enter it anew.")
    if made.sample:
        say(f"方案 {key} 已发布，示例数据已放入。", f"{key} is live with its sample data.")
        return
    say(
        f"已建方案 {key} 的草稿。发布：rungs program publish --program {key}",
        f"Drafted {key}. To release it: rungs program publish --program {key}",
    )


def _file(source: str) -> Any:
    """Read a file where a file is named; None where the gallery is meant."""
    if source.endswith(".json") or source == documents.STANDARD:
        content = documents.read(source)
        load(content)  # What is no programme is refused before anything is made of it.
        return content
    gallery.get(source)
    return None


@template.command()
@program_option
@workspace_option
@click.option(
    "--release", "number", type=click.IntRange(min=1), help="哪个版本；默认草稿。 Which release."
)
@click.option("--output", default="-", show_default=True, help="写到哪个文件。 The file to write.")
def export(program: str | None, workspace: str | None, number: int | None, output: str) -> None:
    """把方案导出为 JSON 文件：字节稳定，不含密钥。 Export a programme: byte-stable, no secrets."""
    documents.write(content_of(the_program(workspace, program), number), output)


def content_of(place: Place, number: int | None) -> Any:
    """Give the document of a release, or of the draft."""
    with place.workspace.reading() as space:
        if number is None:
            return drafts.get(space, place.program_id).content
        return programs.get_release(space, place.program_id, number).content
