"""Views of the versions of a draft."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Conflict, Invalid
from app.web.builder import versions
from app.web.builder.views import NOT_SAVED, RELEASES, blueprint
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

VERSIONS = Words("草稿版本", "Versions of the draft")


@blueprint.get("/versions")
@policy(Can.READ_PROGRAM)
def draft_versions(program_id: int) -> ResponseReturnValue:
    return _list(open_program(program_id))


@blueprint.post("/versions")
@policy(Can.EDIT_DRAFT)
def keep_version(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    name, note = request.form.get("name", ""), request.form.get("note", "")
    try:
        versions.keep(here, name=name, note=note)
    except Invalid as refused:
        return _list(here, name=name, note=note, problem=refused.words), NOT_SAVED
    flash(w("已保留这一版草稿。", "This version of the draft is kept."))
    return redirect(here.url("builder.draft_versions"))


def _list(here: Here, *, name: str = "", note: str = "", problem: Words | None = None) -> str:
    return show(
        "builder/versions.html",
        shell=shell(here, _releases(here), Crumb(label=VERSIONS)),
        page=versions.versions_page(here),
        name=name,
        note=note,
        problem=problem,
    )


@blueprint.get("/versions/<int:number>")
@policy(Can.READ_PROGRAM)
def draft_version(program_id: int, number: int) -> ResponseReturnValue:
    return _one(open_program(program_id), number)


@blueprint.post("/versions/<int:number>")
@policy(Can.EDIT_DRAFT)
def restore_version(program_id: int, number: int) -> ResponseReturnValue:
    here = open_program(program_id)
    try:
        versions.restore(here, number, seen=request.form.get("seen", 0, type=int))
    except Conflict as conflict:
        return _one(here, number, problem=conflict.words), NOT_SAVED
    flash(_restored())
    return redirect(here.url("builder.draft_versions"))


def _restored() -> str:
    return w(
        "草稿已恢复；恢复之前的草稿也保留了下来。",
        "The draft is restored; what it was before is kept, too.",
    )


@blueprint.post("/releases/<int:number>/draft")
@policy(Can.EDIT_DRAFT)
def draft_from_release(program_id: int, number: int) -> ResponseReturnValue:
    """Go on with what was released once; nothing is published by it."""
    here = open_program(program_id)
    versions.restore_release(here, number)
    flash(_restored())
    return redirect(here.url("builder.releases"))


def _one(here: Here, number: int, problem: Words | None = None) -> str:
    page = versions.version_page(here, number)
    crumbs = (
        _releases(here),
        Crumb(label=VERSIONS, url=here.url("builder.draft_versions")),
        Crumb(label=page.version.name),
    )
    frame = shell(here, *crumbs)
    return show("builder/version.html", shell=frame, page=page, problem=problem)


def _releases(here: Here) -> Crumb:
    return Crumb(label=RELEASES, url=here.url("builder.releases"))
