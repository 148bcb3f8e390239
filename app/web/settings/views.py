"""Views of a programme's settings, and of taking back what was saved on these pages."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import keyed
from app.builder.parts import Elsewhere, Saved
from app.builder.segments import Author
from app.clock import from_instant
from app.web.frame import Here, open_program, shell
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.web.settings.model import SettingsPage
from app.web.settings.page import form_of, meanwhile_of, settings_page, typed_form
from app.web.undoing import take_back
from app.words import Words

blueprint = Blueprint("settings", __name__, url_prefix="/programs/<int:program_id>/settings")
SETTINGS = Words("设置", "Settings")
REFUSED, MOVED = 422, 409
PAGES = {
    "settings": "settings.settings",
    "currencies": "settings.currencies",
    "parameters": "builder.parameters",
}
"""The pages whose changes can be taken back."""


def author(here: Here) -> Author:
    return Author(now=from_instant(here.now), by=here.visitor.user.email)


def framed(here: Here, *crumbs: Crumb) -> Shell:
    home = None if not crumbs else here.url("settings.settings")
    return shell(here, Crumb(label=SETTINGS, url=home), *crumbs)


def home_of(here: Here, saved: Saved, page: str) -> ResponseReturnValue:
    """Go back to a page, which offers to take the change back."""
    return redirect(here.url(PAGES[page], kept=saved.kept, saved=saved.version))


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def settings(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _page(here, settings_page(here, form_of(here)))


@blueprint.post("")
@policy(Can.EDIT_DRAFT)
def save_settings(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    form = typed_form(here)
    if not form.validate():
        return _page(here, settings_page(here, form)), REFUSED
    seen = form.seen.data or ""
    try:
        saved = keyed.settle(
            here.space, here.program_id, form.document, seen=seen, author=author(here)
        )
    except Elsewhere:
        return _page(here, settings_page(here, form, meanwhile=meanwhile_of(here, form))), MOVED
    return home_of(here, saved, "settings")


def _page(here: Here, page: SettingsPage) -> str:
    return show("settings/settings.html", shell=framed(here), page=page)


@blueprint.post("/undo")
@policy(Can.EDIT_DRAFT)
def undo(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    take_back(here)
    return redirect(here.url(PAGES.get(request.args.get("back", ""), "settings.settings")))
