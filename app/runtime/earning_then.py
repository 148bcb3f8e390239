"""Members as they were when something happened: their fields, tiers and multipliers then (R-23)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.program.benefit import Benefit
from app.program.benefits import BENEFIT_KINDS
from app.program.checked_earning import CheckedEarning
from app.program.declared import values_of
from app.program.earning import Factor
from app.program.objects import MEMBER
from app.program.program import Program
from app.runtime.releases import Live
from app.storage import grants, history, records, standings
from app.storage.grants import Grant
from app.storage.history import WHOLE, Before
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import Change
from app.words import Words

MULTIPLIER = "points_multiplier"
TIER, GRANT, BOOST = "tier", "grant", "boost"
"""What an amount was multiplied by."""


def multipliers(program: Program) -> tuple[Benefit, ...]:
    """Give the benefits that multiply what members earn."""
    return tuple(each for each in program.benefits if each.kind == MULTIPLIER)


@dataclass(slots=True, kw_only=True)
class Then:
    """What is known of some members from a moment on, read by a handful of statements."""

    live: Live
    program: Program
    """Whose tiers and benefits count: the live one, or a draft that is tried."""
    members: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    tiers: Mapping[int, Mapping[str, str | None]] = field(default_factory=dict)
    changed: dict[int, list[Before]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    granted: dict[int, list[Grant]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(
        cls,
        space: Space,
        live: Live,
        earning: CheckedEarning,
        program: Program,
        member_ids: Sequence[int],
        *,
        since: int,
        until: int,
    ) -> "Then":
        """Read what the rules need to know, and nothing else."""
        found = cls(live=live, program=program)
        more = multipliers(program)
        by_tier = earning.asks_tier or bool(more)
        if not member_ids or not (by_tier or earning.of_member):
            return found
        found.read_rows(space, member_ids)
        if earning.of_member:
            kept = live.catalogue.members
            for each in history.after_of_members(space, kept, member_ids, since):
                if each.field in earning.of_member:
                    found.changed[each.record_id].append(each)
        if by_tier:
            for change in standings.changes_after(space, member_ids, since):
                found.moved[change.member_id].append(change)
        if more:
            program_id = live.catalogue.program_id
            for grant in grants.around(space, program_id, member_ids, since=since, until=until):
                found.granted[grant.member_id].append(grant)
        return found

    def read_rows(self, space: Space, member_ids: Sequence[int]) -> None:
        members, dialect = self.live.catalogue.members, space.connection.dialect.name
        own = records.own(space, members).where(members.identity.in_(numbers(dialect)))
        rows = space.execute(own, {"ids": bound(dialect, sorted(member_ids))}).all()
        self.members = {row.id: records.by_field(members, row) for row in rows}
        self.tiers = {
            row.id: {
                key: each.key_of(row._asdict()[each.tier.name])
                for key, each in members.ladders.items()
            }
            for row in rows
        }

    def values(self, member_id: int, at: int) -> dict[str, Any]:
        """Give what conditions read of a member at a moment."""
        standing = {f"tier:{key}": tier for key, tier in self.tiers_at(member_id, at).items()}
        return {MEMBER: self.fields_at(member_id, at), **standing}

    def fields_at(self, member_id: int, at: int) -> dict[str, Any]:
        """Give a member's fields as they were: each as it was before its first later change."""
        fields = dict(self.members.get(member_id, {}))
        columns, seen = self.live.catalogue.members.fields, set()
        for each in self.changed.get(member_id, ()):
            if each.at > at and each.field not in seen and each.field != WHOLE:
                seen.add(each.field)
                if each.field in columns:
                    fields[each.field] = history.typed(columns[each.field], each.old)
        return fields

    def tiers_at(self, member_id: int, at: int) -> dict[str, str | None]:
        """Give the tiers in force at a moment, by ladder."""
        found = dict(self.tiers.get(member_id, {}))
        ladders = {each.id: key for key, each in self.live.catalogue.members.ladders.items()}
        seen = set()
        for each in self.moved.get(member_id, ()):
            key = ladders.get(each.ladder_id)
            if key is None or key in seen or each.at <= at:
                continue
            seen.add(key)
            found[key] = self.live.catalogue.members.ladders[key].key_of(each.old_tier_id)
        return found

    def of_benefits(self, member_id: int, at: int, currency: str) -> Factor | None:
        """Give the highest multiplier of tiers and grants: of several benefits it alone holds."""
        found = [
            *self._of_tiers(self.tiers_at(member_id, at), currency),
            *self._of_grants(member_id, at, currency),
        ]
        return max(found, key=lambda each: each.times, default=None)

    def _of_tiers(self, held: Mapping[str, str | None], currency: str) -> list[Factor]:
        known = {each.key: each for each in multipliers(self.program)}
        found = []
        for ladder in self.program.ladders:
            tier = next((t for t in ladder.tiers if t.key == held.get(ladder.key)), None)
            for given in () if tier is None else tier.benefits:
                if given.benefit in known and tier is not None:
                    benefit = known[given.benefit]
                    key = f"{ladder.key}:{tier.key}"
                    options = {**benefit.options, **given.options}
                    found += _factor(TIER, key, tier.label, options, currency)
        return found

    def _of_grants(self, member_id: int, at: int, currency: str) -> list[Factor]:
        known = {each.key: each for each in multipliers(self.program)}
        found = []
        for grant in self.granted.get(member_id, ()):
            if grant.benefit in known and grant.holds_at(at):
                benefit = known[grant.benefit]
                options = {**benefit.options, **grant.options}
                found += _factor(GRANT, benefit.key, benefit.label, options, currency)
        return found


def _factor(
    kind: str, key: str, label: Words, options: Mapping[str, Any], currency: str
) -> list[Factor]:
    values = values_of(BENEFIT_KINDS[MULTIPLIER].options, options)
    if values["times"] is None or values["currency"] != currency:
        return []
    return [Factor(kind=kind, key=key, times=values["times"], labels=label.to_json())]
