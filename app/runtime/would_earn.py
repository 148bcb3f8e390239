"""What a record would earn a member, and why: nothing is written."""

from collections.abc import Mapping
from typing import Any

from app.errors import Invalid, NotFound
from app.program.checked_earning import CheckedEarning
from app.program.fields.base import Reading
from app.program.objects import ORDER
from app.program.program import Program
from app.program.validation import validate
from app.runtime.budget_books import Spending, stretch_of
from app.runtime.earning_events import event_of
from app.runtime.earning_price import Counted, Priced, price
from app.runtime.earning_then import Then
from app.runtime.releases import Live
from app.storage import budgets
from app.storage.earning import Before
from app.storage.space import Space


def would_earn(
    space: Space,
    live: Live,
    member_id: int,
    object_key: str,
    raw: Mapping[str, Any],
    *,
    now: int,
    earning: CheckedEarning | None = None,
    program: Program | None = None,
) -> list[Priced]:
    """Price a record that is made up by every rule of its kind; by a draft, where one is given.

    Values are as JSON; without a time, it happens now. Raises `Invalid`, `NotFound`.
    """
    checked = earning or live.checked.earning
    kept = live.catalogue.records.get(object_key)
    if kept is None or not kept.object.occurred:
        raise NotFound("没有这种记录。", "There is no such kind of record.")
    row = _row(live, object_key, raw, now) | {"member_id": member_id, "id": 0}
    event = event_of(live, object_key, row)
    assert event is not None
    at = event.moment.now
    whose = program or live.checked.program
    then = Then.read(space, live, checked, whose, [member_id], since=at, until=at)
    program_id = live.catalogue.program_id
    counted = Counted.read(space, program_id, checked, [event])
    names = [(key, stretch_of(each, event.moment)) for key, each in checked.budgets.items()]
    spending = Spending(budgets=checked.budgets, uses=budgets.uses(space, program_id, names))
    found = []
    for rule in checked.by_object.get(object_key, ()):
        if rule.rule.minds(object_key, row):
            priced = price(checked, rule, event, then=then, counted=counted, spending=spending)
            found.append(priced)
            spending.charge(rule.rule.budget, priced.stretch, priced.amount, priced.refused)
            if priced.amount:
                counted.add(
                    Before(
                        member_id=member_id,
                        rule=rule.rule.key,
                        currency=rule.rule.currency,
                        record_id=0,
                        day=event.moment.today,
                        at=at,
                        amount=priced.amount,
                    )
                )
    return found


def _row(live: Live, object_key: str, raw: Mapping[str, Any], now: int) -> dict[str, Any]:
    kept = live.catalogue.records[object_key]
    settings = live.checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    values, findings = validate(kept.object, raw, reading=reading, partial=True)
    if findings:
        raise Invalid("填写的内容有误。", "Some of the values will not do.", tuple(findings))
    row = dict.fromkeys(kept.fields) | values
    occurred = kept.object.occurred or ""
    if row.get(occurred) is None:
        dated = kept.object.field(occurred).kind == "date"
        row[occurred] = live.moment(now).today if dated else now
    if object_key == ORDER:
        row |= {"net": row.get("amount"), "status": row.get("status") or "paid"}
    return row
