"""`rungs program`: from a file to a release, without a browser."""

from typing import Any

import click

from app.builder import drafts, releases, status
from app.builder.diff import Change, changes
from app.builder.drafts import Examined
from app.builder.findings import findings_in
from app.builder.releases import NotReady
from app.cli import documents
from app.cli.applying import apply_option, apply_release
from app.cli.inside.backtest import backtest_command
from app.cli.inside.parameter import parameter
from app.cli.inside.preview import preview
from app.cli.place import (
    Place,
    json_option,
    program_option,
    the_program,
    the_workspace,
    workspace_option,
)
from app.cli.speech import blocks, finding_json, said, say, say_findings, say_json
from app.clock import from_instant, system_clock
from app.errors import Finding, NotFound
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage import programs

BY = "console"
DRAFT, LIVE = "draft", "live"
SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}


@click.group()
def program() -> None:
    """会员方案：草稿、检查、发布。 Programmes: draft, check, publish."""


@program.command("list")
@workspace_option
@json_option
def list_programs(workspace: str | None, *, as_json: bool) -> None:
    """列出方案。 List the programmes of a workspace."""
    with the_workspace(workspace).reading() as space:
        found = [(each.key, status.standing(space, each.id)) for each in programs.programs(space)]
    if as_json:
        say_json(
            [
                {
                    "id": str(each.program_id),
                    "key": key,
                    "label": each.label.to_json(),
                    "release": each.number,
                    "changes": len(each.changes),
                }
                for key, each in found
            ]
        )
        return
    for key, each in found:
        release = "—" if each.number is None else f"v{each.number}"
        waiting = f"  +{len(each.changes)}" if each.changes else ""
        click.echo(f"{key}  {release}{waiting}  {said(each.label)}")


@program.command()
@click.argument("file")
@program_option
@workspace_option
@json_option
def draft(file: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """把文件存为草稿，并说出问题。 Save a file as the draft and say what is wrong with it."""
    content = documents.read(file)
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        seen = drafts.get(space, place.program_id).version
        examined = drafts.save(
            space, place.program_id, content, seen=seen, now=system_clock(), by=BY
        )
    if not as_json:
        say(f"草稿已保存（第 {examined.version} 版）。", f"Saved the draft ({examined.version}).")
    _conclude(examined.findings, as_json=as_json, version=examined.version)


@program.command()
@click.argument("file", required=False)
@program_option
@workspace_option
@json_option
def check(file: str | None, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """检查草稿，或一个文件。 Check the draft, or a file, without saving anything."""
    if file is None:
        findings = _examined(the_program(workspace, program)).findings
    else:
        findings = _findings_of(documents.read(file))
    _conclude(findings, as_json=as_json)


def _examined(place: Place) -> Examined:
    with place.workspace.reading() as space:
        return drafts.examine(drafts.get(space, place.program_id))


def _findings_of(content: Any) -> tuple[Finding, ...]:
    try:
        return findings_in(load(content))
    except Unreadable as unreadable:
        return unreadable.findings


def _conclude(findings: tuple[Finding, ...], *, as_json: bool, **more: Any) -> None:
    """Print what was found; end with exit code 1 where something blocks a release."""
    blocked = blocks(findings)
    if as_json:
        found = [finding_json(each) for each in findings]
        say_json({"ready": not blocked, "findings": found, **more})
    else:
        say_findings(findings)
        if not findings:
            say("没有问题。", "Nothing is wrong.")
    if blocked:
        raise SystemExit(1)


program.add_command(preview)


@program.command()
@click.option("--note", default="", help="这次改了什么。 What this release is about.")
@apply_option
@program_option
@workspace_option
@json_option
def publish(
    note: str, when: str, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """发布草稿。 Make the draft the live release."""
    place = the_program(workspace, program)
    try:
        with place.workspace.writing() as space:
            published = releases.publish(
                space, place.program_id, note=note, now=system_clock(), by=BY
            )
    except (NotReady, Unreadable) as refused:
        _conclude(refused.findings, as_json=as_json)
        raise
    apply_release(place, published, when, as_json=as_json)


@program.command()
@click.argument("number", type=click.IntRange(min=1))
@apply_option
@program_option
@workspace_option
@json_option
def rollback(
    number: int, when: str, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """恢复旧版本：作为新版本发布，也成为草稿。 Publish an old release anew, also as the draft."""
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        published = releases.roll_back(space, place.program_id, number, now=system_clock(), by=BY)
    apply_release(place, published, when, as_json=as_json)


@program.command("releases")
@program_option
@workspace_option
@json_option
def list_releases(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """列出版本，新的在前。 List the releases, newest first."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        live = programs.get_program(space, place.program_id).live_release_id
        found = releases.history(space, place.program_id)
    rows = [
        {
            "number": each.number,
            "live": each.id == live,
            "published_at": from_instant(each.published_at).isoformat(),
            "published_by": each.published_by,
            "note": each.note,
            "restores": each.restores,
        }
        for each in found
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        sign = "*" if row["live"] else " "
        by = row["published_by"] or "—"
        click.echo(f"{sign} v{row['number']}  {row['published_at']}  {by}  {row['note']}")


@program.command()
@click.option("--from", "old", default=LIVE, show_default=True, help="live、draft、版本号或文件。")
@click.option("--to", "new", default=DRAFT, show_default=True, help="live, draft, number or file.")
@program_option
@workspace_option
@json_option
def diff(old: str, new: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """用文字说出两个版本的差别。 Tell in words what differs between two versions."""
    place = the_program(workspace, program)
    before, after = _version(place, old), _version(place, new)
    if after is None:
        raise NotFound("还没有上线的版本。", "Nothing is live yet.")
    found = changes(None if before is None else load(before), load(after))
    if as_json:
        say_json([each.to_json() for each in found])
        return
    for each in found:
        _say_change(each)
    if not found:
        say("没有差别。", "Nothing differs.")


def _say_change(change: Change) -> None:
    click.echo(f"{SIGNS[change.kind.value]} {change.path}  {said(change.sentence)}")


def _version(place: Place, name: str) -> Any:
    """Give the document that is meant; None where nothing is live yet."""
    with place.workspace.reading() as space:
        if name == DRAFT:
            return drafts.get(space, place.program_id).content
        if name == LIVE:
            live = programs.get_program(space, place.program_id).live_release_id
            if live is None:
                return None
            return programs.get_release_by_id(space, place.program_id, live).content
        if name.isascii() and name.isdigit():
            return programs.get_release(space, place.program_id, int(name)).content
    return documents.read(name)


program.add_command(parameter)
program.add_command(backtest_command)
