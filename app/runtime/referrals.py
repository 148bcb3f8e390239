"""Referrals: whoever brought a member is credited once the member is active (E-6).

The credit is an activity `referral` of the referrer, one for each member brought, on the day the
member became active: that is what conditions count. Nobody refers themselves, and one phone is
one member, since phones are unique.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.days import Moment
from app.program.objects import ACTIVITY, MEMBER
from app.runtime.metrics import Touched
from app.runtime.releases import Live
from app.storage import identities, records
from app.storage.identities import Owner
from app.storage.sets import bound, numbers
from app.storage.space import Space

REFERRAL = "referral"
REFERRER = "referrer"
KIND = f"{ACTIVITY}.{REFERRAL}"
"""Among the identities: who was brought, and to whom that was credited."""


def credit(space: Space, live: Live, touched: Touched, moment: Moment) -> list[dict[str, Any]]:
    """Credit those who brought members that have become active; give these activities."""
    brought = _brought(space, live, sorted(touched.members))
    if not brought:
        return []
    activities, ids = live.catalogue.records[ACTIVITY], space.take_ids(len(brought))
    rows = [
        dict.fromkeys(activities.fields)
        | {
            "id": activity_id,
            "member_id": row.referrer,
            "created_at": moment.now,
            "kind": REFERRAL,
            "occurred_at": row.at,
            "occurred_at.day": row.day,
            "source": f"{MEMBER}:{row.id}",
        }
        for activity_id, row in zip(ids, brought, strict=True)
    ]
    wanted = {
        str(row.id): Owner(row.referrer, activity_id)
        for row, activity_id in zip(brought, ids, strict=True)
    }
    known = identities.claim(space, live.catalogue.program_id, KIND, wanted)
    fresh = [each for row, each in zip(brought, rows, strict=True) if str(row.id) not in known]
    records.insert_rows(space, activities, fresh)
    for each in fresh:
        touched.add(live, ACTIVITY, each)
    return fresh


def _brought(space: Space, live: Live, member_ids: Sequence[int]) -> list[Any]:
    """Give the members who were brought by somebody and are active, and since when."""
    dialect = space.connection.dialect.name
    found = live.remembered.always(
        ("brought", dialect), lambda: _statement(space.workspace_id, live, dialect)
    )
    return list(space.execute(found, {"ids": bound(dialect, member_ids)}))


def _statement(workspace_id: int, live: Live, dialect: str) -> Select[Any]:
    members, activities = live.catalogue.members, live.catalogue.records[ACTIVITY]
    kinds = live.checked.program.settings.active_kinds
    table, happened = members.table, activities.table
    referrer = table.c[members.fields[REFERRER].name]
    at = happened.c[activities.fields["occurred_at"].name]
    return (
        select(
            table.c.id,
            referrer.label("referrer"),
            func.min(at).label("at"),
            func.min(happened.c[activities.day.name]).label("day"),
        )
        .join(happened, happened.c.member_id == table.c.id)
        .where(table.c.workspace_id == workspace_id)
        .where(happened.c.workspace_id == workspace_id)
        .where(table.c.id.in_(numbers(dialect)))
        .where(referrer.is_not(None), referrer != table.c.id)
        .where(happened.c[activities.fields["kind"].name].in_(kinds))
        .group_by(table.c.id, referrer)
        .order_by(table.c.id)
    )
