"""`rungs demo` and `rungs import`: a programme to look at, and files going into one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from app import config
from app.builder import demo
from app.builder.demo import Summary
from app.cli.progress import Shown
from app.clock import system_clock, to_instant
from app.errors import Invalid
from app.program.fields.base import Reading
from app.runtime import imports
from app.runtime.columns import Columns, columns_of
from app.runtime.csv_files import Line, look_through
from app.runtime.imports import Job, Report
from app.runtime.records import Outcome, Status
from app.runtime.refusals import reason
from app.runtime.releases import live
from app.storage import programs
from app.storage.spaces import Spaces
from app.storage.upgrade import upgrade
from app.words import Words

CENT = 100
STATUS = {
    Status.CREATED: Words("新建", "new"),
    Status.UPDATED: Words("更新", "changed"),
    Status.KNOWN: Words("已存在", "known"),
    Status.REFUSED: Words("拒绝", "refused"),
}


@click.command("demo")
@click.option("--json", "as_json", is_flag=True)
def demo_command(*, as_json: bool) -> None:
    """安装演示：真实购买数据的零售会员方案。 Install the demo with real purchases."""
    began = perf_counter()
    spaces = Spaces.at(config.load().database_url)
    upgrade(spaces.engine)
    shown = Shown()
    summary = demo.install(spaces, now=system_clock(), tell=shown)
    shown.close()
    seconds = round(perf_counter() - began, 1)
    if as_json:
        click.echo(json.dumps(_summary_json(summary, seconds), ensure_ascii=False))
    else:
        _tell_summary(summary, seconds)


def _summary_json(summary: Summary, seconds: float) -> dict[str, Any]:
    return {
        "members": summary.members,
        "orders": summary.orders,
        "sales": summary.sales / CENT,
        "tiers": {key: members for key, _, members in summary.tiers},
        "weeks": summary.weeks,
        "was_there": summary.was_there,
        "seconds": seconds,
    }


def _tell_summary(summary: Summary, seconds: float) -> None:
    if summary.was_there:
        click.echo("演示早已就绪。 The demo was there already.")
    click.echo(f"会员 Members       {summary.members:>12,}")
    click.echo(f"订单 Orders        {summary.orders:>12,}")
    click.echo(f"消费 Sales         {summary.sales / CENT:>12,.2f}")
    for _, label, members in reversed(summary.tiers):
        click.echo(f"  {label.zh} {label.en}: {members:,}")
    click.echo(f"用时 Seconds       {seconds:>12}")


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
@click.option("--again", is_flag=True, help="再次导入已导完的文件。 Import a finished file again.")
@click.option("--preview", is_flag=False, flag_value=5, type=click.IntRange(1, 1000))
@click.option("--workspace", help="工作区的标识。 The key of a workspace.")
@click.option("--program", help="方案的标识。 The key of a programme.")
@click.option("--json", "as_json", is_flag=True)
def import_command(  # noqa: PLR0913  # Each is an option of the command.
    file: Path,
    object_key: str,
    mapping: Sequence[str],
    key: str | None,
    preview: int | None,
    workspace: str | None,
    program: str | None,
    *,
    update: bool,
    create_members: bool,
    again: bool,
    as_json: bool,
) -> None:
    """导入 CSV 文件。 Import a CSV file."""
    spaces = Spaces.at(config.load().database_url)
    workspace_id, program_id = _find_program(spaces, workspace, program)
    with spaces.reading(workspace_id) as space:
        designed = live(space, program_id).checked.program
    sheet = look_through(file)
    columns = columns_of(
        designed, object_key, sheet.columns, told=_told(mapping), match=key, update=update
    )
    job = Job(
        spaces=spaces,
        workspace_id=workspace_id,
        program_id=program_id,
        sheet=sheet,
        columns=columns,
        update=update,
        create_members=create_members,
        again=again,
    )
    if preview is None:
        _run(job, as_json=as_json)
        return
    settings = designed.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    _preview(job, preview, reading, as_json=as_json)


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


def _find_program(spaces: Spaces, workspace: str | None, program: str | None) -> tuple[int, int]:
    """Find the programme that is meant: the only one there is, or the one that is named."""
    with spaces.installation() as connection:
        wanted = None if workspace is None else programs.find_workspace(connection, workspace)
        if workspace is not None and wanted is None:
            raise Invalid(f"没有工作区“{workspace}”。", f"There is no workspace {workspace!r}.")
        there = [each for each in programs.all_programs(connection) if wanted in {None, each[0]}]
    if program is not None:
        there = [each for each in there if _key_of(spaces, *each) == program]
    if len(there) == 1:
        return there[0]
    if not there:
        raise Invalid("没有已发布的会员方案。", "There is no published programme here.")
    known = ", ".join(sorted({_key_of(spaces, *each) for each in there}))
    raise Invalid(
        f"有多个方案（{known}），请用 --workspace 和 --program 指明。",
        f"There are several programmes ({known}): say which with --workspace and --program.",
    )


def _key_of(spaces: Spaces, workspace_id: int, program_id: int) -> str:
    with spaces.reading(workspace_id) as space:
        return programs.get_program(space, program_id).key


def _mapped(job: Job) -> dict[str, str]:
    return {job.sheet.columns[n]: str(target) for n, target in job.columns.targets.items()}


def _preview(job: Job, rows: int, reading: Reading, *, as_json: bool) -> None:
    shown = imports.preview(job, rows=rows, now=to_instant(system_clock()))
    if as_json:
        content = {
            "columns": _mapped(job),
            "left_out": list(job.columns.left_out),
            "rows": [_row_json(job.columns, *each, reading) for each in shown],
        }
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    _tell_columns(job)
    for line, outcome in shown:
        status = STATUS[outcome.status]
        values = job.columns.read(line, reading)
        said = "  ".join(f"{name}={value}" for name, value in values.items())
        click.echo(f"{line.number:>5} {status.zh} {status.en}  {said}")
        for each in outcome.findings:
            zh, en = (reason(each, job.columns.object, one) for one in ("zh", "en"))
            click.echo(f"      ✗ {zh} {en}")


def _row_json(
    columns: Columns, line: Line, outcome: Outcome, reading: Reading
) -> Mapping[str, Any]:
    return {
        "line": line.number,
        "status": outcome.status.value,
        "values": columns.read(line, reading),
        "problems": [
            {"path": each.path, "message": each.message.to_json()} for each in outcome.findings
        ],
    }


def _tell_columns(job: Job) -> None:
    for column, field in _mapped(job).items():
        click.echo(f"{column} → {field}", err=True)
    if job.columns.left_out:
        names = ", ".join(job.columns.left_out)
        click.echo(f"未导入的列 Columns left out: {names}", err=True)


def _run(job: Job, *, as_json: bool) -> None:
    began = perf_counter()
    shown = Shown()
    if not as_json:
        _tell_columns(job)
    report = imports.run(
        job,
        now=to_instant(system_clock()),
        progress=lambda done: shown(job.columns.object.key, done, job.sheet.lines),
    )
    shown.close()
    seconds = round(perf_counter() - began, 1)
    if as_json:
        click.echo(json.dumps(_report_json(job, report, seconds), ensure_ascii=False))
    else:
        _tell_report(report, seconds)


def _report_json(job: Job, report: Report, seconds: float) -> dict[str, Any]:
    return {
        "object": job.columns.object.key,
        "columns": _mapped(job),
        "left_out": list(job.columns.left_out),
        "rows": report.done,
        "kept": report.kept,
        "known": report.known,
        "refused": report.refused,
        "refused_file": None if report.refused_file is None else str(report.refused_file),
        "moved": report.moved,
        "taken_up_at": report.taken_up_at,
        "was_finished": report.was_finished,
        "seconds": seconds,
    }


def _tell_report(report: Report, seconds: float) -> None:
    if report.was_finished:
        click.echo(
            "这个文件已导入完毕，没有再做任何事；要再导一次请加 --again。"
            " This file had been imported; use --again to import it once more."
        )
    elif report.taken_up_at:
        n = f"{report.taken_up_at:,}"
        click.echo(f"从第 {n} 行之后继续。 Taken up after {n} records.")
    click.echo(
        f"{report.done:,} 行：写入 {report.kept:,}，已存在 {report.known:,}，"
        f"拒绝 {report.refused:,}，晋升 {report.moved:,}，{seconds} 秒。"
    )
    click.echo(
        f"{report.done:,} records: {report.kept:,} kept, {report.known:,} known,"
        f" {report.refused:,} refused, {report.moved:,} promotions, {seconds} s."
    )
    if report.refused_file is not None:
        click.echo(f"被拒绝的行 Refused records: {report.refused_file}")
