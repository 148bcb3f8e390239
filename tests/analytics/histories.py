"""A programme whose tier history is written by hand, day by day."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from app.analytics.diagnosis import Asked, Diagnosis, TierDiagnosis, diagnose
from app.analytics.periods import between
from app.clock import to_instant
from app.days import start_of_day, to_day
from app.storage import records
from app.storage.standing_tables import tier_change
from tests.runtime.clubs import Club

NOON = 12 * 3_600_000_000
FIRST = "2026-01-01"
UNTIL = "2026-03-01"
"""The period that is looked at."""


def day(text: str) -> int:
    return to_day(date.fromisoformat(text))


class Past:
    """Members of the ladder `main`, by number; only what is written here has happened to them."""

    def __init__(self, club: Club) -> None:
        self.club = club
        self.live = club.live
        self.columns = self.live.catalogue.members.ladders["main"]
        self.first = club.program_id * 1_000_000
        self.rows: list[dict[str, Any]] = []

    def moves(self, member: int, old: str | None, new: str | None, on: str | int) -> None:
        """Write that a member went from one tier to another, at noon of a day."""
        zone = self.live.checked.program.settings.calendar.zone
        self.moves_at(
            member,
            old,
            new,
            start_of_day(day(on) if isinstance(on, str) else on, zone) + NOON,
        )

    def moves_at(self, member: int, old: str | None, new: str | None, at: int) -> None:
        tiers = self.columns.tiers
        self.rows.append(
            {
                "workspace_id": self.club.workspace_id,
                "program_id": self.club.program_id,
                "member_id": self.first + member,
                "id": self.first + len(self.rows),
                "ladder_id": self.columns.id,
                "old_tier_id": None if old is None else tiers[old],
                "new_tier_id": None if new is None else tiers[new],
                "at": at,
                "reason": "evaluation",
                "release_id": 1,
            }
        )

    def crowd(
        self, members: int, *, rising: int, tier: str = "basic", above: str = "silver"
    ) -> None:
        """Let so many members stand on a tier long before the period, and some rise within."""
        for n in range(members):
            self.moves(n, None, tier, "2025-06-01")
        for n in range(rising):
            self.moves(n, tier, above, "2026-02-01")

    def written(self) -> None:
        if self.rows:
            with self.club.spaces.writing(self.club.workspace_id) as space:
                space.execute(insert(tier_change), self.rows)
            self.rows = []

    def on_tier(self, tier: str, *names: str, since: str) -> None:
        """Put members on a tier as if they had come there on a day, whatever they have."""
        members, columns = self.live.catalogue.members, self.columns
        table = members.table
        external = members.fields["external_id"]
        with self.club.spaces.writing(self.club.workspace_id) as space:
            space.execute(
                update(table)
                .where(table.c.workspace_id == self.club.workspace_id)
                .where(table.c[external.name].in_(names))
                .values(
                    {columns.tier.name: columns.tiers[tier], columns.since_day.name: day(since)}
                )
            )

    def ids(self) -> dict[str, int]:
        members = self.live.catalogue.members
        with self.club.spaces.reading(self.club.workspace_id) as space:
            rows = space.execute(records.own(space, members)).all()
            found = [records.by_field(members, row) for row in rows]
        return {each["external_id"]: each["id"] for each in found}

    def everything(self) -> list[tuple[Any, ...]]:
        """Give every row that a diagnosis might have touched."""
        table = self.live.catalogue.members.table
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return [
                tuple(row)
                for each in (table, tier_change)
                for row in space.execute(select(each).order_by(*each.primary_key.columns))
            ]

    def diagnosis(self, *, first: str = FIRST, until: str = UNTIL, **asked: Any) -> Diagnosis:
        return self.looked(Asked(span=between(first, until), **asked))

    def looked(self, asked: Asked) -> Diagnosis:
        self.written()
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return diagnose(space, self.live, "main", asked, now=to_instant(self.club.now))

    def tier(self, key: str, **asked: Any) -> TierDiagnosis:
        return next(each for each in self.diagnosis(**asked).tiers if each.tier.key == key)
