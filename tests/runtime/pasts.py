"""What a member was told at a moment, and what they are told later about that moment."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.clock import to_instant
from app.runtime.changes import change_record
from app.runtime.hindsight import release_at, standing_at
from app.runtime.records import Status
from app.runtime.releases import live
from app.runtime.standing import Standing, standing
from tests.runtime.clubs import Club

Told = dict[str, Any]


def told_now(team: Club, member_id: int) -> Told:
    """Explain a member as of now."""
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        return said(standing(space, found, member_id, now=to_instant(team.now)))


def told_later(team: Club, member_id: int, then: datetime) -> Told:
    """Explain a member as of a moment of the past."""
    at = to_instant(then)
    with team.spaces.reading(team.workspace_id) as space:
        found = release_at(space, team.program_id, at)
        return said(standing_at(space, found, member_id, at=at))


def changed(team: Club, object_key: str, record_id: int, **values: Any) -> None:
    """Change fields of a record."""
    with team.spaces.writing(team.workspace_id) as space:
        outcome = change_record(
            space,
            live(space, team.program_id),
            object_key,
            record_id,
            values,
            now=to_instant(team.now),
            cause="test",
        )
    assert outcome.status is Status.UPDATED, outcome.findings


def said(seen: Standing) -> Told:
    """Give all that an explanation says, to be compared."""
    return {
        "ranked_at": seen.ranked_at,
        "fields": {key: seen.fields[key] for key in seen.fields if key != "created_at"},
        "ladders": [
            {
                "ladder": each.ladder.key,
                "tier": None if each.tier is None else each.tier.key,
                "since": each.since,
                "holding": each.holding
                and {
                    "earned": each.holding.earned and each.holding.earned.key,
                    "reached": each.holding.reached,
                    "layers": [(one.layer.id, one.phase) for one in each.holding.layers],
                },
                "next": None if each.next is None else each.next.tier.key,
                "tiers": [
                    {
                        "key": tier.tier.key,
                        "held": tier.held,
                        "reached": tier.reached,
                        "explained": None if tier.explained is None else asdict(tier.explained),
                    }
                    for tier in each.tiers
                ],
                "changes": [asdict(change) for change in each.changes],
            }
            for each in seen.ladders
        ],
    }
