"""Views in which it is set what tiers give: benefits, packs, coupons again and again."""

from flask import request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import designs as kept
from app.builder.parts import Elsewhere
from app.errors import AppError
from app.web.designs import matrix, packs
from app.web.designs.form_views import LOOK, typed
from app.web.designs.matrix import ladder_of, matrix_page, readable
from app.web.designs.packs import pack_page
from app.web.designs.tier_model import MatrixPage, PackPage
from app.web.designs.views import MOVED, REFUSED, author, blueprint, framed, home_of
from app.web.frame import Here, open_program
from app.web.pages import show
from app.web.policy import policy

TIERS = "tiers"


@blueprint.get("/tiers/<ladder>")
@policy(Can.EDIT_DRAFT)
def tiers(program_id: int, ladder: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _matrix(here, matrix_page(here, ladder))


@blueprint.post("/tiers/<ladder>")
@policy(Can.EDIT_DRAFT)
def save_tiers(program_id: int, ladder: str) -> ResponseReturnValue:
    here, given = open_program(program_id), typed()
    _, program = readable(here)
    found, errors = matrix.read(program, ladder_of(program, ladder)[1], given)
    if errors:
        return _matrix(here, matrix_page(here, ladder, given, errors=errors)), REFUSED
    parts = {tier: {"benefits": benefits} for tier, benefits in found.items()}
    try:
        saved = kept.change_tiers(
            here.space,
            here.program_id,
            ladder,
            parts,
            seen=request.form.get("seen", ""),
            author=author(here),
        )
    except Elsewhere as moved:
        page = matrix_page(here, ladder, given, problem=moved.words, moved=True)
        return _matrix(here, page), MOVED
    except AppError as wrong:
        return _matrix(here, matrix_page(here, ladder, given, problem=wrong.words)), REFUSED
    return home_of(here, saved, TIERS)


def _matrix(here: Here, page: MatrixPage) -> str:
    return show("designs/matrix.html", shell=framed(here, page.title), page=page)


@blueprint.get("/tiers/<ladder>/<tier>")
@policy(Can.EDIT_DRAFT)
def pack(program_id: int, ladder: str, tier: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _pack(here, pack_page(here, ladder, tier))


@blueprint.post("/tiers/<ladder>/<tier>")
@policy(Can.EDIT_DRAFT)
def save_pack(program_id: int, ladder: str, tier: str) -> ResponseReturnValue:
    here, given = open_program(program_id), typed()
    found = packs.read(given)
    if found.errors or LOOK in given or "more" in given:
        page = pack_page(here, ladder, tier, given, errors=found.errors)
        return _pack(here, page), REFUSED if found.errors else 200
    try:
        saved = kept.change_tiers(
            here.space,
            here.program_id,
            ladder,
            {tier: found.parts},
            seen=request.form.get("seen", ""),
            author=author(here),
        )
    except Elsewhere as moved:
        page = pack_page(here, ladder, tier, given, problem=moved.words, moved=True, errors={})
        return _pack(here, page), MOVED
    except AppError as wrong:
        page = pack_page(here, ladder, tier, given, problem=wrong.words, errors={})
        return _pack(here, page), REFUSED
    return home_of(here, saved, TIERS)


def _pack(here: Here, page: PackPage) -> str:
    return show("designs/pack.html", shell=framed(here, page.title), page=page)
