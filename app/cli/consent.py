"""`rungs consent`: what members agreed to, taken in from a file."""

import csv
from pathlib import Path

import click

from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.progress import Shown
from app.cli.speech import say, say_json
from app.clock import system_clock, to_instant
from app.runtime import consent_import
from app.runtime.consent_import import Report
from app.runtime.csv_files import Sheet, look_through
from app.runtime.refusals import LINE, REASONS

CONSOLE = "console"


@click.group()
def consent() -> None:
    """会员同意过什么。 What members agreed to."""


@consent.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@program_option
@workspace_option
@json_option
def import_consents(
    file: Path, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """导入同意与撤回（CSV）；没有记下的行另存一个文件。 Import who agreed and who did not."""
    sheet = look_through(file)
    place = the_program(workspace, program)
    shown = Shown()
    report = consent_import.run(
        place.workspace.spaces,
        place.workspace.id,
        place.program_id,
        sheet,
        now=to_instant(system_clock()),
        by=CONSOLE,
        progress=lambda done: shown("consents", done, sheet.lines),
    )
    shown.close()
    kept_apart = _refused_file(sheet, report)
    if as_json:
        say_json(_as_json(report, kept_apart))
    else:
        _tell(report, kept_apart)


def _refused_file(sheet: Sheet, report: Report) -> Path | None:
    """Write the lines that were not taken beside the file, as they were and with the reason."""
    name = sheet.path.name.removesuffix(".gz").removesuffix(".csv")
    path = sheet.path.with_name(f"{name}.refused.csv")
    path.unlink(missing_ok=True)
    if not report.refused:
        return None
    # Spreadsheets take a file for UTF-8 only when it begins with the mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*sheet.columns, LINE, *REASONS])
        for each in report.refused:
            row = [*each.line.cells, *[""] * (len(sheet.columns) - len(each.line.cells))]
            writer.writerow([*row, each.line.number, *consent_import.said_of(each)])
    return path


def _as_json(report: Report, kept_apart: Path | None) -> dict[str, object]:
    return {
        "rows": report.done,
        "kept": report.kept,
        "known": report.known,
        "refused": [
            {"line": each.line.number, "problem": consent_import.said_of(each).to_json()}
            for each in report.refused
        ],
        "refused_file": None if kept_apart is None else str(kept_apart),
    }


def _tell(report: Report, kept_apart: Path | None) -> None:
    say(
        f"记下 {report.kept} 条，以前记过 {report.known} 条，没有记下 {len(report.refused)} 行。",
        f"{report.kept} written down, {report.known} known, {len(report.refused)} not taken.",
    )
    for each in report.refused[:20]:
        why = consent_import.said_of(each)
        say(f"第 {each.line.number} 行：{why.zh}", f"Line {each.line.number}: {why.en}")
    if kept_apart is not None:
        say(f"没有记下的行在 {kept_apart}。", f"Lines not taken are in {kept_apart}.")
