"""Views in which a coupon or a benefit is written; each works without scripts."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import designs as kept
from app.builder import drafts, parts
from app.builder.earning import program_of
from app.builder.offers import Offer, find
from app.builder.parts import Elsewhere
from app.errors import AppError, NotFound
from app.web.designs import forms
from app.web.designs.declared import Kind, find_kind
from app.web.designs.form_page import form_page, meanwhile_of
from app.web.designs.listing import EMPTY, kinds_page
from app.web.designs.model import FormPage
from app.web.designs.telling import told_of
from app.web.designs.views import MOVED, REFUSED, author, blueprint, framed, home_of, offer_of
from app.web.frame import Here, open_program
from app.web.pages import show
from app.web.policy import policy
from app.web.records.inputs import sent

LOOK = "look"
"""The button that reads what is typed without keeping it."""


def typed() -> dict[str, str]:
    return {name: sent(request.form, name) for name in request.form}


def kind_of(offer: Offer, key: Any) -> Kind:
    """Find the kind of one. Raises `NotFound`."""
    kind = find_kind(offer, str(key))
    if kind is None:
        raise NotFound(
            f"没有“{key}”这种类型，请在方案文档里改。",
            f"There is no kind {key!r}; change it in the document.",
        )
    return kind


@blueprint.get("/<offer>/new")
@policy(Can.EDIT_DRAFT)
def new(program_id: int, offer: str) -> ResponseReturnValue:
    here, of = open_program(program_id), offer_of(offer)
    if "kind" not in request.args:
        page = kinds_page(here, of)
        return show("designs/kinds.html", shell=framed(here, page.title), page=page)
    kind = kind_of(of, request.args["kind"])
    return _writing(here, form_page(here, of, kind, None, forms.usual(kind)))


@blueprint.post("/<offer>/new")
@policy(Can.EDIT_DRAFT)
def add(program_id: int, offer: str) -> ResponseReturnValue:
    here, of, given = open_program(program_id), offer_of(offer), typed()
    kind = kind_of(of, request.args.get("kind") or given.get("kind"))
    written = forms.read(of, kind, given, None)
    errors = forms.errors_of(of, kind, given, written)
    if errors or LOOK in given:
        page = form_page(here, of, kind, None, given, errors=errors)
        return _writing(here, page), REFUSED if errors else 200
    try:
        saved = kept.add(here.space, here.program_id, of, written, author(here))
    except AppError as wrong:
        page = form_page(here, of, kind, None, given, problem=wrong.words)
        return _writing(here, page), REFUSED
    return home_of(here, saved, of.value)


@blueprint.get("/<offer>/<design>")
@policy(Can.EDIT_DRAFT)
def edit(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    here, of = open_program(program_id), offer_of(offer)
    there = find(drafts.get(here.space, here.program_id).content, of, design)
    kind = kind_of(of, there.get("kind"))
    filled = forms.fill(of, kind, there, here.formats)
    return _writing(here, form_page(here, of, kind, design, filled))


@blueprint.post("/<offer>/<design>")
@policy(Can.EDIT_DRAFT)
def save(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    """Keep what was typed, or show it again with what is wrong, or what somebody else said."""
    here, of, given = open_program(program_id), offer_of(offer), typed()
    content = drafts.get(here.space, here.program_id).content
    there = parts.find(content, of.value, design)
    kind = kind_of(of, given.get("kind") if there is None else there.get("kind"))
    written = forms.read(of, kind, given, there or {"key": design})
    errors = forms.errors_of(of, kind, given, written)
    if errors or LOOK in given:
        page = form_page(here, of, kind, design, given, errors=errors)
        return _writing(here, page), REFUSED if errors else 200
    try:
        saved = parts.change(
            here.space,
            here.program_id,
            of.value,
            written,
            seen=given.get("seen", ""),
            author=author(here),
        )
    except Elsewhere as moved:
        meanwhile = meanwhile_of(here, of, kind, design, given)
        page = form_page(here, of, kind, design, given, problem=moved.words, meanwhile=meanwhile)
        return _writing(here, page), MOVED
    except AppError as wrong:
        page = form_page(here, of, kind, design, given, problem=wrong.words)
        return _writing(here, page), REFUSED
    return home_of(here, saved, of.value)


@blueprint.post("/<offer>/told")
@policy(Can.EDIT_DRAFT)
def told(program_id: int, offer: str) -> ResponseReturnValue:
    """Say what members would read of what is typed; a script asks while one types."""
    here, of, given = open_program(program_id), offer_of(offer), typed()
    kind = kind_of(of, request.args.get("kind"))
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    found = told_of(here, program, of, kind, forms.read(of, kind, given, None))
    said = {name: getattr(found, name) for name in ("title", "worth", "terms", "more", "example")}
    return jsonify({name: [each.to("zh"), each.to("en")] for name, each in said.items()})


def _writing(here: Here, page: FormPage) -> str:
    return show("designs/form.html", shell=framed(here, page.title), page=page)
