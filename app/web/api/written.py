"""Values as the API writes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.clock import from_instant
from app.program.objects import MEMBER, Object
from app.program.written import as_json
from app.runtime.listing import CREATED
from app.runtime.releases import Live
from app.storage.held import Held, held
from app.storage.space import Space

OWNER = "member_id"


def moment_json(instant: int) -> str:
    return from_instant(instant).isoformat().replace("+00:00", "Z")


def moment_or_none(instant: int | None) -> str | None:
    return None if instant is None else moment_json(instant)


def records_json(
    space: Space, live: Live, designed: Object, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Write records of one object; members with the tiers on which they stand."""
    tiers: Mapping[int, Mapping[str, Held]] = {}
    if designed.key == MEMBER:
        tiers = held(space, live.catalogue.members, [each["id"] for each in rows])
    return [_record(designed, row, tiers) for row in rows]


def _record(
    designed: Object, row: Mapping[str, Any], tiers: Mapping[int, Mapping[str, Held]]
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "object": designed.key,
        "id": str(row["id"]),
        "created_at": moment_json(row[CREATED]),
        "values": {each.key: as_json(each, row[each.key]) for each in designed.in_use},
    }
    if designed.key == MEMBER:
        content["tiers"] = {key: on.tier for key, on in tiers[row["id"]].items()}
    elif OWNER in row:
        content[OWNER] = str(row[OWNER])
    return content
