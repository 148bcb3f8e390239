"""`rungs export`: the records of an object as a CSV file that `rungs import` takes."""

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from gzip import GzipFile
from pathlib import Path
from time import perf_counter
from typing import IO, Any, TextIO

import click
import orjson

from app.cli.documents import STANDARD
from app.cli.place import Place, json_option, program_option, the_program, workspace_option
from app.cli.progress import Shown
from app.cli.speech import say, say_json
from app.clock import system_clock, to_instant
from app.errors import Invalid
from app.expression.check import Checked
from app.files import written_whole
from app.runtime.exports import Export, asked_for
from app.runtime.listing import Wish, read_rule
from app.runtime.releases import Live, live
from app.spreadsheets import MARK, harmless
from app.storage import audit, totals

BY = "console"
TOLD_EVERY = 1_000
PACKED = ".gz"


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False), default=STANDARD)
@click.option("--object", "object_key", required=True, help="对象，如 order。 Such as order.")
@click.option("--field", "fields", multiple=True, help="只要这些字段。 Only these fields.")
@click.option("--filter", "rule", metavar="JSON-LOGIC", help="只要符合规则的。 Only what meets it.")
@click.option(
    "--verbatim",
    is_flag=True,
    help="文字一字不改，不要用表格软件打开。 Texts as they are; not for spreadsheets.",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。 Replace a file that is there.")
@program_option
@workspace_option
@json_option
def export_command(
    file: str, program: str | None, workspace: str | None, *, as_json: bool, **options: Any
) -> None:
    """把记录导出为 CSV 文件，可再导入。 Export records as CSV; `rungs import` takes it back."""
    if file == STANDARD and as_json:
        raise Invalid("--json 需要写明文件。", "--json needs the name of a file.")
    place, began = the_program(workspace, program), perf_counter()
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        asked = asked_for(
            space,
            found,
            options["object_key"],
            fields=options["fields"],
            wish=Wish(rule=_rule(found, options["object_key"], options["rule"])),
            now=to_instant(system_clock()),
        )
        with _opened(file, force=options["force"]) as out:
            _note(place, asked, options["rule"])
            count = _write(asked, out, verbatim=options["verbatim"])
    _tell(file, count, round(perf_counter() - began, 1), as_json=as_json)


def _rule(found: Live, object_key: str, text: str | None) -> Checked | None:
    if text is None:
        return None
    try:
        return read_rule(found, object_key, orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise Invalid(
            f"--filter 不是 JSON：{error.msg}。", f"--filter is not JSON: {error.msg}."
        ) from error


@contextmanager
def _opened(file: str, *, force: bool) -> Iterator[TextIO]:
    """Give what is written to; a file is there under its name only when it is complete."""
    if file == STANDARD:
        with _text(sys.stdout.buffer) as out:
            yield out
        return
    packed = file.endswith(PACKED)
    with (
        written_whole(Path(file), replace=force) as target,
        GzipFile(fileobj=target, mode="wb") if packed else nullcontext(target) as raw,
        _text(raw) as out,
    ):
        out.write(MARK)
        yield out


@contextmanager
def _text(raw: IO[bytes] | GzipFile) -> Iterator[TextIO]:
    """Write text to what stays open afterwards."""
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    try:
        yield text
    finally:
        text.detach()


def _note(place: Place, asked: Export, rule: str | None) -> None:
    """Write down what was taken out of the house, before anything leaves it."""
    with place.workspace.writing() as space:
        audit.note(
            space,
            at=asked.now,
            actor=BY,
            action="records.exported",
            subject=f"program:{place.program_id}",
            detail={"object": asked.object.key, "columns": asked.head, "filter": rule},
        )


def _write(asked: Export, out: TextIO, *, verbatim: bool) -> int:
    """Write the head and all lines; give how many records there were."""
    expected = totals.count(asked.space, asked.live.catalogue.records[asked.object.key])
    writer, shown, count = csv.writer(out), Shown(), 0
    writer.writerow(asked.head)
    for count, line in enumerate(asked.lines(), start=1):
        writer.writerow(line if verbatim else map(harmless, line))
        if count % TOLD_EVERY == 0:
            shown(asked.object.key, count, expected)
    shown.close()
    return count


def _tell(file: str, count: int, seconds: float, *, as_json: bool) -> None:
    if as_json:
        say_json({"file": file, "records": count, "seconds": seconds})
    else:
        say(f"{count:,} 条记录，{seconds} 秒。", f"{count:,} records, {seconds} s.", err=True)
