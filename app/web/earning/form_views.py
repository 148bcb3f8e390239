"""Views in which a rule, a boost, a budget or what holds for all of them is written."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.builder import earning as kept
from app.builder.earning import Part
from app.errors import AppError, Invalid
from app.program.budget import Of
from app.web.builder.conditions import condition_boot
from app.web.earning import forms
from app.web.earning.form_errors import errors_of
from app.web.earning.form_page import form_page, settings_page
from app.web.earning.forms import NotRead
from app.web.earning.views import EARNING, author, blueprint, coming_from, home_of, part_of
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

REFUSED = 422
SAVED = Words("已存到草稿，发布后生效。", "It is in the draft, and works once published.")
OFFERS = Words("权益与积分", "Benefits and points")
LISTS = frozenset({"weekdays", "rules", "currencies"})


def typed() -> dict[str, Any]:
    return {
        name: request.form.getlist(name) if name in LISTS else request.form[name]
        for name in request.form
    }


@blueprint.get("/settings")
@policy(Can.EDIT_DRAFT)
def settings(program_id: int) -> ResponseReturnValue:
    return _settings(open_program(program_id))


@blueprint.post("/settings")
@policy(Can.EDIT_DRAFT)
def save_settings(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    try:
        written = forms.read_settings(typed())
        seen = int(request.form.get("version") or 0)
        kept.settle(here.space, here.program_id, written, seen=seen, author=author(here))
    except NotRead as wrong:
        return _settings(here, wrong.words), REFUSED
    except Invalid as wrong:
        return _settings(here, wrong.words), REFUSED
    flash(t(SAVED))
    return redirect(here.url("earning.earning"))


def _settings(here: Here, problem: Words | None = None) -> str:
    page = settings_page(here, typed() if problem else None, problem)
    frame = shell(
        here, Crumb(label=EARNING, url=here.url("earning.earning")), Crumb(label=page.title)
    )
    return show("earning/settings.html", shell=frame, page=page)


@blueprint.get("/<part>/new")
@policy(Can.EDIT_DRAFT)
def new(program_id: int, part: str) -> ResponseReturnValue:
    of = part_of(part)
    return _writing(open_program(program_id), of, None, forms.NEW[of] | _asked_for(of))


def _asked_for(part: Part) -> dict[str, Any]:
    """Begin a budget of coupons or benefits where somebody asks for one."""
    of = request.args.get("of")
    return {"of": of} if part is Part.BUDGET and of in set(Of) else {}


@blueprint.post("/<part>/new")
@policy(Can.EDIT_DRAFT)
def add(program_id: int, part: str) -> ResponseReturnValue:
    return _save(open_program(program_id), part_of(part), None)


@blueprint.get("/<part>/<thing>")
@policy(Can.EDIT_DRAFT)
def edit(program_id: int, part: str, thing: str) -> ResponseReturnValue:
    here, of = open_program(program_id), part_of(part)
    content = drafts.get(here.space, here.program_id).content
    return _writing(here, of, thing, kept.find(content, of, thing))


@blueprint.post("/<part>/<thing>")
@policy(Can.EDIT_DRAFT)
def save(program_id: int, part: str, thing: str) -> ResponseReturnValue:
    return _save(open_program(program_id), part_of(part), thing)


def _save(here: Here, part: Part, key: str | None) -> ResponseReturnValue:
    """Keep what was typed, or show it again with what is wrong beside it."""
    given = typed()
    try:
        written = forms.read(part, given)
    except NotRead as wrong:
        return _again(here, part, key, given, {wrong.field: wrong.words}), REFUSED
    findings = kept.wrong(part, {**written, "key": key or "new"})
    if findings:
        return _again(here, part, key, given, errors_of(findings, given)), REFUSED
    try:
        if key is None:
            kept.add(here.space, here.program_id, part, written, author(here))
        else:
            seen, whole = int(given.get("version") or 0), {"key": key, **written}
            by = author(here)
            kept.change(here.space, here.program_id, part, whole, seen=seen, author=by)
    except AppError as wrong:
        return _again(here, part, key, given, {}, wrong.words), REFUSED
    flash(t(SAVED))
    return redirect(home_of(here))


def _writing(here: Here, part: Part, key: str | None, written: Any) -> str:
    page = form_page(here, part, key, forms.fill(part, written), written, coming=coming_from())
    return _show(here, page)


def _again(
    here: Here,
    part: Part,
    key: str | None,
    given: dict[str, Any],
    errors: dict[str, Words],
    problem: Words | None = None,
) -> str:
    page = form_page(
        here, part, key, given, None, coming=coming_from(), errors=errors, problem=problem
    )
    return _show(here, page)


def _show(here: Here, page: Any) -> str:
    before = OFFERS if coming_from() else EARNING
    frame = shell(here, Crumb(label=before, url=home_of(here)), Crumb(label=page.title))
    boot = condition_boot(here) if page.place else None
    return show("earning/form.html", shell=frame, page=page, boot=boot)
