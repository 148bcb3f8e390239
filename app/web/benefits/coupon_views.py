"""Views of a member's coupons; each reads the request, calls one function and answers."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError
from app.runtime import redeeming
from app.runtime.naming import number_of
from app.runtime.releases import live
from app.web.benefits.coupons import coupon_page, coupons_page
from app.web.benefits.forms import WhyForm
from app.web.benefits.views import blueprint
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.words import Words

REFUSED = 422
COUPONS = Words("优惠券", "Coupons")


def _frame(here: Here, name: str, member_url: str, *crumbs: Crumb) -> Shell:
    members = Crumb(label=Words("会员", "Members"), url=here.url("records.members"))
    return shell(here, members, Crumb(label=Words(name, name), url=member_url), *crumbs)


@blueprint.get("/members/<int:member_id>/coupons")
@policy(Can.READ_MEMBERS)
def coupons(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    page = coupons_page(here, member_id, number_of(request.args.get("before", "")))
    frame = _frame(here, page.name, page.member_url, Crumb(label=COUPONS))
    return show("benefits/coupons.html", shell=frame, page=page)


def _coupon(
    here: Here, member_id: int, coupon_id: int, form: WhyForm, problem: Words | None = None
) -> str:
    page = coupon_page(here, member_id, coupon_id)
    crumbs = (Crumb(label=COUPONS, url=page.back_url), Crumb(label=page.coupon.label))
    frame = _frame(here, page.name, page.member_url, *crumbs)
    return show("benefits/coupon.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.get("/members/<int:member_id>/coupons/<int:coupon_id>")
@policy(Can.READ_MEMBERS)
def coupon(program_id: int, member_id: int, coupon_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _coupon(here, member_id, coupon_id, WhyForm(formdata=None))


def _close(
    program_id: int, member_id: int, coupon_id: int, do: Callable[..., Any], said: str
) -> ResponseReturnValue:
    here, form = open_program(program_id), WhyForm()
    if not form.validate():
        return _coupon(here, member_id, coupon_id, form), REFUSED
    found = live(here.space, here.program_id)
    who = here.visitor.user.name
    try:
        seen = do(
            here.space,
            found,
            member_id,
            coupon_id,
            now=here.now,
            by=who,
            why=form.reason.data,
        )
    except AppError as refused:
        return _coupon(here, member_id, coupon_id, form, refused.words), REFUSED
    flash(said)
    named = {"member_id": member_id, "coupon_id": seen.coupon.id}
    return redirect(here.url("benefits.coupon", **named))


@blueprint.post("/members/<int:member_id>/coupons/<int:coupon_id>/void")
@policy(Can.GIVE)
def void(program_id: int, member_id: int, coupon_id: int) -> ResponseReturnValue:
    said = w("已作废。", "It is void.")
    return _close(program_id, member_id, coupon_id, redeeming.void, said)


@blueprint.post("/members/<int:member_id>/coupons/<int:coupon_id>/reissue")
@policy(Can.GIVE)
def reissue(program_id: int, member_id: int, coupon_id: int) -> ResponseReturnValue:
    said = w("已补发，这是新的券。", "Issued again: this is the new one.")
    return _close(program_id, member_id, coupon_id, redeeming.reissue, said)
