"""`rungs program preview`: who would move under the draft, how many and who they are."""

from pathlib import Path

import click

from app.builder import drafts
from app.builder.ahead import Ahead, look_ahead
from app.builder.findings import examine
from app.builder.moving import Question
from app.builder.moving_file import everybody, written
from app.builder.preview import LOOKED_AT, impact
from app.builder.releases import NotReady, live_program
from app.cli.impact import say_impact, say_movers, tiers_of
from app.cli.place import Place, json_option, program_option, the_program, workspace_option
from app.cli.speech import finding_json, language, say, say_findings, say_json
from app.clock import system_clock, to_instant
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage.space import Space


@click.command()
@click.option("--members", "listed", is_flag=True, help="列出会员和原因。 List who moves and why.")
@click.option("--ladder", default="", help="等级体系。 The ladder; the first, if left out.")
@click.option(
    "--from", "old", default=None, help="现在的等级，- 是不在体系内。 The tier now; - for none."
)
@click.option("--to", "new", default=None, help="发布后的等级。 The tier then; - for none.")
@click.option(
    "--csv",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="把名单写进文件。 Write the list to a file.",
)
@program_option
@workspace_option
@json_option
def preview(
    *,
    listed: bool,
    ladder: str,
    old: str | None,
    new: str | None,
    file: Path | None,
    program: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """草稿发布后谁升谁降，不写入任何数据。 Who would rise or fall; nothing is written."""
    place = the_program(workspace, program)
    asked = Question(ladder=ladder, old=tiers_of(old), new=tiers_of(new))
    try:
        with place.workspace.reading() as space:
            if listed or file is not None or old or new:
                _list(_ahead(space, place), asked, file, as_json=as_json)
            else:
                _count(space, place, as_json=as_json)
    except (NotReady, Unreadable) as refused:
        if as_json:
            found = [finding_json(each) for each in refused.findings]
            say_json({"ready": False, "findings": found})
        else:
            say_findings(refused.findings)
        raise SystemExit(1) from refused


def _count(space: Space, place: Place, *, as_json: bool) -> None:
    content = drafts.get(space, place.program_id).content
    found = impact(space, place.program_id, content, now=system_clock())
    if as_json:
        say_json(found.to_json())
    else:
        say_impact(found)


def _ahead(space: Space, place: Place) -> Ahead:
    content = drafts.get(space, place.program_id).content
    checked = examine(load(content), live=live_program(space, place.program_id))
    now = to_instant(system_clock())
    return look_ahead(space, place.program_id, checked, now=now, most=LOOKED_AT)


def _list(ahead: Ahead, asked: Question, file: Path | None, *, as_json: bool) -> None:
    if file is not None:
        text = written(ahead, asked, language() or "zh", personal=True)
        file.write_text(text, encoding="utf-8", newline="")
        say(f"已写入 {file}。", f"Wrote {file}.")
        return
    found = [each for _, each in everybody(ahead, asked)]
    if as_json:
        say_json({"items": [each.to_json() for each in found]})
    else:
        say_movers(found)
