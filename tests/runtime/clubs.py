"""A published programme with a clock of its own, for tests that read like the articles."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.builder import drafts, releases
from app.builder.releases import Apply
from app.clock import to_instant
from app.runtime import evaluation
from app.runtime.intake import Entry
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import Live, live
from app.storage import programs, records
from app.storage.spaces import Spaces

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
"""Midday of 1 March 2026 in Shanghai."""


def document(*tiers: Any, **more: Any) -> dict[str, Any]:
    """A programme whose tiers are (key, condition), lowest first, the lowest without one."""
    return {
        "format": 1,
        "key": "club",
        "label": {"zh": "俱乐部", "en": "Club"},
        "ladders": [
            {
                "key": "main",
                "label": {"zh": "会员等级", "en": "Tiers"},
                "tiers": [
                    {"key": key, "label": key} | ({} if rule is None else {"condition": rule})
                    for key, rule in tiers
                ],
                **more.pop("ladder", {}),
            }
        ],
        **more,
    }


class Club:
    """One programme at work; `now` moves only when told to."""

    def __init__(
        self, spaces: Spaces, content: Any, *, key: str = "team", now: datetime = NOON
    ) -> None:
        self.spaces = spaces
        self.now = now
        self._orders = 0
        self._evaluations = 0
        with spaces.installation() as connection:
            self.workspace_id = programs.create_workspace(
                connection,
                spaces.ids.one(connection),
                key=key,
                label=key,
                at=to_instant(self.now),
            )
        with spaces.writing(self.workspace_id) as space:
            self.program_id = drafts.create(space, content, now=self.now, by=None)
        self.publish()

    def publish(self, content: Any = None) -> None:
        """Release the draft, or a new document, and fill its metrics."""
        self.release(content)
        evaluation.prepare(
            self.spaces, self.workspace_id, self.program_id, now=to_instant(self.now)
        )

    def release(self, content: Any = None, *, apply: Apply = Apply.NEXT) -> None:
        """Release the draft, or a new document, and leave the rest to the worker."""
        with self.spaces.writing(self.workspace_id) as space:
            if content is not None:
                seen = drafts.get(space, self.program_id).version
                drafts.save(space, self.program_id, content, seen=seen, now=self.now, by=None)
            releases.publish(space, self.program_id, note="", now=self.now, by=None, apply=apply)

    @property
    def live(self) -> Live:
        with self.spaces.reading(self.workspace_id) as space:
            return live(space, self.program_id)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def at(self, year: int, month: int, day: int, hour: int = 12) -> None:
        """Set the clock to an hour in Shanghai."""
        self.now = datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=8)

    def send(self, *entries: Entry, update: bool = False) -> list[Outcome]:
        with self.spaces.writing(self.workspace_id) as space:
            return record_many(
                space,
                live(space, self.program_id),
                entries,
                now=to_instant(self.now),
                cause="test",
                create_members=True,
                update=update,
            )

    def join(self, name: str, /, **values: Any) -> int:
        """Enrol a member, who is called by their external id."""
        entry = Entry(
            object="member",
            values={"external_id": name, "joined_at": self.now.isoformat(), **values},
        )
        (outcome,) = self.send(entry)
        assert outcome.record_id is not None, outcome.findings
        return outcome.record_id

    def buy(self, name: str, amount: str | float, *, at: datetime | None = None) -> Outcome:
        self._orders += 1
        entry = Entry(
            object="order",
            member={"external_id": name},
            values={
                "external_id": f"o{self._orders}",
                "amount": str(amount),
                "paid_at": (at or self.now).isoformat(),
            },
        )
        return self.kept(entry)

    def refund(self, order: Outcome, amount: str | float) -> Outcome:
        entry = Entry(
            object="refund",
            member={"id": str(order.member_id)},
            values={
                "order": str(order.record_id),
                "amount": str(amount),
                "refunded_at": self.now.isoformat(),
            },
        )
        return self.kept(entry)

    def act(self, name: str, kind: str, *, at: datetime | None = None, **values: Any) -> Outcome:
        entry = Entry(
            object="activity",
            member={"external_id": name},
            values={"kind": kind, "occurred_at": (at or self.now).isoformat(), **values},
        )
        return self.kept(entry)

    def kept(self, entry: Entry) -> Outcome:
        (outcome,) = self.send(entry)
        assert outcome.status is not Status.REFUSED, outcome.findings
        return outcome

    def evaluate(self, occurrence: str | None = None) -> evaluation.Evaluated:
        self._evaluations += 1
        return evaluation.evaluate(
            self.spaces,
            self.workspace_id,
            self.program_id,
            now=to_instant(self.now),
            occurrence=occurrence or f"{self._evaluations}",
        )

    def tiers(self, names: Sequence[str] | None = None) -> dict[str, str | None]:
        """Say on which tier each member stands, by external id."""
        with self.spaces.reading(self.workspace_id) as space:
            members = live(space, self.program_id).catalogue.members
            columns = members.ladders["main"]
            rows = space.execute(records.own(space, members)).all()
            found = {
                records.by_field(members, row)["external_id"]: columns.key_of(
                    row._asdict()[columns.tier.name]
                )
                for row in rows
            }
        return found if names is None else {each: found[each] for each in names}

    def tier(self, name: str) -> str | None:
        return self.tiers([name])[name]
