"""What was sent with a form, drawn under the release of then."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import NotFound
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.form_items import ITEM_KINDS
from app.program.forms import ROWS, SECTION
from app.runtime import releases
from app.runtime.forms import KnownBy, consent_version
from app.runtime.releases import Live
from app.spreadsheets import MARK, harmless
from app.storage import forms, records
from app.storage.forms import NOBODY, Submission
from app.storage.space import Space
from app.web.frame import Here
from app.web.language import t, w
from app.web.records.showing import field_shown, name_of
from app.words import Words

A_PAGE = 50
MOST_EXPORTED = 100_000
AT_ONCE = 500
KNOWN_BY = {
    KnownBy.ANSWER: Words("自己填写", "by what they typed"),
    KnownBy.LINK: Words("个人链接", "by a personal link"),
    KnownBy.API: Words("接口", "by the API"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question of then with its answer."""

    label: str
    value: str
    kind: str = "field"
    rows: tuple[tuple["Answer", ...], ...] = ()
    items: tuple["Answer", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One submission, exactly as it was filled in."""

    submission: Submission
    title: Words
    release: int
    pages: tuple[tuple[str, tuple[Answer, ...]], ...]
    consent: Words | None
    """The text that was agreed to."""
    is_consent_proved: bool
    known_by: Words
    member: str
    member_url: str | None
    moved: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One submission in the list."""

    submission: Submission
    url: str
    member: str
    first: str
    """The answers in short."""
    gained: tuple[Words, ...]


def listed(here: Here, form: str, before: tuple[int, int] | None, *, personal: bool) -> list[Row]:
    found = forms.of_form(here.space, here.program_id, form, before=before, limit=A_PAGE + 1)
    names = _members(here, found, personal=personal)
    return [_row(here, each, names, personal=personal) for each in found]


def _row(here: Here, each: Submission, names: Mapping[int, str], *, personal: bool) -> Row:
    live, form = _then(here.space, here.program_id, each)
    answers = [one for one in _flat(_answers(form, each, here, personal=personal)) if one.value]
    return Row(
        submission=each,
        url=here.url("forms.submission", form=each.form, submission_id=each.id),
        member=names.get(each.member_id, ""),
        first=" · ".join(one.value for one in answers[:4]),
        gained=tuple(to for _, to in _moved(live, each)),
    )


def _members(here: Here, found: Iterable[Submission], *, personal: bool) -> dict[int, str]:
    live = releases.live(here.space, here.program_id)
    ids = sorted({each.member_id for each in found} - {NOBODY})
    rows = records.find_rows(here.space, live.catalogue.members, ids)
    return {key: name_of(row, personal=personal) for key, row in rows.items()}


def filled(here: Here, form: str, submission_id: int, *, personal: bool) -> Filled:
    """Give one submission. Raises `NoSuchSubmission`."""
    found = forms.get(here.space, here.program_id, submission_id)
    if found.form != form:
        raise forms.NoSuchSubmission
    live, then = _then(here.space, here.program_id, found)
    consent = then.form.consent if found.consent is not None else None
    names = _members(here, [found], personal=personal)
    there = found.member_id in names
    return Filled(
        submission=found,
        title=then.form.label,
        release=live.number,
        pages=tuple(
            (t(page.page.label), shown)
            for page in then.pages
            if (shown := tuple(_of(page.items, found.answers or {}, here, personal=personal)))
        ),
        consent=None if consent is None else consent.text,
        is_consent_proved=consent is not None and consent_version(consent) == found.consent,
        known_by=KNOWN_BY[KnownBy(found.known_by)],
        member=names.get(found.member_id, ""),
        member_url=here.url("records.member", member_id=found.member_id) if there else None,
        moved=tuple(_moved(live, found)),
    )


def _then(space: Space, program_id: int, found: Submission) -> tuple[Live, CheckedForm]:
    live = releases.live_release(space, program_id, found.release_id)
    form = live.checked.forms.get(found.form)
    if form is None:
        raise NotFound("没有这份表单。", "There is no such form.")
    return live, form


def _moved(live: Live, found: Submission) -> Iterator[tuple[Words, Words]]:
    ladders = {each.key: each for each in live.checked.program.ladders}
    for each in found.outcome.get("moved", []):
        tiers = ladders[each["ladder"]].tiers if each["ladder"] in ladders else ()
        labels = {tier.key: tier.label for tier in tiers}
        if each["to"] in labels:
            nothing = Words("未定级", "no tier")
            yield labels.get(each["from"], nothing), labels[each["to"]]


def _answers(
    form: CheckedForm, found: Submission, here: Here, *, personal: bool
) -> Iterator[Answer]:
    for page in form.pages:
        yield from _of(page.items, found.answers or {}, here, personal=personal)


def _flat(answers: Iterable[Answer]) -> Iterator[Answer]:
    for each in answers:
        yield each
        yield from _flat(each.items)


def _of(
    items: Iterable[CheckedItem], answers: Mapping[str, Any], here: Here, *, personal: bool
) -> Iterator[Answer]:
    for each in items:
        head = t(each.label)
        if each.item.kind == SECTION:
            below = tuple(_of(each.items, answers, here, personal=personal))
            if below:
                yield Answer(label=head, value="", kind=SECTION, items=below)
        elif each.key not in answers:
            continue
        elif each.item.kind == ROWS:
            rows = tuple(
                tuple(_of(each.items, row, here, personal=personal)) for row in answers[each.key]
            )
            yield Answer(label=head, value="", kind=ROWS, rows=rows)
        elif ITEM_KINDS[each.item.kind].answered:
            value = _shown(each, answers[each.key], here, personal=personal)
            yield Answer(label=head, value=value)


def _shown(each: CheckedItem, raw: Any, here: Here, *, personal: bool) -> str:
    """Read what was written with the field of then; what cannot be read is shown as it was."""
    if each.target is None:
        return str(raw)
    asked = each.target.field
    try:
        value = FIELD_KINDS[asked.kind].parse(raw, asked, _reading(here))
    except Refused:
        return str(raw)
    return field_shown(value, each.target.asked, here.formats, personal=personal)


def _reading(here: Here) -> Reading:
    return Reading(zone=here.formats.zone, currency=here.formats.currency)


def exported(here: Here, form: str, *, personal: bool) -> Iterator[bytes]:
    """Write every submission of a form as CSV, with the questions of all its releases."""
    columns = _columns(here, form)
    yield MARK.encode()
    head = [w("时间", "Sent at"), w("会员", "Member"), w("版本", "Release"), *columns.values()]
    yield _line(head)
    before: tuple[int, int] | None = None
    count = 0
    while count < MOST_EXPORTED:
        found = forms.of_form(here.space, here.program_id, form, before=before, limit=AT_ONCE)
        if not found:
            return
        names = _members(here, found, personal=personal)
        for each in found:
            yield _line(_cells(here, each, columns, names, personal=personal))
        count += len(found)
        before = (found[-1].sent_at, found[-1].id)


def _columns(here: Here, form: str) -> dict[str, str]:
    """Give a column for each question that is asked now."""
    found = releases.live(here.space, here.program_id).checked.forms[form]
    return {
        key: t(each.label)
        for key, each in found.items.items()
        if each.item.kind == ROWS or ITEM_KINDS[each.item.kind].answered
    }


def _cells(
    here: Here,
    each: Submission,
    columns: Mapping[str, str],
    names: Mapping[int, str],
    *,
    personal: bool,
) -> list[str]:
    live, form = _then(here.space, here.program_id, each)
    answers = each.answers or {}
    cells = [here.formats.moment(each.sent_at), names.get(each.member_id, ""), str(live.number)]
    for key in columns:
        item = form.items.get(key)
        if item is None or key not in answers:
            cells.append("")
        elif item.item.kind == ROWS:
            rows = (_of(item.items, row, here, personal=personal) for row in answers[key])
            cells.append("; ".join(", ".join(one.value for one in row) for row in rows))
        else:
            cells.append(_shown(item, answers[key], here, personal=personal))
    return cells


def _line(cells: Iterable[str]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept).writerow([harmless(cell) for cell in cells])
    return kept.getvalue().encode()
