"""Changing the fields of one member; what somebody else changed meanwhile is never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from app.access import Can
from app.errors import NotFound
from app.program.field import Field
from app.program.personal import is_personal
from app.runtime.changes import change_record
from app.runtime.records import Outcome, Status
from app.runtime.releases import Live, live
from app.storage import records
from app.web.frame import Here
from app.web.records.field_edits import MEANWHILE, NOT_YET, FieldEdits
from app.web.records.inputs import Input, errors_by_field, input_of, parsed, sent, written
from app.web.records.showing import name_of
from app.words import Words

NEVER = frozenset({"serial"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    name: str
    member_url: str
    url: str
    inputs: tuple[Input, ...]
    problem: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What came of an edit; a page is shown again where it was not kept."""

    again: EditPage | None
    changed: int = 0
    conflict: bool = False
    """Whether somebody else changed the same fields meanwhile."""


def edit_page(here: Here, member_id: int) -> EditPage:
    found, row = _row(here, member_id)
    inputs = tuple(
        input_of(each, text, was=text)
        for each in _fields(here, found)
        for text in [written(row[each.key], each, here.formats)]
    )
    return _page(here, row, inputs)


def save(here: Here, member_id: int) -> Edited:
    """Keep what was changed in the form. Raises `NotFound`."""
    found, row = _row(here, member_id)
    fields = {each.key: each for each in _fields(here, found)}
    held = {key: written(row[key], each, here.formats) for key, each in fields.items()}
    edits = FieldEdits(held=held)
    if lost := edits.lost:
        return Edited(again=_again(here, row, fields, held, lost, MEANWHILE), conflict=True)
    values = {key: parsed(text, fields[key]) for key, text in edits.asked.items()}
    outcome = _kept(here, found, member_id, values)
    if outcome is not None and outcome.status is Status.REFUSED:
        words = dict(errors_by_field(outcome.findings))
        return Edited(again=_again(here, row, fields, held, words, NOT_YET))
    return Edited(again=None, changed=len(values))


def _kept(here: Here, found: Live, member_id: int, values: Mapping[str, Any]) -> Outcome | None:
    if not values:
        return None
    by = f"user:{here.visitor.user.id}"
    return change_record(here.space, found, "member", member_id, values, now=here.now, cause=by)


def _again(
    here: Here,
    row: Mapping[str, Any],
    fields: Mapping[str, Field],
    held: Mapping[str, str],
    errors: Mapping[str, Words],
    problem: Words,
) -> EditPage:
    inputs = tuple(
        input_of(each, sent(request.form, key), was=held[key], error=errors.get(key))
        for key, each in fields.items()
    )
    return _page(here, row, inputs, problem)


def _page(
    here: Here, row: Mapping[str, Any], inputs: tuple[Input, ...], problem: Words | None = None
) -> EditPage:
    return EditPage(
        name=name_of(row, personal=here.visitor.may(Can.READ_PERSONAL)),
        member_url=here.url("records.member", member_id=row["id"]),
        url=here.url("records.save_member", member_id=row["id"]),
        inputs=inputs,
        problem=problem,
    )


def _fields(here: Here, found: Live) -> list[Field]:
    """Give the fields that may be written here."""
    members = found.catalogue.members
    personal = here.visitor.may(Can.READ_PERSONAL)
    return [
        each
        for each in members.object.in_use
        if each.key in members.fields
        and each.kind not in NEVER
        and (personal or not is_personal(each))
    ]


def _row(here: Here, member_id: int) -> tuple[Live, dict[str, Any]]:
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    found = live(here.space, here.program_id)
    row = records.find_rows(here.space, found.catalogue.members, [member_id]).get(member_id)
    if row is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    return found, row
