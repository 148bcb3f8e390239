"""The list of members as a file: what the view shows, row by row, as CSV or XLSX."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, TypeVar

from flask import Response, request
from openpyxl import Workbook

from app.clock import from_instant
from app.days import from_day
from app.errors import Invalid
from app.expression.types import Date, Decimal, Instant, Reference
from app.runtime.member_columns import TIER, Column
from app.runtime.member_list import AT_ONCE, Question, count, read_all
from app.spreadsheets import MARK, harmless
from app.storage import audit
from app.storage.spaces import Spaces
from app.web.frame import Here
from app.web.records.listed import Listed
from app.web.records.members import listed_now, open_view
from app.web.records.rows import Drawing, number_of_member, referred
from app.web.records.showing import MASKED, name_of
from app.web.services import services
from app.words import Words

CENTS = 100
MOST_IN_XLSX = 200_000
"""More would keep the person, and a sheet, waiting for minutes; CSV has no such limit."""
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Line = list[Any]
T = TypeVar("T")


def export_members(here: Here) -> Response:
    """Answer with everybody the view shows. Raises `Invalid`."""
    listed = listed_now(here, open_view(here))
    if listed.blocks:
        raise Invalid("筛选条件有误，没有导出。", "The filter is not right.", listed.findings)
    kind = "xlsx" if request.form.get("format") == "xlsx" else "csv"
    found = count(here.space, listed.live, listed.whom, listed.moment)
    if kind == "xlsx" and found.members > MOST_IN_XLSX:
        raise Invalid(
            f"有 {found.members} 位会员，XLSX 最多 {MOST_IN_XLSX} 位；请导出 CSV，或缩小范围。",
            f"There are {found.members} members; an XLSX takes {MOST_IN_XLSX}. Export CSV, or"
            " narrow the view down.",
        )
    _note(here, listed, kind)
    day = here.formats.day_of(here.now)
    headers = {"Content-Disposition": f'attachment; filename="members-{day}.{kind}"'}
    lines = _lines(listed, services().spaces)
    body = _xlsx(lines) if kind == "xlsx" else _csv(lines)
    return Response(body, content_type=XLSX_TYPE if kind == "xlsx" else CSV_TYPE, headers=headers)


def _note(here: Here, listed: Listed, kind: str) -> None:
    """Write down who took which data out of the house, before anything leaves it."""
    audit.note(
        here.space,
        at=here.now,
        actor=here.visitor.user.email,
        action="members.exported",
        subject=f"program:{here.program_id}",
        detail={
            "format": kind,
            "columns": [each.key for each in listed.columns],
            "whom": {key: listed.asked.part(key) for key in listed.asked.parts},
            "personal": listed.personal,
        },
    )


def _csv(lines: Iterator[Line]) -> Iterator[bytes]:
    """Write CSV a piece at a time; the mark at its head lets Excel read Chinese."""
    yield MARK.encode()
    for piece in _pieces(lines):
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_plain(each) for each in line] for line in piece)
        yield buffer.getvalue().encode()


def _xlsx(lines: Iterator[Line]) -> Iterator[bytes]:
    """Write a workbook to a file that is gone when it has been read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append([_in_a_sheet(each) for each in line])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece


def _lines(listed: Listed, spaces: Spaces) -> Iterator[Line]:
    """Read in a transaction of its own: the answer is written after the request has ended."""
    here = listed.here
    with spaces.reading(here.space.workspace_id) as space:
        again = Listed(here=replace(here, space=space), live=listed.live, asked=listed.asked)
        language = here.formats.language
        head = Words("会员", "Member").to(language), Words("编号", "Number").to(language)
        yield [*head, *(each.label.to(language) for each in again.columns)]
        question = Question(whom=again.whom, sorts=again.sorts)
        members = read_all(space, again.live, question, again.columns, again.moment)
        for piece in _pieces(members):
            drawing = Drawing(listed=again, references=referred(again, again.columns, piece))
            for member in piece:
                yield _line(drawing, member)


def _pieces(lines: Iterator[T]) -> Iterator[list[T]]:
    """Cut into pieces that fit in memory."""
    while piece := list(islice(lines, AT_ONCE)):
        yield piece


def _line(drawing: Drawing, member: Mapping[str, Any]) -> Line:
    name = name_of(member, personal=drawing.listed.personal)
    values = [
        _value(drawing, each, member[f"column:{each.key}"]) for each in drawing.listed.columns
    ]
    return [name, number_of_member(member, name), *values]


def _value(drawing: Drawing, column: Column, value: Any) -> Any:
    """Give a value as a spreadsheet counts with it: numbers as numbers, days as days."""
    if value is None:
        return None
    if not drawing.listed.may_read(column):
        return MASKED
    if column.key.startswith(TIER) or isinstance(column.type, Reference):
        return drawing.cell(column, value).text
    match column.type:
        case Decimal():
            return round(value) / CENTS
        case Date():
            return from_day(value)
        case Instant():
            zone = drawing.listed.here.formats.zone
            return from_instant(value).astimezone(zone).replace(tzinfo=None, microsecond=0)
        case _ if column.is_number:
            return value
        case _:
            return drawing.text(column, value)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return harmless(value)
        case float():
            return f"{value:.2f}" if round(value, 2) == value else repr(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case None:
            return ""
        case _:
            return value


def _in_a_sheet(value: Any) -> Any:
    """Give a cell: openpyxl takes a text that begins with = for a formula."""
    return harmless(value) if isinstance(value, str) else value
