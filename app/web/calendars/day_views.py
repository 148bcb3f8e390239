"""Views in which one day of a calendar is written, tried and removed."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import calendars as kept
from app.builder import drafts
from app.errors import AppError
from app.web.calendars import forms
from app.web.calendars.model import DayPage
from app.web.calendars.page import day_page, remove_page
from app.web.calendars.views import (
    NO_NAME,
    REFUSED,
    SAVED,
    asked,
    author,
    blueprint,
    crumbs,
    gone,
)
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import show
from app.web.policy import policy
from app.words import Words


def typed() -> dict[str, Any]:
    return {
        name: request.form.getlist(name) if name == forms.WEEKLY else request.form[name]
        for name in request.form
    }


@blueprint.get("/<calendar>/days/new")
@policy(Can.EDIT_DRAFT)
def new_day(program_id: int, calendar: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _writing(here, day_page(here, calendar, None, forms.fill({"monthly": [8, 18, 28]})))


@blueprint.post("/<calendar>/days/new")
@policy(Can.EDIT_DRAFT)
def add_day(program_id: int, calendar: str) -> ResponseReturnValue:
    return _save(open_program(program_id), calendar, None)


@blueprint.get("/<calendar>/days/<day>")
@policy(Can.EDIT_DRAFT)
def edit_day(program_id: int, calendar: str, day: str) -> ResponseReturnValue:
    here = open_program(program_id)
    content = drafts.get(here.space, here.program_id).content
    values = forms.fill(kept.find_day(content, calendar, day))
    return _writing(here, day_page(here, calendar, day, values))


@blueprint.post("/<calendar>/days/<day>")
@policy(Can.EDIT_DRAFT)
def save_day(program_id: int, calendar: str, day: str) -> ResponseReturnValue:
    return _save(open_program(program_id), calendar, day)


@blueprint.get("/<calendar>/days/<day>/remove")
@policy(Can.EDIT_DRAFT)
def ask_day(program_id: int, calendar: str, day: str) -> ResponseReturnValue:
    return asked(open_program(program_id), calendar, day)


@blueprint.post("/<calendar>/days/<day>/remove")
@policy(Can.EDIT_DRAFT)
def remove_day(program_id: int, calendar: str, day: str) -> ResponseReturnValue:
    here = open_program(program_id)
    page = remove_page(here, calendar, day)
    kept.remove_day(here.space, here.program_id, calendar, day, author(here))
    return gone(here, page.label)


def _save(here: Here, calendar: str, day: str | None) -> ResponseReturnValue:
    """Keep what was typed, or show it again with its dates, or what is wrong beside it."""
    given = typed()
    written = forms.read(given)
    errors = _errors(written)
    if errors:
        return _writing(here, day_page(here, calendar, day, given, errors=errors)), REFUSED
    if "look" in given:
        return _writing(here, day_page(here, calendar, day, given))
    try:
        _keep(here, calendar, day, written, seen=int(given.get("version") or 0))
    except AppError as wrong:
        return _writing(here, day_page(here, calendar, day, given, problem=wrong.words)), REFUSED
    flash(t(SAVED))
    return redirect(here.url("calendars.calendars"))


def _keep(
    here: Here, calendar: str, day: str | None, written: dict[str, Any], *, seen: int
) -> None:
    space, program_id, by = here.space, here.program_id, author(here)
    if day is None:
        kept.add_day(space, program_id, calendar, written, by)
    else:
        whole = {"key": day, **written}
        kept.change_day(space, program_id, calendar, whole, seen=seen, author=by)


def _errors(written: dict[str, Any]) -> dict[str, Words]:
    """Put what is wrong beside the field it is about."""
    found: dict[str, Words] = {}
    if written.get("label") is None:
        found["label"] = NO_NAME
    for each in kept.findings_in(written | {"label": "-"}):
        name = each.path.strip("/").split("/")[0] or "way"
        found.setdefault(name, each.message)
    return found


def _writing(here: Here, page: DayPage) -> str:
    frame = shell(here, *crumbs(here, page.title))
    return show("calendars/day.html", shell=frame, page=page)
