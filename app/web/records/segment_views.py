"""Views of segments; each reads the request, calls one function and answers."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Invalid
from app.web.builder.conditions import condition_boot
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import segments as pages
from app.web.records.segments import SegmentForm
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
SEGMENTS = Words("人群", "Segments")


@blueprint.get("/segments")
@policy(Can.READ_PROGRAM)
def segments(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=SEGMENTS))
    return show("records/segments.html", shell=frame, page=pages.segments_page(here))


@blueprint.get("/segments/new")
@policy(Can.EDIT_DRAFT)
def new_segment(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    form = SegmentForm(formdata=None, data={"condition": pages.asked_condition()})
    return _writing(here, form, None)


@blueprint.post("/segments")
@policy(Can.EDIT_DRAFT)
def add_segment(program_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), SegmentForm()
    if not form.validate():
        return _writing(here, form, None), REFUSED
    try:
        pages.add_segment(here, form)
    except Invalid as invalid:
        return _writing(here, form, None, invalid.words), REFUSED
    flash(
        t(
            Words(
                "人群已加入草稿，发布后可用于自动化。",
                "The segment is in the draft; automations can use it once it is published.",
            )
        )
    )
    return redirect(here.url("records.segments"))


@blueprint.get("/segments/<segment>")
@policy(Can.EDIT_DRAFT)
def segment(program_id: int, segment: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _writing(here, pages.form_of(here, segment), segment)


@blueprint.post("/segments/<segment>")
@policy(Can.EDIT_DRAFT)
def save_segment(program_id: int, segment: str) -> ResponseReturnValue:
    here, form = open_program(program_id), SegmentForm()
    if not form.validate():
        return _writing(here, form, segment), REFUSED
    pages.save_segment(here, form, segment)
    flash(t(Words("人群已保存到草稿。", "The segment is saved in the draft.")))
    return redirect(here.url("records.segments"))


@blueprint.post("/segments/<segment>/delete")
@policy(Can.EDIT_DRAFT)
def delete_segment(program_id: int, segment: str) -> ResponseReturnValue:
    here = open_program(program_id)
    label = pages.delete_segment(here, segment)
    flash(t(Words(f"已从草稿移除“{label.zh}”。", f"{label.en} is out of the draft.")))
    return redirect(here.url("records.segments"))


def _writing(here: Here, form: SegmentForm, key: str | None, problem: Words | None = None) -> str:
    page = pages.segment_page(here, form, key)
    name = Words("新建人群", "New segment") if key is None else Words("编辑人群", "Edit a segment")
    frame = shell(here, Crumb(label=SEGMENTS, url=page.back_url), Crumb(label=name))
    return show(
        "records/segment.html",
        shell=frame,
        page=page,
        form=form,
        problem=problem,
        title=name,
        boot=condition_boot(here),
    )
