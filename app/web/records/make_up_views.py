"""Views of make-up promotions; each reads the request, calls one function and answers."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Conflict, Invalid
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import making_up
from app.web.records.correcting import live_with_ledger
from app.web.records.list_views import MEMBERS
from app.web.records.making_up import MakeUpForm
from app.web.records.telling import told
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
CHANGED = 409


def _shown(
    here: Here, member_id: int, ladder: str, form: MakeUpForm, problem: Words | None = None
) -> str:
    page = making_up.making_up_page(here, member_id, ladder)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words(page.name, page.name), url=page.member_url),
        Crumb(label=Words("补差晋升", "Make-up promotion")),
    )
    return show("records/make_up.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.get("/members/<int:member_id>/ladders/<ladder>/make-up")
@policy(Can.GIVE)
def make_up(program_id: int, member_id: int, ladder: str) -> ResponseReturnValue:
    return _shown(open_program(program_id), member_id, ladder, MakeUpForm(formdata=None))


@blueprint.post("/members/<int:member_id>/ladders/<ladder>/make-up")
@policy(Can.GIVE)
def confirm_make_up(program_id: int, member_id: int, ladder: str) -> ResponseReturnValue:
    here, form = open_program(program_id), MakeUpForm()
    if not form.validate():
        return _shown(here, member_id, ladder, form), REFUSED
    found = live_with_ledger(here)
    try:
        outcome = making_up.confirm(here, found, member_id, form.paid(ladder))
    except (Conflict, Invalid) as refused:
        return _shown(here, member_id, ladder, form, refused.words), CHANGED
    flash(told(found, outcome, w("补差已记账。", "The make-up is entered.")))
    return redirect(here.url("records.member", member_id=member_id))
