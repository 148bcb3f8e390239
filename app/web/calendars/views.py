"""Views of calendars; each reads the request, calls one function and answers."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import calendars as kept
from app.builder import drafts
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import Invalid
from app.web.calendars import forms
from app.web.calendars.model import NamePage
from app.web.calendars.page import calendars_page, name_page, remove_page
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("calendars", __name__, url_prefix="/programs/<int:program_id>/calendars")
CALENDARS = Words("日历", "Calendars")
SAVED = Words("已存到草稿，发布后生效。", "It is in the draft, and works once published.")
NO_NAME = Words("起个名字。", "Give it a name.")
REFUSED = 422


def author(here: Here) -> Author:
    return Author(now=from_instant(here.now), by=here.visitor.user.email)


def crumbs(here: Here, *more: Words) -> tuple[Crumb, ...]:
    home = Crumb(label=CALENDARS, url=here.url("calendars.calendars"))
    return (home, *(Crumb(label=each) for each in more))


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def calendars(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=CALENDARS))
    return show("calendars/calendars.html", shell=frame, page=calendars_page(here))


@blueprint.get("/new")
@policy(Can.EDIT_DRAFT)
def new(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _naming(here, name_page(here, None, {}))


@blueprint.post("/new")
@policy(Can.EDIT_DRAFT)
def add(program_id: int) -> ResponseReturnValue:
    here, label = open_program(program_id), forms.label_of(request.form)
    if label is None:
        return _naming(here, name_page(here, None, request.form, NO_NAME)), REFUSED
    try:
        made = kept.add(here.space, here.program_id, label, author(here))
    except Invalid as wrong:
        return _naming(here, name_page(here, None, request.form, wrong.words)), REFUSED
    flash(t(SAVED))
    return redirect(here.url("calendars.new_day", calendar=made))


@blueprint.get("/<calendar>")
@policy(Can.EDIT_DRAFT)
def edit(program_id: int, calendar: str) -> ResponseReturnValue:
    here = open_program(program_id)
    found = kept.find(drafts.get(here.space, here.program_id).content, calendar)
    label = Words.from_json(found.get("label") or calendar)
    return _naming(here, name_page(here, calendar, {"label": label.zh, "english": label.en}))


@blueprint.post("/<calendar>")
@policy(Can.EDIT_DRAFT)
def save(program_id: int, calendar: str) -> ResponseReturnValue:
    here, label = open_program(program_id), forms.label_of(request.form)
    if label is None:
        return _naming(here, name_page(here, calendar, request.form, NO_NAME)), REFUSED
    kept.rename(here.space, here.program_id, calendar, label, author(here))
    flash(t(SAVED))
    return redirect(here.url("calendars.calendars"))


@blueprint.get("/<calendar>/remove")
@policy(Can.EDIT_DRAFT)
def ask(program_id: int, calendar: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return asked(here, calendar, None)


@blueprint.post("/<calendar>/remove")
@policy(Can.EDIT_DRAFT)
def remove(program_id: int, calendar: str) -> ResponseReturnValue:
    here = open_program(program_id)
    page = remove_page(here, calendar, None)
    kept.remove(here.space, here.program_id, calendar, author(here))
    return gone(here, page.label)


def gone(here: Here, label: Words) -> ResponseReturnValue:
    zh, en = label.to("zh"), label.to("en")
    flash(t(Words(f"已从草稿移除“{zh}”。", f"{en} is out of the draft.")))
    return redirect(here.url("calendars.calendars"))


def asked(here: Here, calendar: str, day: str | None) -> str:
    page = remove_page(here, calendar, day)
    frame = shell(here, *crumbs(here, Words("移除", "Remove")))
    return show("calendars/remove.html", shell=frame, page=page)


def _naming(here: Here, page: NamePage) -> str:
    return show("calendars/name.html", shell=shell(here, *crumbs(here, page.title)), page=page)
