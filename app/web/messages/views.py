"""Views of message templates; each reads the request, calls one function and answers."""

from flask import Blueprint, Response, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Conflict, NotFound
from app.program.message_template import PURPOSES
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.messages import editing
from app.web.messages.draft import content_of, program_of
from app.web.messages.editing import EditPage
from app.web.messages.listing import list_page
from app.web.messages.preview import mail as mail_of
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("messages", __name__, url_prefix="/programs/<int:program_id>")
MESSAGES = Words("消息", "Messages")
NEW = Words("新建模板", "New template")
REFUSED = 422
MOVED = 409


@blueprint.get("/templates")
@policy(Can.READ_PROGRAM)
def templates(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=MESSAGES))
    return show("messages/list.html", shell=frame, page=list_page(here), purposes=PURPOSES)


def _crumb(here: Here) -> Crumb:
    return Crumb(label=MESSAGES, url=here.url("messages.templates"))


@blueprint.get("/templates/new")
@policy(Can.EDIT_DRAFT)
def new(program_id: int) -> ResponseReturnValue:
    return _new(open_program(program_id), {}, None)


def _new(here: Here, typed: editing.Typed, problem: Words | None) -> str:
    frame = shell(here, _crumb(here), Crumb(label=NEW))
    return show(
        "messages/new.html",
        shell=frame,
        typed=typed,
        problem=problem,
        purposes=PURPOSES,
        url=here.url("messages.add"),
        back_url=here.url("messages.templates"),
    )


@blueprint.post("/templates")
@policy(Can.EDIT_DRAFT)
def add(program_id: int) -> ResponseReturnValue:
    here, typed = open_program(program_id), editing.read(request.form)
    key, problem = editing.add(here, typed)
    if problem is not None:
        return _new(here, typed, problem), REFUSED
    return redirect(here.url("messages.edit", message=key))


@blueprint.get("/templates/<message>")
@policy(Can.READ_PROGRAM)
def edit(program_id: int, message: str) -> ResponseReturnValue:
    here = open_program(program_id)
    who = request.args.get("member", "").strip()
    return _edit(here, editing.edit_page(here, message, who=who))


def _edit(here: Here, page: EditPage) -> str:
    # The page of a mail stands in a frame of its own, in which nothing runs.
    g.frames = ("'self'",)
    frame = shell(here, _crumb(here), Crumb(label=page.label))
    mail_url = here.url("messages.mail", message=page.key)
    return show("messages/edit.html", shell=frame, page=page, purposes=PURPOSES, mail_url=mail_url)


@blueprint.post("/templates/<message>")
@policy(Can.EDIT_DRAFT)
def save(program_id: int, message: str) -> ResponseReturnValue:
    here, typed = open_program(program_id), editing.read(request.form)
    who = typed.get("member", "").strip()
    try:
        editing.save(here, message, typed)
    except Conflict as conflict:
        page = editing.edit_page(here, message, typed=typed, problem=conflict.words, who=who)
        return _edit(here, page), MOVED
    flash(w("草稿已保存。", "The draft is saved."))
    anchor = "preview" if typed.get("do") == "preview" else None
    there = here.url("messages.edit", message=message, member=who or None, _anchor=anchor)
    return redirect(there, code=303)


@blueprint.post("/templates/<message>/remove")
@policy(Can.EDIT_DRAFT)
def remove(program_id: int, message: str) -> ResponseReturnValue:
    here = open_program(program_id)
    if request.form.get("sure") != "y":
        problem = Words("请先勾选确认。", "Tick the box first.")
        return _edit(here, editing.edit_page(here, message, problem=problem)), REFUSED
    editing.remove(here, message)
    flash(w("已从草稿里删除。", "It is gone from the draft."))
    return redirect(here.url("messages.templates"), code=303)


@blueprint.get("/templates/<message>/mail")
@policy(Can.READ_PROGRAM)
def mail(program_id: int, message: str) -> ResponseReturnValue:
    """Show an e-mail alone, for a frame: nothing runs in it, and nothing leads out of it."""
    here = open_program(program_id)
    content, _ = content_of(here)
    program = program_of(content)
    template = program.find_template(message) if program else None
    if program is None or template is None:
        raise NotFound("没有这个消息模板。", "There is no such message template.")
    language = "en" if request.args.get("language") == "en" else "zh"
    who = request.args.get("member", "").strip()
    html = mail_of(here, program, template, who, "en" if language == "en" else "zh")
    g.framed_by = ("'self'",)
    g.is_mail = True
    page = show("messages/mail.html", html=html, mail_language=language)
    return Response(page, mimetype="text/html")
