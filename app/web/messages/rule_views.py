"""Views of the rules of sending."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Conflict
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.messages import editing, rules
from app.web.messages.rules import RulesPage
from app.web.messages.views import MESSAGES, MOVED, REFUSED, blueprint
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

RULES = Words("发送规则", "Rules of sending")


def _page(here: Here, page: RulesPage) -> str:
    back = Crumb(label=MESSAGES, url=page.back_url)
    frame = shell(here, back, Crumb(label=RULES))
    return show("messages/rules.html", shell=frame, page=page)


@blueprint.get("/templates/rules")
@policy(Can.READ_PROGRAM)
def sending_rules(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _page(here, rules.rules_page(here))


@blueprint.post("/templates/rules")
@policy(Can.EDIT_DRAFT)
def save_rules(program_id: int) -> ResponseReturnValue:
    here, typed = open_program(program_id), editing.read(request.form)
    try:
        if not rules.save(here, typed):
            return _page(here, rules.rules_page(here, typed=typed)), REFUSED
    except Conflict as conflict:
        return _page(here, rules.rules_page(here, typed=typed, problem=conflict.words)), MOVED
    flash(w("草稿已保存。", "The draft is saved."))
    return redirect(here.url("messages.templates"), code=303)
