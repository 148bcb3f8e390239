"""What steps do to members: booked, changed and placed together, each once."""

from collections.abc import Callable, Sequence
from typing import Any

from app.days import local_day
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading, Refused
from app.program.flow_reading import NOW
from app.program.objects import MEMBER
from app.runtime.batches import Batch, Status
from app.runtime.booking import Booking
from app.runtime.postings import Posting
from app.runtime.run_words import refusal, refusal_of
from app.runtime.settling import settle
from app.runtime.steps.base import Work
from app.storage import flow_batch, records
from app.words import Words


def book(work: Work, asked: Sequence[Posting], chain: str) -> None:
    """Book entries, and place the members they are for."""
    batch = Batch(
        space=work.space,
        live=work.live,
        moment=work.moment,
        cause=f"flow:{work.flow.flow.key}",
        chain=chain,
    )
    Booking(batch=batch, asked=asked).book()
    settle(batch)
    refused = {
        asked[n].member_id: refusal_of(outcome.findings)
        for n, outcome in batch.outcomes.items()
        if outcome.status is Status.REFUSED
    }
    flow_batch.fail(work.space, refused)


def value_for(work: Work, key: str, written: Any) -> Any:
    """Read a value that a step writes; `now` is the moment, or its day."""
    field = work.live.catalogue.members.object.field(key)
    if written == NOW:
        if field.kind == "datetime":
            return work.moment.now
        if field.kind == "date":
            return work.moment.today
    settings = work.live.checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    return FIELD_KINDS[field.kind].parse(written, field, reading)


def set_field(work: Work, key: str, new: Callable[[Any], Any]) -> None:
    """Change a field of everybody at the step: history, metrics, tiers and triggers follow."""
    field = work.live.catalogue.members.object.find_field(key)
    if field is None or key not in work.live.catalogue.members.fields or field.unique:
        reason = refusal(
            Words(
                f"字段“{key}”不能由自动化写入，或已被删除。",
                f"The field {key!r} cannot be set by automations, or is gone.",
            )
        )
        flow_batch.fail(work.space, {each.member_id: reason for each in work.tokens()})
        return
    for chain, tokens in work.by_chain():
        batch = Batch(
            space=work.space,
            live=work.live,
            moment=work.moment,
            cause=f"flow:{work.flow.flow.key}",
            chain=chain,
        )
        kept = batch.of(MEMBER)
        ids = [each.member_id for each in tokens]
        records.lock(work.space, kept, ids)
        rows = records.find_rows(work.space, kept, ids)
        try:
            changed = {
                each: value for each in rows if (value := new(rows[each][key])) != rows[each][key]
            }
        except Refused as refused:
            flow_batch.fail(work.space, dict.fromkeys(ids, refusal(refused.words)))
            continue
        _write(batch, key, rows, changed)
        settle(batch)


def _write(batch: Batch, key: str, rows: dict[int, dict[str, Any]], new: dict[int, Any]) -> None:
    if not new:
        return
    kept = batch.of(MEMBER)
    changes = [
        {"member_id": each, "record_id": each, "field": key, "old": rows[each][key]} for each in new
    ]
    records.remember(batch.space, kept, changes, at=batch.moment.now, cause=batch.cause)
    written = []
    for member_id, value in new.items():
        row = {"id": member_id, key: value}
        if key in kept.days:
            zone = batch.moment.calendar.zone
            row[f"{key}.day"] = None if value is None else local_day(value, zone)
        written.append(row)
    records.update_rows(batch.space, kept, written)
    for row in written:
        before = rows[row["id"]]
        after = {**before, **row}
        batch.touched.add(batch.live, MEMBER, before)
        batch.touched.add(batch.live, MEMBER, after)
        batch.note(MEMBER, after, before=before)
