"""Records as something that happened, which may earn."""

from collections.abc import Mapping
from typing import Any

from app.days import start_of_day
from app.runtime.earning_price import Event
from app.runtime.releases import Live


def event_of(live: Live, object_key: str, row: Mapping[str, Any]) -> Event | None:
    """Give a record as something that happened; None for one that says not when, or of nobody."""
    kept = live.catalogue.records[object_key]
    when = row.get(kept.object.occurred or "")
    if when is None or row.get("member_id") is None:
        return None
    if kept.object.field(kept.object.occurred or "").kind == "date":
        when = start_of_day(when, live.checked.program.settings.calendar.zone)
    return Event(
        object=object_key,
        member_id=row["member_id"],
        record_id=row["id"],
        row=row,
        moment=live.moment(when),
    )
