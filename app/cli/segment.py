"""`rungs segment`: the segments of a programme, and who is in one."""

import click

from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say_json
from app.clock import system_clock, to_instant
from app.errors import NotFound
from app.expression.check import Checked
from app.program.segment_rules import segment_scope
from app.program.sentences import sentence
from app.runtime.member_filter import Whom
from app.runtime.member_list import Question, count, read_all
from app.runtime.releases import Live, live


@click.group()
def segment() -> None:
    """人群。 Segments: groups of members with a name."""


@segment.command("list")
@program_option
@workspace_option
@json_option
def list_segments(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """列出人群和各有多少会员。 The segments, and how many members are in each."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        moment = found.moment(to_instant(system_clock()))
        counted = {
            each.key: count(space, found, Whom(rules=(_condition(found, each.key),)), moment)
            for each in found.checked.program.segments
        }
    scope = segment_scope(found.checked.program)
    told = [
        (each, sentence(_condition(found, each.key), scope), counted[each.key])
        for each in found.checked.program.segments
    ]
    if as_json:
        say_json(
            [
                {
                    "key": each.key,
                    "label": each.label.to_json(),
                    "sentence": words.to_json(),
                    "members": many.members,
                    "estimated": many.estimated,
                }
                for each, words, many in told
            ]
        )
        return
    for each, words, many in told:
        about = "≈" if many.estimated else ""
        click.echo(f"{each.key}  {said(each.label)}  {about}{many.members:,}  {said(words)}")


@segment.command()
@click.argument("key")
@click.option("--limit", type=click.IntRange(1), help="最多列几位。 At most so many.")
@program_option
@workspace_option
@json_option
def members(
    key: str, limit: int | None, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """列出一个人群里的会员编号。 The numbers of the members in a segment."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        question = Question(whom=Whom(rules=(_condition(found, key),)))
        moment = found.moment(to_instant(system_clock()))
        told = []
        for n, each in enumerate(read_all(space, found, question, (), moment)):
            if n == limit:
                break
            told.append((str(each["id"]), each.get("number") or each.get("external_id") or ""))
            if not as_json:
                click.echo("  ".join(told.pop()))
    if as_json:
        say_json([{"id": member_id, "number": number} for member_id, number in told])


def _condition(found: Live, key: str) -> Checked:
    checked = found.checked.segments.get(key)
    if checked is None:
        known = ", ".join(found.checked.segments) or "—"
        raise NotFound(
            f"没有人群“{key}”。已有：{known}。", f"There is no segment {key!r}. Known: {known}."
        )
    return checked
