"""Views of the list of designs: what there is, copying, taking away, and taking back a change."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import designs as kept
from app.builder import drafts
from app.builder.earning import program_of
from app.builder.offers import Offer, find
from app.builder.parts import Saved, StillUsed
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import NotFound
from app.storage import coupons
from app.storage.coupons import State
from app.web.benefits.views import BENEFITS
from app.web.designs.listing import EMPTY, designs_page, used
from app.web.designs.model import RemovePage
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.web.undoing import take_back
from app.words import Words

blueprint = Blueprint("designs", __name__, url_prefix="/programs/<int:program_id>/designs")
DESIGNS = Words("券与权益设计", "Coupons and benefits")
REFUSED, MOVED = 422, 409


def author(here: Here) -> Author:
    return Author(now=from_instant(here.now), by=here.visitor.user.email)


def offer_of(text: str) -> Offer:
    """Read which list an address names. Raises `NotFound`."""
    if text not in set(Offer):
        raise NotFound("没有这一页。", "There is no such page.")
    return Offer(text)


def framed(here: Here, title: Words | None = None) -> Shell:
    home = Crumb(label=BENEFITS, url=here.url("benefits.benefits"))
    if title is None:
        return shell(here, home, Crumb(label=DESIGNS))
    back = Crumb(label=DESIGNS, url=here.url("designs.designs"))
    return shell(here, home, back, Crumb(label=title))


def home_of(here: Here, saved: Saved, anchor: str) -> ResponseReturnValue:
    """Go to the list, which offers to take the change back."""
    undo = {"kept": saved.kept, "saved": saved.version}
    return redirect(here.url("designs.designs", **undo, _anchor=anchor))


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def designs(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return show("designs/designs.html", shell=framed(here), page=designs_page(here))


@blueprint.post("/<offer>/<design>/duplicate")
@policy(Can.EDIT_DRAFT)
def duplicate(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    here, of = open_program(program_id), offer_of(offer)
    made = kept.duplicate(here.space, here.program_id, of, design, author(here))
    flash(w("已复制，改好再保存。", "Copied: change it and save."))
    return redirect(here.url("designs.edit", offer=offer, design=made.key))


@blueprint.get("/<offer>/<design>/remove")
@policy(Can.EDIT_DRAFT)
def ask(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    return _asked(open_program(program_id), offer_of(offer), design)


def _asked(here: Here, offer: Offer, key: str) -> str:
    page = _remove_page(here, offer, key)
    return show("designs/remove.html", shell=framed(here, page.label), page=page)


def _remove_page(here: Here, offer: Offer, key: str) -> RemovePage:
    content = drafts.get(here.space, here.program_id).content
    gone = find(content, offer, key)
    counted = {}
    if offer is Offer.COUPON and here.standing.number is not None:
        counted = coupons.counts(here.space, here.program_id)
    uses = kept.used_in(content, offer, key)
    return RemovePage(
        label=Words.from_json(gone.get("label") or key),
        uses=used(here, program_of(content) or EMPTY, uses),
        unused=counted.get((key, State.UNUSED), 0),
        url=here.url("designs.remove", offer=offer.value, design=key),
        back_url=here.url("designs.designs", _anchor=offer.value),
    )


@blueprint.post("/<offer>/<design>/remove")
@policy(Can.EDIT_DRAFT)
def remove(program_id: int, offer: str, design: str) -> ResponseReturnValue:
    here, of = open_program(program_id), offer_of(offer)
    try:
        saved = kept.remove(here.space, here.program_id, of, design, author(here))
    except StillUsed:
        # Somebody has given it to a tier or an automation since this was asked.
        return _asked(here, of, design), MOVED
    return home_of(here, saved, of.value)


@blueprint.post("/undo")
@policy(Can.EDIT_DRAFT)
def undo(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    take_back(here)
    return redirect(here.url("designs.designs"))
