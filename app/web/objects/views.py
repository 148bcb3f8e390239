"""Views that list records and show one; each reads the request, calls one function, answers."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.objects.changing import change_page, changed
from app.web.objects.listed import list_page
from app.web.objects.model import FormPage
from app.web.objects.one import record_page
from app.web.objects.opened import MEMBERS, RECORDS, Opened, opened
from app.web.objects.overview import objects_page
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.web.records.telling import told
from app.words import Words

blueprint = Blueprint("objects", __name__, url_prefix="/programs/<int:program_id>")
REFUSED = 422
CONFLICT = 409


def frame(found: Opened, *crumbs: Crumb) -> Shell:
    """Frame a page of an object's records; members have their own place."""
    here = found.here
    if found.is_members:
        return shell(here, Crumb(label=MEMBERS, url=found.list_url), *crumbs)
    return shell(
        here,
        Crumb(label=RECORDS, url=here.url("objects.objects")),
        Crumb(label=found.designed.label, url=found.list_url if crumbs else None),
        *crumbs,
    )


def form_shown(found: Opened, page: FormPage) -> str:
    return show("objects/form.html", shell=frame(found, Crumb(label=page.title)), page=page)


def _unpublished(here: Here) -> str:
    url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
    return show("records/unpublished.html", shell=shell(here, Crumb(label=RECORDS)), url=url)


@blueprint.get("/records")
@policy(Can.READ_MEMBERS)
def objects(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if here.standing.number is None:
        return _unpublished(here)
    return show(
        "objects/objects.html",
        shell=shell(here, Crumb(label=RECORDS)),
        page=objects_page(here),
    )


@blueprint.get("/records/<object_key>")
@policy(Can.READ_MEMBERS)
def records(program_id: int, object_key: str) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    if found.is_members:
        return redirect(found.list_url)
    return show("objects/records.html", shell=frame(found), page=list_page(found))


@blueprint.get("/records/<object_key>/<int:record_id>")
@policy(Can.READ_MEMBERS)
def record(program_id: int, object_key: str, record_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    if found.is_members:
        return redirect(found.record_url(record_id))
    page = record_page(found, record_id)
    crumb = Crumb(label=Words(page.title, page.title))
    return show("objects/record.html", shell=frame(found, crumb), page=page)


@blueprint.get("/records/<object_key>/<int:record_id>/edit")
@policy(Can.EDIT_MEMBERS)
def edit(program_id: int, object_key: str, record_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    if found.is_members:
        return redirect(found.here.url("records.edit_member", member_id=record_id))
    return form_shown(found, change_page(found, record_id))


@blueprint.post("/records/<object_key>/<int:record_id>/edit")
@policy(Can.EDIT_MEMBERS)
def save(program_id: int, object_key: str, record_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    done = changed(found, record_id)
    if done.again is not None:
        return form_shown(found, done.again), CONFLICT if done.conflict else REFUSED
    if done.outcome is None:
        flash(w("没有改动。", "Nothing changed."))
    else:
        flash(told(found.live, done.outcome, w("已保存。", "Saved.")))
    return redirect(found.record_url(record_id))
