"""Views of tiers set by people; each reads the request, calls one function and answers."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import layer_pages
from app.web.records.at_risk import at_risk_page
from app.web.records.layer_forms import EndForm, LayerForm, TrialForm
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
MEMBERS = Words("会员", "Members")


def _set(here: Here, member_id: int, form: LayerForm, problem: Words | None = None) -> str:
    page = layer_pages.set_page(here, member_id)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words(page.name, page.name), url=page.member_url),
        Crumb(label=Words("设定等级", "Set a tier")),
    )
    return show("records/set_tier.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.get("/members/<int:member_id>/layers")
@policy(Can.SET_TIERS)
def set_tier(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    asked = {"kind": "floor", "tier": request.args.get("tier", "")}
    form = layer_pages.offer_choices(here, LayerForm(formdata=None, data=asked))
    return _set(here, member_id, form)


@blueprint.post("/members/<int:member_id>/layers")
@policy(Can.SET_TIERS)
def give_tier(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    form = layer_pages.offer_choices(here, LayerForm())
    if not form.validate():
        return _set(here, member_id, form), REFUSED
    try:
        layer_pages.give(here, member_id, form)
    except AppError as refused:
        return _set(here, member_id, form, refused.words), REFUSED
    flash(w("已设定等级。", "The tier is set."))
    return redirect(here.url("records.member", member_id=member_id))


@blueprint.post("/members/<int:member_id>/trials")
@policy(Can.SET_TIERS)
def start_trial(program_id: int, member_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), TrialForm()
    blank = layer_pages.offer_choices(here, LayerForm(formdata=None, data={"kind": "floor"}))
    try:
        layer_pages.try_out(here, member_id, form.ladder.data or "", form.trial.data or "")
    except AppError as refused:
        return _set(here, member_id, blank, refused.words), REFUSED
    flash(w("体验已开始。", "The trial has begun."))
    return redirect(here.url("records.member", member_id=member_id))


def _end(
    here: Here, member_id: int, layer_id: int, form: EndForm, problem: Words | None = None
) -> str:
    page = layer_pages.end_page(here, member_id, layer_id)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words(page.name, page.name), url=page.member_url),
        Crumb(label=Words("结束一层等级", "End a layer")),
    )
    return show("records/end_layer.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.get("/members/<int:member_id>/layers/<int:layer_id>")
@policy(Can.SET_TIERS)
def end_layer(program_id: int, member_id: int, layer_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _end(here, member_id, layer_id, EndForm(formdata=None))


@blueprint.post("/members/<int:member_id>/layers/<int:layer_id>")
@policy(Can.SET_TIERS)
def close_layer(program_id: int, member_id: int, layer_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), EndForm()
    if not form.validate():
        return _end(here, member_id, layer_id, form), REFUSED
    layer_pages.end(here, member_id, layer_id, form.reason.data)
    flash(w("已结束，其他各层不变。", "It is ended; every other layer stays."))
    return redirect(here.url("records.member", member_id=member_id))


@blueprint.get("/at-risk")
@policy(Can.READ_MEMBERS)
def at_risk(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words("即将降级", "At risk")),
    )
    if here.standing.number is None:
        url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
        return show("records/unpublished.html", shell=frame, url=url)
    return show("records/at_risk.html", shell=frame, page=at_risk_page(here))
