"""Views of the counter, where coupons are redeemed."""

from flask import request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError, NotFound
from app.runtime.redeeming import CannotUse
from app.web.benefits import counter as pages
from app.web.benefits.forms import RedeemForm
from app.web.benefits.model import CounterPage
from app.web.benefits.views import BENEFITS, blueprint
from app.web.frame import Here, open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

REFUSED, MISSING, TOO_LATE = 422, 404, 409


def _page(here: Here, page: CounterPage, form: RedeemForm, problem: Words | None = None) -> str:
    crumbs = [Crumb(label=Words("核销", "Redeem"))]
    if here.visitor.may(Can.READ_PROGRAM):
        crumbs.insert(0, Crumb(label=BENEFITS, url=here.url("benefits.benefits")))
    frame = shell(here, *crumbs)
    return show("benefits/counter.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.get("/redeem")
@policy(Can.REDEEM)
def counter(program_id: int) -> ResponseReturnValue:
    here, code = open_program(program_id), request.args.get("code", "").strip()
    form = RedeemForm(formdata=None, data={"code": code})
    if not code:
        return _page(here, pages.blank(here), form)
    try:
        return _page(here, pages.look_up(here, code), form)
    except AppError as refused:
        return _page(here, pages.blank(here, code), form, refused.words), MISSING


@blueprint.post("/redeem")
@policy(Can.REDEEM)
def redeem(program_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), RedeemForm()
    code = form.code.data or ""
    try:
        if not form.validate():
            return _page(here, pages.look_up(here, code), form), REFUSED
        return _page(here, pages.redeem(here, form), form)
    except NotFound as refused:
        return _page(here, pages.blank(here, code), form, refused.words), MISSING
    except AppError as refused:
        status = TOO_LATE if isinstance(refused, CannotUse) else REFUSED
        return _page(here, pages.look_up(here, code), form, refused.words), status
