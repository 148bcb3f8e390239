"""Views in which it is set on which budgets a coupon or a benefit draws, and what one costs."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts, offers
from app.builder.earning import program_of
from app.builder.offers import Offer
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import AppError, NotFound
from app.web.benefits.offer_form import OfferForm, errors_of_offer, offer_form
from app.web.benefits.views import BENEFITS, blueprint
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

REFUSED = 422
SAVED = Words("已存到草稿，发布后生效。", "It is in the draft, and works once published.")


def offer_of(text: str) -> Offer:
    """Read which list an address names. Raises `NotFound`."""
    if text not in set(Offer):
        raise NotFound("没有这一页。", "There is no such page.")
    return Offer(text)


@blueprint.get("/offers/<offer>/<design>")
@policy(Can.EDIT_DRAFT)
def offer(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _show(here, offer_form(here, offer_of(offer), design))


@blueprint.post("/offers/<offer>/<design>")
@policy(Can.EDIT_DRAFT)
def save_offer(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    here, of, typed = open_program(program_id), offer_of(offer), _typed()
    content = drafts.get(here.space, here.program_id).content
    before = offers.find(content, of, design)
    written = offers.with_budgets(of, before, typed["budgets"], typed["cost"])
    errors = errors_of_offer(program_of(content), of, written)
    if errors:
        return _show(here, offer_form(here, of, design, typed, errors=errors)), REFUSED
    author = Author(now=from_instant(here.now), by=here.visitor.user.email)
    seen = int(typed["version"]) if typed["version"].isdigit() else 0
    try:
        offers.change(here.space, here.program_id, of, written, seen=seen, author=author)
    except AppError as wrong:
        return _show(here, offer_form(here, of, design, typed, problem=wrong.words)), REFUSED
    flash(t(SAVED))
    return redirect(here.url("benefits.benefits", _anchor="budgets"))


def _typed() -> dict[str, Any]:
    chosen = dict.fromkeys(each for each in request.form.getlist("budgets") if each)
    cost = request.form.get("cost", "").strip()
    return {"budgets": list(chosen), "cost": cost, "version": request.form.get("version", "")}


def _show(here: Here, page: OfferForm) -> str:
    frame = shell(here, Crumb(label=BENEFITS, url=page.back_url), Crumb(label=page.title))
    return show("benefits/offer.html", shell=frame, page=page)
