"""Adding a record by hand: an order at the counter, a suggestion, a store, a member."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from app.errors import Invalid
from app.program.objects import ORDER, REFUND
from app.runtime.append_only import append_only
from app.runtime.intake import Entry
from app.runtime.naming import number_of
from app.runtime.records import Outcome, Status, record_many
from app.storage import audit, inbox, records
from app.web.objects.forms import RecordForm, rest_of, writable
from app.web.objects.model import FormPage
from app.web.objects.naming import find_record, written_name
from app.web.objects.opened import POSTED, Opened
from app.web.records.field_edits import NOT_YET
from app.web.records.inputs import errors_by_field, sent
from app.words import Words

CREATED = 201
LONGEST_ONCE = 40
MEMBER_KEY = "member"
"""Whose it is, in the address and in the form; `field.` is before the key of each field."""
FIELD = "field."
WHOSE = Words("请写明是哪位会员。", "Say whose it is.")
KNOWN = Words(
    "已有这个编号的记录，没有再添加。", "There is a record of this number: nothing was added."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of a form; it is shown again where nothing was kept."""

    again: FormPage | None = None
    record_id: int | None = None
    outcome: Outcome | None = None
    """None: the same form was sent before."""


def new_page(opened: Opened) -> FormPage:
    """Show an empty form, with what the address says already."""
    form = _form(opened)
    page = _page(opened, form, form.blank() | _from_address(opened), secrets.token_hex(8))
    member_id = number_of(request.args.get(MEMBER_KEY, ""))
    order_id = number_of(request.args.get(ORDER, "")) if opened.key == REFUND else None
    if order_id is not None:
        orders = replace(opened, kept=opened.live.catalogue.records[ORDER])
        row = records.find_rows(opened.here.space, orders.kept, [order_id]).get(order_id)
        member_id = row["member_id"] if row else None
    return page if member_id is None else replace(page, member=_member_text(opened, member_id))


def added(opened: Opened) -> Added:
    """Keep what the form says, once. Raises `Invalid` for what nobody adds by hand."""
    form = _form(opened)
    texts = {each.key: sent(request.form, FIELD + each.key) for each in form.fields}
    member, once = sent(request.form, MEMBER_KEY), _once()
    page = replace(_page(opened, form, texts, once), member=member)
    values, errors = form.values({key: text for key, text in texts.items() if text})
    owner, member_error = _owner(opened, member)
    if errors or member_error is not None:
        return Added(again=_again(page, form, texts, errors, member_error))
    before = _received(opened, once)
    if before is not None:
        return Added(record_id=before)
    entry = Entry(object=opened.key, values=values, member=owner)
    (outcome,) = record_many(
        opened.here.space, opened.live, [entry], now=opened.here.now, cause=_cause(opened)
    )
    if outcome.status is Status.KNOWN and outcome.record_id is not None:
        shown = replace(_again(page, form, texts, {}, None), problem=KNOWN)
        return Added(again=replace(shown, known_url=opened.record_url(outcome.record_id)))
    if outcome.status is Status.REFUSED or outcome.record_id is None:
        errors = dict(errors_by_field(outcome.findings))
        return Added(again=_again(page, form, texts, errors, errors.pop(MEMBER_KEY, None)))
    _note(opened, outcome.record_id, once)
    return Added(record_id=outcome.record_id, outcome=outcome)


def _form(opened: Opened) -> RecordForm:
    if opened.key in POSTED:
        raise Invalid(
            "账目不能手工添加。", "Ledger entries are not added here.", tuple(append_only())
        )
    return RecordForm(opened=opened, fields=tuple(writable(opened)))


def _from_address(opened: Opened) -> dict[str, str]:
    """Read which order a refund is of, where the page of the order leads here."""
    order_id = number_of(request.args.get(ORDER, ""))
    if opened.key != REFUND or order_id is None:
        return {}
    orders = replace(opened, kept=opened.live.catalogue.records[ORDER])
    row = records.find_rows(opened.here.space, orders.kept, [order_id]).get(order_id)
    return {} if row is None else {ORDER: written_name(orders, row)}


def _member_text(opened: Opened, member_id: int) -> str:
    members = replace(opened, kept=opened.live.catalogue.members)
    row = records.find_rows(opened.here.space, members.kept, [member_id]).get(member_id)
    return "" if row is None else written_name(members, row)


def _owner(opened: Opened, text: str) -> tuple[Mapping[str, Any] | None, Words | None]:
    """Find whose it is; say what is wrong where that is not clear."""
    if not opened.of_member:
        return None, None
    if not text:
        return None, WHOSE
    found = find_record(replace(opened, kept=opened.live.catalogue.members), text)
    return (None, found) if isinstance(found, Words) else ({"id": str(found)}, None)


def _received(opened: Opened, once: str) -> int | None:
    """Take the name of a form; give the record it has made before, if it has."""
    before = inbox.receive(opened.here.space, _key(opened, once), "", at=opened.here.now)
    return None if before is None else int(before.answer)


def _note(opened: Opened, record_id: int, once: str) -> None:
    here = opened.here
    inbox.answered(here.space, _key(opened, once), CREATED, str(record_id))
    audit.note(
        here.space,
        at=here.now,
        actor=here.visitor.user.email,
        action="record.add",
        subject=f"{opened.key}:{record_id}",
    )


def _key(opened: Opened, once: str) -> str:
    here = opened.here
    return f"page:{here.program_id}:{here.visitor.user.id}:{opened.key}:{once}"


def _once() -> str:
    return (request.form.get("once") or secrets.token_hex(8))[:LONGEST_ONCE]


def _cause(opened: Opened) -> str:
    return f"user:{opened.here.visitor.user.id}"


def _page(opened: Opened, form: RecordForm, texts: Mapping[str, str], once: str) -> FormPage:
    zh, en = opened.designed.label
    return FormPage(
        title=Words(f"添加{zh}", f"Add: {en}"),
        url=opened.new_url,
        back_url=opened.list_url,
        inputs=form.inputs(texts, was={}),
        asks_member=opened.of_member,
        by_name=opened.personal,
        once=once,
    )


def _again(
    page: FormPage,
    form: RecordForm,
    texts: Mapping[str, str],
    errors: Mapping[str, Words],
    member_error: Words | None,
) -> FormPage:
    return replace(
        page,
        inputs=form.inputs(texts, was={}, errors=errors),
        member_error=member_error,
        problem=rest_of(errors, texts) or NOT_YET,
    )
