"""Views that put a member's ledger right; each reads the request, calls one function, answers."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.program.currencies import POINTS
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import correcting
from app.web.records.correcting import CorrectionForm, TakeBackForm
from app.web.records.list_views import MEMBERS
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422


def _shown(
    here: Here, member_id: int, form: CorrectionForm | None = None, problem: Words | None = None
) -> str:
    page = correcting.correcting_page(here, member_id)
    usual = {"currency": request.args.get("currency", POINTS), "how": "add"}
    return show(
        "records/correct_ledger.html",
        shell=shell(
            here,
            Crumb(label=MEMBERS, url=here.url("records.members")),
            Crumb(label=Words(page.name, page.name), url=page.member_url),
            Crumb(label=Words("更正积分与成长值", "Correct points")),
        ),
        page=page,
        form=correcting.offered(here, form or CorrectionForm(formdata=None, data=usual)),
        problem=problem,
    )


@blueprint.get("/members/<int:member_id>/ledger")
@policy(Can.GIVE)
def correct_ledger(program_id: int, member_id: int) -> ResponseReturnValue:
    return _shown(open_program(program_id), member_id)


@blueprint.post("/members/<int:member_id>/ledger")
@policy(Can.GIVE)
def save_correction(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    form = correcting.offered(here, CorrectionForm())
    if not form.validate():
        return _shown(here, member_id, form), REFUSED
    outcome = correcting.corrected(here, form.wanted(member_id))
    if problem := correcting.why_not(outcome):
        return _shown(here, member_id, form, problem), REFUSED
    flash(w("已记账。", "It is entered."))
    return redirect(here.url("records.member", member_id=member_id))


@blueprint.post("/members/<int:member_id>/ledger/reversals")
@policy(Can.GIVE)
def take_back(program_id: int, member_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), TakeBackForm()
    if not form.validate():
        why = next(each for errors in form.errors.values() for each in errors)
        return _shown(here, member_id, problem=why), REFUSED
    outcome = correcting.corrected(here, form.wanted(member_id))
    if problem := correcting.why_not(outcome):
        return _shown(here, member_id, problem=problem), REFUSED
    flash(w("已撤回这笔账。", "The entry is taken back."))
    return redirect(here.url("records.correct_ledger", member_id=member_id))
