"""One record as a page: what it says, whose it is, what it was before."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.objects import ORDER, REFUND
from app.runtime.listing import Wish, find
from app.storage import history
from app.web.objects.forms import changeable
from app.web.objects.model import Beside, ChangeShown, RecordFact, RecordPage
from app.web.objects.opened import POSTED, Opened
from app.web.objects.showing import Around, title_of, value_shown

MOST_CHANGES = 30
MOST_BESIDE = 20


def record_page(opened: Opened, record_id: int) -> RecordPage:
    """Show a record. Raises `NotFound`."""
    row = opened.get(record_id)
    around = Around.of(opened, [row])
    may_edit = opened.may_edit and changeable(opened)
    return RecordPage(
        title=title_of(opened, row),
        label=opened.designed.label,
        facts=tuple(_fact(around, each, row) for each in opened.designed.in_use),
        owner=around.owner(row),
        created_at=row["created_at"],
        changes=_changes(opened, row),
        beside=_refunds(opened, row) if opened.key == ORDER else None,
        masked=not opened.personal,
        edit_url=opened.url("edit", record_id=record_id) if may_edit else None,
        delete_url=opened.url("ask_removal", record_id=record_id)
        if opened.may_edit and opened.key not in POSTED
        else None,
    )


def _fact(around: Around, each: Field, row: Mapping[str, Any]) -> RecordFact:
    return RecordFact(
        label=each.label,
        value=around.value(each, row),
        url=around.link(each, row),
        computed=FIELD_KINDS[each.kind].stored is None,
    )


def _changes(opened: Opened, row: Mapping[str, Any]) -> tuple[ChangeShown, ...]:
    """Give what changed, the last one first; what a field became is what it was the next time."""
    found = history.after_of_record(opened.here.space, opened.kept, row["id"], 0)
    now, shown = dict(row), []
    for each in reversed(found[-MOST_CHANGES:]):
        field = opened.designed.find_field(each.field)
        if field is None:
            continue
        old, new = (
            value_shown(opened, opened.key, field, value)
            for value in (each.old, now.get(field.key))
        )
        shown.append(ChangeShown(label=field.label, old=old, new=new, at=each.at))
        now[field.key] = each.old
    return tuple(shown)


def _refunds(opened: Opened, order: Mapping[str, Any]) -> Beside:
    """List what was given back of an order."""
    here = opened.here
    refunds = Opened(here=here, live=opened.live, kept=opened.live.catalogue.records[REFUND])
    wish = Wish(member_id=order["member_id"], holding=(("order", order["id"]),), size=MOST_BESIDE)
    found = find(here.space, opened.live, REFUND, wish, now=here.now)
    left = order["net"] or 0
    return Beside(
        label=refunds.designed.label,
        rows=tuple(_refund(refunds, each) for each in found.rows),
        add_url=refunds.url("new", order=order["id"]) if opened.may_edit and left > 0 else None,
    )


def _refund(refunds: Opened, row: Mapping[str, Any]) -> tuple[str, str, str]:
    def said() -> Iterator[str]:
        for key in ("amount", "refunded_at"):
            yield value_shown(refunds, REFUND, refunds.designed.field(key), row[key])

    return title_of(refunds, row), " · ".join(said()), refunds.record_url(row["id"])
