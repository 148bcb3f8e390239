"""Views in which a parameter is made, written and taken out of the draft."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts, keyed, parts
from app.builder.keyed import Listed
from app.builder.parts import Elsewhere, StillUsed, find
from app.errors import AppError, NotFound
from app.program.parameters import KINDS
from app.web.builder.conditions import condition_boot
from app.web.builder.views import PARAMETERS
from app.web.frame import Here, open_program
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records.inputs import sent
from app.web.settings import parameter_forms as forms
from app.web.settings.currency_views import asked
from app.web.settings.model import ParameterPage
from app.web.settings.parameter_page import (
    kinds_page,
    meanwhile_of,
    parameter_page,
    remove_page,
    written_of,
)
from app.web.settings.views import MOVED, REFUSED, author, blueprint, framed, home_of

MORE = "more"
"""The button that adds a line without keeping anything."""


def typed() -> dict[str, str]:
    return {name: sent(request.form, name) for name in request.form}


def kind_of(key: Any) -> str:
    """Read which kind is meant. Raises `NotFound`."""
    if key not in KINDS:
        raise NotFound(f"没有“{key}”这种参数。", f"There is no kind of parameter {key!r}.")
    return str(key)


@blueprint.get("/parameters/new")
@policy(Can.EDIT_DRAFT)
def new_parameter(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if "kind" not in request.args:
        page = kinds_page(here)
        crumbs = (Crumb(label=PARAMETERS, url=page.back_url), Crumb(label=page.title))
        return show("designs/kinds.html", shell=framed(here, *crumbs), page=page)
    return _writing(here, parameter_page(here, kind_of(request.args["kind"]), None, {}))


@blueprint.post("/parameters/new")
@policy(Can.EDIT_DRAFT)
def add_parameter(program_id: int) -> ResponseReturnValue:
    here, given = open_program(program_id), typed()
    kind = kind_of(request.args.get("kind"))
    if MORE in given:
        return _writing(here, parameter_page(here, kind, None, given, more=True))
    written, errors = forms.read(kind, None, given)
    if errors:
        return _writing(here, parameter_page(here, kind, None, given, errors=errors)), REFUSED
    try:
        saved = keyed.add(here.space, here.program_id, Listed.PARAMETERS, written, author(here))
    except AppError as wrong:
        page = parameter_page(here, kind, None, given, problem=wrong.words)
        return _writing(here, page), REFUSED
    return home_of(here, saved, "parameters")


@blueprint.get("/parameters/<parameter>")
@policy(Can.EDIT_DRAFT)
def parameter(program_id: int, parameter: str) -> ResponseReturnValue:
    here = open_program(program_id)
    there = written_of(here, parameter)
    kind = kind_of(there["kind"])
    filled = forms.fill(there, kind, here.formats)
    return _writing(here, parameter_page(here, kind, parameter, filled))


@blueprint.post("/parameters/<parameter>")
@policy(Can.EDIT_DRAFT)
def save_parameter(program_id: int, parameter: str) -> ResponseReturnValue:
    """Keep what was typed, or show it again with what is wrong, or what somebody else said."""
    here, given = open_program(program_id), typed()
    there = find(
        drafts.get(here.space, here.program_id).content, Listed.PARAMETERS.value, parameter
    )
    kind = kind_of(given.get("kind") if there is None else there.get("kind"))
    if MORE in given:
        return _writing(here, parameter_page(here, kind, parameter, given, more=True))
    written, errors = forms.read(kind, parameter, given)
    if errors:
        return _writing(here, parameter_page(here, kind, parameter, given, errors=errors)), REFUSED
    try:
        saved = parts.change(
            here.space,
            here.program_id,
            Listed.PARAMETERS.value,
            written,
            seen=given.get("seen", ""),
            author=author(here),
        )
    except Elsewhere:
        meanwhile = meanwhile_of(here, parameter, kind, given)
        page = parameter_page(here, kind, parameter, given, meanwhile=meanwhile)
        return _writing(here, page), MOVED
    except AppError as wrong:
        page = parameter_page(here, kind, parameter, given, problem=wrong.words)
        return _writing(here, page), REFUSED
    return home_of(here, saved, "parameters")


@blueprint.get("/parameters/<parameter>/remove")
@policy(Can.EDIT_DRAFT)
def ask_parameter(program_id: int, parameter: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return asked(here, PARAMETERS, remove_page(here, parameter))


@blueprint.post("/parameters/<parameter>/remove")
@policy(Can.EDIT_DRAFT)
def remove_parameter(program_id: int, parameter: str) -> ResponseReturnValue:
    here = open_program(program_id)
    try:
        saved = keyed.remove(
            here.space, here.program_id, Listed.PARAMETERS, parameter, author(here)
        )
    except StillUsed:
        # Somebody has begun to use it since this was asked.
        return asked(here, PARAMETERS, remove_page(here, parameter)), MOVED
    return home_of(here, saved, "parameters")


def _writing(here: Here, page: ParameterPage) -> str:
    frame = framed(here, Crumb(label=PARAMETERS, url=page.back_url), Crumb(label=page.title))
    boot = condition_boot(here)
    return show("settings/parameter.html", shell=frame, page=page, boot=boot)
