"""The pages of currencies: the list with where each is used, and one being written."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.access import Can
from app.builder import drafts
from app.builder.currency_uses import uses_of_currency
from app.builder.earning import program_of
from app.builder.keyed import Listed
from app.builder.parts import find, print_of
from app.errors import NotFound
from app.program.currencies import GIVEN, Currency
from app.program.objects import ENTRY
from app.program.program import Program
from app.runtime.releases import live
from app.storage.balances import has_entries
from app.web.designs.listing import CHANGED, EMPTY, NOT_YET
from app.web.designs.model import Difference, Meanwhile, RemovePage
from app.web.frame import Here
from app.web.settings.forms import NO, YES, CurrencyForm, NamesForm
from app.web.settings.model import CurrenciesPage, CurrencyPage, CurrencyRow
from app.web.settings.places import used
from app.web.undoing import undo_offered
from app.words import Words

_SPENT = Words("能不能使用", "Whether it can be spent")
_YES, _NO = Words("可以使用", "It can be spent"), Words("只累计，不能使用", "It only adds up")


def is_given(key: str | None) -> bool:
    return any(each.key == key for each in GIVEN)


def currencies_page(here: Here) -> CurrenciesPage:
    program = program_of(drafts.get(here.space, here.program_id).content)
    may = here.visitor.may(Can.EDIT_DRAFT) and program is not None
    return CurrenciesPage(
        currencies=tuple(_rows(here, program or EMPTY, may=may)),
        new_url=here.url("settings.new_currency") if may else None,
        readable=program is not None,
        document_url=here.url("builder.document"),
        undo=undo_offered(here, here.url("settings.undo", back="currencies")),
    )


def _rows(here: Here, program: Program, *, may: bool) -> Iterator[CurrencyRow]:
    for each in program.currencies:
        given = is_given(each.key)
        there = here.url("settings.currency", currency=each.key)
        gone = here.url("settings.ask_currency", currency=each.key)
        yield CurrencyRow(
            key=each.key,
            label=each.label,
            spendable=each.spendable,
            given=given,
            state=_state(here, each),
            uses=used(here, program, uses_of_currency(program, each.key)),
            edit_url=there if may else None,
            remove_url=gone if may and not given else None,
        )


def _state(here: Here, currency: Currency) -> Words | None:
    published = here.standing.live
    before = None if published is None else published.find_currency(currency.key)
    if before is None:
        return NOT_YET
    return None if before == currency else CHANGED


def found_or_new(here: Here, key: str) -> Currency:
    """Find a currency of the draft. Raises `NotFound`."""
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    found = program.find_currency(key)
    if found is None:
        raise NotFound(f"草稿里没有币种“{key}”。", f"The draft has no currency {key!r}.")
    return found


def form_of(key: str | None, currency: Currency | None) -> NamesForm:
    """Give the form of a currency, filled with what the draft says."""
    known = currency or Currency(key="_", label=Words("", ""))
    data = {
        "zh": known.label.zh,
        "en": known.label.en,
        "spendable": YES if known.spendable else NO,
    }
    return form_class(key)(formdata=None, data=data)


def form_class(key: str | None) -> type[NamesForm]:
    return NamesForm if is_given(key) else CurrencyForm


def document_of(key: str | None, form: NamesForm) -> dict[str, Any]:
    """Write what was typed as the document has it."""
    head: dict[str, Any] = {} if key is None else {"key": key}
    head["label"] = form.label.to_json()
    fixed = not isinstance(form, CurrencyForm)
    return head if fixed or form.spendable.data == YES else head | {"spendable": False}


def currency_page(
    here: Here,
    key: str | None,
    form: NamesForm,
    *,
    problem: Words | None = None,
    meanwhile: Meanwhile | None = None,
) -> CurrencyPage:
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content) or EMPTY
    there = None if key is None else program.find_currency(key)
    given = is_given(key)
    sent = form.seen.data if meanwhile is None else None
    return CurrencyPage(
        title=Words("新建币种", "New currency") if there is None else there.label,
        key=key,
        url=here.url("settings.add_currency")
        if key is None
        else here.url("settings.save_currency", currency=key),
        back_url=here.url("settings.currencies"),
        form=form,
        given=given,
        seen=sent or print_of(None if key is None else find(content, Listed.CURRENCIES.value, key)),
        problem=problem,
        meanwhile=meanwhile,
        uses=() if key is None else used(here, program, uses_of_currency(program, key)),
        remove_url=None
        if key is None or given
        else here.url("settings.ask_currency", currency=key),
    )


def meanwhile_of(here: Here, key: str, form: NamesForm) -> Meanwhile:
    """Say what somebody else did to the same currency while this was being typed."""
    draft = drafts.get(here.space, here.program_id)
    program = program_of(draft.content) or EMPTY
    theirs = program.find_currency(key)
    return Meanwhile(
        by=draft.saved_by or "",
        gone=theirs is None,
        differences=() if theirs is None else tuple(_differences(here, theirs, form)),
        url=here.url("settings.currencies")
        if theirs is None
        else here.url("settings.currency", currency=key),
    )


def _differences(here: Here, theirs: Currency, form: NamesForm) -> Iterator[Difference]:
    language = here.formats.language
    if theirs.label != form.label:
        label = Words("名称", "Name")
        was, now = theirs.label.to(language), form.label.to(language)
        yield Difference(label=label, theirs=was, yours=now)
    if isinstance(form, CurrencyForm) and theirs.spendable is not (form.spendable.data == YES):
        said: Mapping[bool, Words] = {True: _YES, False: _NO}
        was, now = said[theirs.spendable].to(language), said[not theirs.spendable].to(language)
        yield Difference(label=_SPENT, theirs=was, yours=now)


def remove_page(here: Here, key: str) -> RemovePage:
    """Ask whether a currency is to go. Raises `NotFound`."""
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    return RemovePage(
        label=found_or_new(here, key).label,
        uses=used(here, program, uses_of_currency(program, key)),
        stays=why_it_stays(here, key),
        url=here.url("settings.remove_currency", currency=key),
        back_url=here.url("settings.currencies"),
    )


def why_it_stays(here: Here, key: str) -> Words | None:
    """Say why a currency cannot go, whatever the draft says: it is given, or members have some."""
    if is_given(key):
        return Words("这是内置的币种，每个方案都有。", "It is given: every programme has it.")
    published = here.standing.live
    if published is None or published.find_currency(key) is None:
        return None
    entries = live(here.space, here.program_id).catalogue.records[ENTRY]
    if has_entries(here.space, entries, key):
        return Words(
            "会员账本里已经有它的账目，删除后就读不懂了。不再发放即可：停用给它的规则。",
            "Ledgers of members have entries in it, which nobody could read any more. Stop giving"
            " it instead: let the rules that give it rest.",
        )
    return None
