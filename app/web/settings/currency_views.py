"""Views in which the currencies of a programme are listed, written and taken out."""

from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import keyed, parts
from app.builder.keyed import Listed
from app.builder.parts import Elsewhere, StillUsed
from app.errors import AppError
from app.web.designs.model import RemovePage
from app.web.frame import Here, open_program
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.settings.currency_page import (
    currencies_page,
    currency_page,
    document_of,
    form_class,
    form_of,
    found_or_new,
    meanwhile_of,
    remove_page,
)
from app.web.settings.model import CurrencyPage
from app.web.settings.views import MOVED, REFUSED, author, blueprint, framed, home_of
from app.words import Words

CURRENCIES = Words("币种", "Currencies")


@blueprint.get("/currencies")
@policy(Can.READ_PROGRAM)
def currencies(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = framed(here, Crumb(label=CURRENCIES))
    return show("settings/currencies.html", shell=frame, page=currencies_page(here))


@blueprint.get("/currencies/new")
@policy(Can.EDIT_DRAFT)
def new_currency(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _writing(here, currency_page(here, None, form_of(None, None)))


@blueprint.post("/currencies/new")
@policy(Can.EDIT_DRAFT)
def add_currency(program_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), form_class(None)()
    if not form.validate():
        return _writing(here, currency_page(here, None, form)), REFUSED
    written = document_of(None, form)
    saved = keyed.add(here.space, here.program_id, Listed.CURRENCIES, written, author(here))
    return home_of(here, saved, "currencies")


@blueprint.get("/currencies/<currency>")
@policy(Can.EDIT_DRAFT)
def currency(program_id: int, currency: str) -> ResponseReturnValue:
    here = open_program(program_id)
    form = form_of(currency, found_or_new(here, currency))
    return _writing(here, currency_page(here, currency, form))


@blueprint.post("/currencies/<currency>")
@policy(Can.EDIT_DRAFT)
def save_currency(program_id: int, currency: str) -> ResponseReturnValue:
    """Keep what was typed, or show it again with what is wrong, or what somebody else said."""
    here, form = open_program(program_id), form_class(currency)()
    if not form.validate():
        return _writing(here, currency_page(here, currency, form)), REFUSED
    try:
        saved = parts.change(
            here.space,
            here.program_id,
            Listed.CURRENCIES.value,
            document_of(currency, form),
            seen=form.seen.data or "",
            author=author(here),
        )
    except Elsewhere:
        page = currency_page(here, currency, form, meanwhile=meanwhile_of(here, currency, form))
        return _writing(here, page), MOVED
    except AppError as wrong:
        return _writing(here, currency_page(here, currency, form, problem=wrong.words)), REFUSED
    return home_of(here, saved, "currencies")


@blueprint.get("/currencies/<currency>/remove")
@policy(Can.EDIT_DRAFT)
def ask_currency(program_id: int, currency: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return asked(here, CURRENCIES, remove_page(here, currency))


@blueprint.post("/currencies/<currency>/remove")
@policy(Can.EDIT_DRAFT)
def remove_currency(program_id: int, currency: str) -> ResponseReturnValue:
    here = open_program(program_id)
    page = remove_page(here, currency)
    if page.stays is not None:
        return asked(here, CURRENCIES, page), MOVED
    try:
        saved = keyed.remove(here.space, here.program_id, Listed.CURRENCIES, currency, author(here))
    except StillUsed:
        # Somebody has begun to use it since this was asked.
        return asked(here, CURRENCIES, remove_page(here, currency)), MOVED
    return home_of(here, saved, "currencies")


def asked(here: Here, among: Words, page: RemovePage) -> str:
    frame = framed(here, Crumb(label=among, url=page.back_url), Crumb(label=page.label))
    return show("designs/remove.html", shell=frame, page=page)


def _writing(here: Here, page: CurrencyPage) -> str:
    frame = framed(here, Crumb(label=CURRENCIES, url=page.back_url), Crumb(label=page.title))
    return show("settings/currency.html", shell=frame, page=page)
