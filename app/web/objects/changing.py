"""Changing one record; what somebody else changed meanwhile is never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.runtime.append_only import append_only
from app.runtime.changes import change_record
from app.runtime.records import Outcome, Status
from app.storage import audit
from app.web.objects.forms import RecordForm, changeable, fixed_shown, rest_of, why_fixed
from app.web.objects.model import FormPage
from app.web.objects.opened import POSTED, Opened
from app.web.objects.showing import title_of
from app.web.records.field_edits import MEANWHILE, NOT_YET, FieldEdits
from app.web.records.inputs import errors_by_field
from app.words import Words

NOTHING: Mapping[str, Words] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What came of a change; a page is shown again where it was not kept."""

    again: FormPage | None = None
    outcome: Outcome | None = None
    """None: nothing was to be changed."""
    conflict: bool = False


def change_page(opened: Opened, record_id: int) -> FormPage:
    """Show what may be changed of a record, and what not and why. Raises `NotFound`."""
    row = opened.get(record_id)
    texts = _form(opened).texts(row)
    return _page(opened, row, texts, texts)


def changed(opened: Opened, record_id: int) -> Changed:
    """Keep what was changed in the form. Raises `NotFound`."""
    row, form = opened.get(record_id), _form(opened)
    held = form.texts(row)
    edits = FieldEdits(held=held)
    if lost := edits.lost:
        again = _page(opened, row, edits.texts, held, lost, MEANWHILE)
        return Changed(again=again, conflict=True)
    asked = edits.asked
    if not asked:
        return Changed()
    values, errors = form.values(asked)
    outcome = None if errors else _keep(opened, record_id, values)
    if outcome is None or outcome.status is Status.REFUSED:
        errors |= errors_by_field(outcome.findings) if outcome else {}
        return Changed(again=_page(opened, row, edits.texts, held, errors, NOT_YET))
    return Changed(outcome=outcome)


def _keep(opened: Opened, record_id: int, values: Mapping[str, Any]) -> Outcome:
    here, user = opened.here, opened.here.visitor.user
    outcome = change_record(
        here.space,
        opened.live,
        opened.key,
        record_id,
        values,
        now=here.now,
        cause=f"user:{user.id}",
    )
    if outcome.status is not Status.REFUSED:
        audit.note(
            here.space,
            at=here.now,
            actor=user.email,
            action="record.change",
            subject=f"{opened.key}:{record_id}",
            detail={"fields": sorted(values)},
        )
    return outcome


def _form(opened: Opened) -> RecordForm:
    fields = tuple(changeable(opened))
    if not fields and opened.key in POSTED:
        raise Invalid("账目只增不改。", "Ledger entries are never changed.", tuple(append_only()))
    return RecordForm(opened=opened, fields=fields)


def _page(
    opened: Opened,
    row: Mapping[str, Any],
    texts: Mapping[str, str],
    held: Mapping[str, str],
    errors: Mapping[str, Words] = NOTHING,
    problem: Words | None = None,
) -> FormPage:
    title = title_of(opened, row)
    return FormPage(
        title=Words(f"修改 {title}", f"Change {title}"),
        url=opened.url("save", record_id=row["id"]),
        back_url=opened.record_url(row["id"]),
        inputs=_form(opened).inputs(texts, was=held, errors=errors),
        fixed=fixed_shown(opened, row),
        why_fixed=why_fixed(opened),
        problem=rest_of(errors, texts) or problem,
    )
