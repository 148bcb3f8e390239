"""Views of the gallery; each reads the request, calls one function and answers."""

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirect

from app.access import Can
from app.builder import gallery as ready_made
from app.builder import starting
from app.builder.exchange import as_bytes
from app.builder.starting import Blank, Started
from app.builder.status import standing
from app.errors import NotFound
from app.program.reader import Unreadable
from app.storage.programs import programs
from app.web.database import space
from app.web.frame import open_program, shell, shell_without_program
from app.web.gallery.coming import coming_page
from app.web.gallery.file import content_of, name_of_file
from app.web.gallery.forms import BlankForm, CloneForm, ImportForm, QuickForm
from app.web.gallery.importing import NotReadable, document_of, left_out, refused, text_of
from app.web.gallery.model import ComingPage, PreviewPage, Refused
from app.web.gallery.showing import cards
from app.web.gallery.showing import preview as preview_page
from app.web.language import t, w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.services import services
from app.web.signing import visitor
from app.words import Words

blueprint = Blueprint("gallery", __name__)
NOT_SAVED = 422
GALLERY = Words("模板库", "Gallery")
JSON_FILE = "application/json"


@blueprint.get("/gallery")
@policy(Can.CREATE_PROGRAMS)
def gallery() -> ResponseReturnValue:
    frame = shell_without_program(GALLERY)
    return show("gallery/gallery.html", shell=frame, cards=cards(), first=not frame.programs)


@blueprint.post("/gallery")
@policy(Can.CREATE_PROGRAMS)
def use() -> ResponseReturnValue:
    """Begin with a ready-made programme as it is: one click on its card."""
    form, template = QuickForm(), request.form.get("template", "")
    label = starting.free_label(ready_made.get(template).label, _labels())
    return _cloned(template, label, sample=bool(form.sample.data))


@blueprint.get("/gallery/<template>")
@policy(Can.CREATE_PROGRAMS)
def preview(template: str) -> ResponseReturnValue:
    page = preview_page(template)
    label = starting.free_label(page.card.label, _labels())
    given = {"zh": label.zh, "en": label.en, "sample": page.card.people > 0}
    return _preview(page, CloneForm(formdata=None, data=given))


def _preview(page: PreviewPage, form: CloneForm) -> str:
    frame = shell_without_program(page.card.label, _to_gallery())
    return show("gallery/preview.html", shell=frame, page=page, form=form)


@blueprint.post("/gallery/<template>")
@policy(Can.CREATE_PROGRAMS)
def clone(template: str) -> ResponseReturnValue:
    form = CloneForm()
    if not form.validate():
        return _preview(preview_page(template), form), NOT_SAVED
    return _cloned(template, form.label, sample=bool(form.sample.data))


def _cloned(template: str, label: Words, *, sample: bool) -> Redirect:
    made = starting.clone(
        space(), template, sample=sample, now=services().clock(), by=_who(), label=label
    )
    if made.sample:
        return redirect(url_for("gallery.coming", program_id=made.program_id))
    return _drafted(made, label)


def _drafted(made: Started, label: Words) -> Redirect:
    flash(
        w(
            f"已建好“{label.to('zh')}”的草稿。",
            f"“{label.to('en')}” is drafted.",
        )
    )
    return redirect(url_for("builder.ladder", program_id=made.program_id))


@blueprint.get("/gallery/new")
@policy(Can.CREATE_PROGRAMS)
def blank() -> ResponseReturnValue:
    return _blank(BlankForm(formdata=None))


def _blank(form: BlankForm) -> str:
    frame = shell_without_program(Words("从空白开始", "Start from nothing"), _to_gallery())
    return show("gallery/blank.html", shell=frame, form=form)


@blueprint.post("/gallery/new")
@policy(Can.CREATE_PROGRAMS)
def begin() -> ResponseReturnValue:
    form = BlankForm()
    if not form.validate():
        return _blank(form), NOT_SAVED
    empty = Blank(label=form.label, timezone=form.timezone.data, currency=form.currency.data)
    made = starting.start(space(), empty.document(), now=services().clock(), by=_who())
    return _drafted(made, form.label)


@blueprint.get("/gallery/import")
@policy(Can.CREATE_PROGRAMS)
def choose_file() -> ResponseReturnValue:
    return _import(ImportForm(formdata=None), None)


def _import(form: ImportForm, given_back: Refused | None) -> str:
    frame = shell_without_program(Words("导入文件", "Import a file"), _to_gallery())
    return show("gallery/import.html", shell=frame, form=form, refused=given_back)


@blueprint.post("/gallery/import")
@policy(Can.CREATE_PROGRAMS)
def import_file() -> ResponseReturnValue:
    form = ImportForm()
    text = (form.text.data or "").replace("\r\n", "\n")
    try:
        if form.file.data:
            text = text_of(form.file.data.read())
        document = document_of(text)
        made = starting.start(space(), document, now=services().clock(), by=_who())
    except NotReadable as error:
        return _import(form, error.refused), NOT_SAVED
    except Unreadable as error:
        return _import(form, refused(text, error)), NOT_SAVED
    if told := left_out(document):
        flash(t(told))
    return _drafted(made, Words.from_json(document.get("label") or made.key))


@blueprint.get("/programs/<int:program_id>/sample")
@policy(Can.READ_PROGRAM)
def coming(program_id: int) -> ResponseReturnValue:
    """Show how far the sample data of a programme are."""
    here = open_program(program_id)
    page = coming_page(here)
    if page is None or page.finished:
        return redirect(here.url("records.home"))
    frame = shell(here, Crumb(label=Words("示例数据", "Sample data")))
    return show("gallery/coming.html", shell=frame, page=page)


@blueprint.get("/programs/<int:program_id>/sample.json")
@policy(Can.READ_PROGRAM)
def coming_status(program_id: int) -> ResponseReturnValue:
    page: ComingPage | None = coming_page(open_program(program_id))
    if page is None:
        return jsonify({"done": 0, "whole": 0, "finished": True, "worker": True})
    return jsonify(
        {
            "done": page.done,
            "whole": page.whole,
            "finished": page.finished,
            "worker": page.worker,
        }
    )


@blueprint.get("/programs/<int:program_id>/file")
@policy(Can.READ_PROGRAM)
def file(program_id: int) -> ResponseReturnValue:
    """Hand out a programme as a file: its draft, or the release that is asked for."""
    number = request.args.get("release", type=int)
    if number is None and "release" in request.args:
        raise NotFound("没有这个版本。", "There is no such release.")
    here = open_program(program_id)
    name = name_of_file(here.space, program_id, number)
    return Response(
        as_bytes(content_of(here.space, program_id, number)),
        mimetype=JSON_FILE,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _to_gallery() -> Crumb:
    return Crumb(label=GALLERY, url=url_for("gallery.gallery"))


def _labels() -> frozenset[str]:
    """Give the names of the programmes there are, in every language."""
    found = (standing(space(), each.id).label for each in programs(space()))
    return frozenset(name for each in found for name in (each.zh, each.en))


def _who() -> str | None:
    known = visitor()
    return known.user.email if known else None
