"""`rungs import`: a CSV file into any object of a programme."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.progress import Shown
from app.cli.speech import MARKS, finding_json, language, said, say, say_json
from app.clock import system_clock, to_instant
from app.errors import Finding, Invalid
from app.program.fields.base import Reading
from app.program.objects import Object
from app.runtime import imports
from app.runtime.columns import columns_of
from app.runtime.csv_files import Line, look_through
from app.runtime.following import Automations
from app.runtime.imports import Job, Report
from app.runtime.records import Outcome, Status
from app.runtime.refusals import reason
from app.runtime.releases import live
from app.words import LANGUAGES, Words

STATUS = {
    Status.CREATED: Words("新建", "new"),
    Status.UPDATED: Words("更新", "changed"),
    Status.KNOWN: Words("已存在", "known"),
    Status.REFUSED: Words("拒绝", "refused"),
}
PREVIEWED = 5


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--object", "object_key", required=True, help="对象，如 order。 Such as order.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="列=字段",
    help="列=字段；member.phone 指明会员；列=- 不导入。 column=field; column=- leaves it out.",
)
@click.option("--key", help="按哪个唯一字段识别已有记录。 Which unique field recognises a record.")
@click.option("--update", is_flag=True, help="更新已有记录。 Change records that are there.")
@click.option("--create-members", is_flag=True, help="会员不存在时新建。 Make unknown members.")
@click.option(
    "--automations",
    type=click.Choice([each.value for each in Automations]),
    help="自动化和等级礼包：no 不触发（默认，适合历史数据），once 每位会员每个自动化一次，"
    "each 逐条触发。 Automations and packs: no (as a rule; for the past), once for each member,"
    " or by each record.",
)
@click.option("--again", is_flag=True, help="再次导入已导完的文件。 Import a finished file again.")
@click.option(
    "--preview",
    is_flag=False,
    flag_value=PREVIEWED,
    type=click.IntRange(1, 1000),
    help="只看前几行会怎样，不写入。 Only show what would become of the first records.",
)
@program_option
@workspace_option
@json_option
def import_command(
    file: Path,
    preview: int | None,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """导入 CSV 文件；中断后再次运行会接着导。 Import a CSV file; run again to go on."""
    job, reading = _job(file, program, workspace, options)
    automations = imports.automations_of(job)
    if not as_json:
        _tell_columns(job)
        say(*automations.words, err=True)
    if preview is None:
        _run(job, as_json=as_json)
    else:
        _preview(job, preview, reading, as_json=as_json)


def _job(
    file: Path, program: str | None, workspace: str | None, options: Mapping[str, Any]
) -> tuple[Job, Reading]:
    sheet = look_through(file)
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        designed = live(space, place.program_id).checked.program
    columns = columns_of(
        designed,
        options["object_key"],
        sheet.columns,
        told=_told(options["mapping"]),
        match=options["key"],
        update=options["update"],
    )
    job = Job(
        spaces=place.workspace.spaces,
        workspace_id=place.workspace.id,
        program_id=place.program_id,
        sheet=sheet,
        columns=columns,
        update=options["update"],
        create_members=options["create_members"],
        again=options["again"],
        automations=Automations(wanted) if (wanted := options["automations"]) else None,
    )
    settings = designed.settings
    return job, Reading(zone=settings.calendar.zone, currency=settings.currency)


def _told(mapping: Sequence[str]) -> dict[str, str]:
    told = {}
    for each in mapping:
        column, equals, field = each.rpartition("=")
        if not equals or not column or not field:
            raise Invalid(
                f"--map 写作 列=字段，而不是“{each}”。",
                f"--map is written column=field, not {each!r}.",
            )
        told[column.strip()] = field.strip()
    return told


def _mapped(job: Job) -> dict[str, str]:
    return {job.sheet.columns[n]: str(target) for n, target in job.columns.targets.items()}


def _tell_columns(job: Job) -> None:
    for column, field in _mapped(job).items():
        click.echo(f"{column} → {field}", err=True)
    if job.columns.left_out:
        names = ", ".join(job.columns.left_out)
        say(f"没有导入的列：{names}。", f"Columns left out: {names}.", err=True)


def _preview(job: Job, rows: int, reading: Reading, *, as_json: bool) -> None:
    shown = [
        (line, outcome, job.columns.read(line, reading))
        for line, outcome in imports.preview(job, rows=rows, now=to_instant(system_clock()))
    ]
    if as_json:
        say_json(
            {
                "columns": _mapped(job),
                "left_out": job.columns.left_out,
                "automations": imports.automations_of(job).value,
                "rows": [_row_json(*each) for each in shown],
            }
        )
        return
    for line, outcome, values in shown:
        pairs = "  ".join(f"{name}={value}" for name, value in values.items())
        click.echo(f"{line.number:>6}  {said(STATUS[outcome.status])}  {pairs}")
        for each in outcome.findings:
            click.echo(f"        {MARKS[each.severity]} {_reason(each, job.columns.object)}")


def _row_json(line: Line, outcome: Outcome, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "line": line.number,
        "status": outcome.status.value,
        "values": values,
        "problems": [finding_json(each) for each in outcome.findings],
    }


def _reason(finding: Finding, designed: Object) -> str:
    wanted = language()
    asked = LANGUAGES if wanted is None else (wanted,)
    return " ".join(reason(finding, designed, each) for each in asked)


def _run(job: Job, *, as_json: bool) -> None:
    began, shown = perf_counter(), Shown()
    report = imports.run(
        job,
        now=to_instant(system_clock()),
        progress=lambda done: shown(job.columns.object.key, done, job.sheet.lines),
    )
    shown.close()
    seconds = round(perf_counter() - began, 1)
    if as_json:
        say_json(_as_json(job, report, seconds))
    else:
        _tell(report, seconds)


def _as_json(job: Job, report: Report, seconds: float) -> dict[str, Any]:
    return {
        "object": job.columns.object.key,
        "columns": _mapped(job),
        "left_out": job.columns.left_out,
        "rows": report.done,
        "kept": report.kept,
        "known": report.known,
        "refused": report.refused,
        "refused_file": None if report.refused_file is None else str(report.refused_file),
        "moved": report.moved,
        "automations": report.automations.value,
        "taken_up_at": report.taken_up_at,
        "was_finished": report.was_finished,
        "seconds": seconds,
    }


def _tell(report: Report, seconds: float) -> None:
    if report.was_finished:
        say(
            "这个文件已导入完毕，没有再做任何事；要再导一次请加 --again。",
            "This file had been imported; use --again to import it once more.",
        )
    elif report.taken_up_at:
        say(
            f"从第 {report.taken_up_at:,} 条之后继续。",
            f"Taken up after {report.taken_up_at:,} records.",
        )
    say(
        f"{report.done:,} 条：写入 {report.kept:,}，已存在 {report.known:,}，"
        f"拒绝 {report.refused:,}，升级 {report.moved:,}，{seconds} 秒。",
        f"{report.done:,} records: {report.kept:,} kept, {report.known:,} known,"
        f" {report.refused:,} refused, {report.moved:,} promotions, {seconds} s.",
    )
    if not report.was_finished:
        say(*report.automations.words)
    if report.refused_file is not None:
        say(f"被拒绝的记录：{report.refused_file}", f"Refused records: {report.refused_file}")
