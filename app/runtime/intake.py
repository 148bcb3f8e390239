"""Reading what came in: whose it is, what it refers to, and whether it may be kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from app.days import Moment, local_day
from app.errors import Finding
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading, Refused
from app.program.fields.serial import Serial
from app.program.objects import ENTRY, MEMBER, ORDER
from app.program.validation import validate
from app.runtime.append_only import append_only
from app.runtime.releases import Live
from app.runtime.strangers import no_object, nobody_named, nothing_there
from app.storage import departures, identities, records
from app.storage.catalogue import Records
from app.storage.identities import Owner
from app.storage.ids import serials
from app.storage.space import Space

WORKED_OUT: Mapping[str, frozenset[str]] = {ORDER: frozenset({"net"})}
"""Fields in columns of their own that nobody writes."""
_ID = re2.compile(r"^[0-9]{1,18}$")
Identity = tuple[str, str]
"""A unique field of an object and its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record as an entrance hands it over."""

    object: str
    values: Mapping[str, Any]
    """By field, as JSON or as text. A reference may be `{"external_id": …}`."""
    member: Mapping[str, Any] | None = None
    """Whose it is: `{"id": …}`, or one unique field of the member with its value."""
    match: str = "external_id"
    """The unique field by which a record that is here already is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that has been read: values as columns hold them, and the ids it will have."""

    n: int
    entry: Entry
    record_id: int
    member_id: int | None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def match(self) -> str:
        return self.entry.match


Findings = tuple[Finding, ...]


class Intake:
    """Reads entries of one batch."""

    def __init__(self, space: Space, live: Live, moment: Moment, *, create_members: bool) -> None:
        self.space = space
        self.live = live
        self.moment = moment
        self.create_members = create_members
        self.created: set[int] = set()
        """Members made because an entry named an identity nobody had."""
        settings = live.checked.program.settings
        self.reading = Reading(zone=settings.calendar.zone, currency=settings.currency)

    def read(
        self, object_key: str, numbered: Sequence[tuple[int, Entry]]
    ) -> tuple[list[Draft], dict[int, Findings]]:
        """Read the entries of one object; give drafts, and findings of those refused."""
        refused: dict[int, Findings] = {}
        if object_key not in self.live.catalogue.records:
            return [], {n: (no_object(object_key),) for n, _ in numbered}
        kept = self.live.catalogue.records[object_key]
        raw = self.with_references(kept, numbered, refused)
        sound: dict[int, dict[str, Any]] = {}
        for n, entry in numbered:
            sound[n], findings = validate(kept.object, raw[n], reading=self.reading)
            if findings := (*refused.get(n, ()), *findings, *_computed(object_key, entry)):
                refused[n] = findings
        owners = self._owners(kept, numbered, refused)
        kept_ones = [(n, entry) for n, entry in numbered if n not in refused]
        drafts = []
        for record_id, (n, entry) in zip(
            self.space.take_ids(len(kept_ones)), kept_ones, strict=True
        ):
            owner = record_id if object_key == MEMBER else owners.get(n)
            self._fill(kept, sound[n])
            drafts.append(
                Draft(n=n, entry=entry, record_id=record_id, member_id=owner, values=sound[n])
            )
        self._number(kept, drafts)
        return drafts, refused

    def _fill(self, kept: Records, values: dict[str, Any]) -> None:
        """Add what the product knows itself: local days, and an order's net amount."""
        if kept.object.key == ORDER:
            values["net"] = 0 if values["status"] == "refunded" else values["amount"]
        for key in kept.days:
            moment = values.get(key)
            values[f"{key}.day"] = None if moment is None else local_day(moment, self.reading.zone)

    def _number(self, kept: Records, drafts: Sequence[Draft]) -> None:
        kind = FIELD_KINDS["serial"]
        assert isinstance(kind, Serial)
        for each in kept.object.of_kind("serial"):
            blank = [draft for draft in drafts if draft.values.get(each.key) is None]
            if blank:
                name = f"serial:{kept.fields[each.key].name}"
                numbers = serials(self.space.connection, name, len(blank))
                for draft, number in zip(blank, numbers, strict=True):
                    draft.values[each.key] = kind.written(number, each)

    def with_references(
        self,
        kept: Records,
        numbered: Sequence[tuple[int, Entry]],
        refused: dict[int, Findings],
    ) -> dict[int, dict[str, Any]]:
        """Turn references given by a unique field into ids; refuse those that lead nowhere."""
        raw = {n: dict(entry.values) for n, entry in numbered}
        for each in kept.object.of_kind("reference"):
            other = str(each.options["object"])
            wanted = {
                n: named
                for n, values in raw.items()
                if (named := self._identity(other, values.get(each.key))) is not None
            }
            found = self._find(other, wanted.values())
            for n, named in wanted.items():
                owner = found.get(named)
                raw[n][each.key] = None if owner is None else str(owner.record_id)
                if owner is None:
                    refused[n] = (*refused.get(n, ()), nothing_there(each.key, named))
        return raw

    def _owners(
        self,
        kept: Records,
        numbered: Sequence[tuple[int, Entry]],
        refused: dict[int, Findings],
    ) -> dict[int, int]:
        """Find the member of each entry; make those that are new, if that is wanted."""
        if kept.object.key == MEMBER or not kept.object.of_member:
            return {}
        wanted: dict[int, Identity] = {}
        for n, entry in numbered:
            named = self._identity(MEMBER, entry.member)
            if named is None:
                refused[n] = (*refused.get(n, ()), nobody_named())
            else:
                wanted[n] = named
        found = self._find(MEMBER, wanted.values())
        unwelcome = set(refused)
        sound = dict.fromkeys(each for n, each in wanted.items() if n not in unwelcome)
        missing = [each for each in sound if each not in found]
        if self.create_members:
            when = self._first_seen(kept, numbered, wanted)
            found |= self._make(missing, when)
        owners = {}
        for n, named in wanted.items():
            if named in found:
                owners[n] = found[named].member_id
            elif not (self.create_members and n in unwelcome):
                refused[n] = (*refused.get(n, ()), nothing_there("member", named))
        return owners

    def _identity(self, object_key: str, named: Any) -> Identity | None:
        """Read who is named, with the value written as its field keeps it."""
        found = _identity(named)
        designed = self.live.catalogue.records[object_key].object
        field = None if found is None else designed.find_field(found[0])
        if found is None or field is None:
            return found
        try:
            value = FIELD_KINDS[field.kind].parse(found[1], field, self.reading)
        except Refused:
            return found
        return found if value is None else (field.key, str(value))

    def _find(self, object_key: str, wanted: Iterable[Identity]) -> dict[Identity, Owner]:
        by_field: dict[str, set[str]] = defaultdict(set)
        for name, value in wanted:
            by_field[name].add(value)
        found: dict[Identity, Owner] = {}
        ids = [int(value) for value in by_field.pop("id", ()) if _ID.fullmatch(value)]
        kept = self.live.catalogue.records[object_key]
        for record_id, row in records.find_rows(self.space, kept, ids).items():
            found["id", str(record_id)] = Owner(row.get("member_id", record_id), record_id)
        if object_key == MEMBER:
            found |= self._merged([each for each in ids if ("id", str(each)) not in found])
        for name, values in by_field.items():
            kind = f"{object_key}.{name}"
            program_id = self.live.catalogue.program_id
            rows = identities.find(self.space, program_id, kind, sorted(values))
            found |= {(name, value): owner for value, owner in rows.items()}
        return found

    def _merged(self, ids: Sequence[int]) -> dict[Identity, Owner]:
        """Find who has the records of members that were merged into others."""
        program_id = self.live.catalogue.program_id
        gone = departures.find(self.space, program_id, ids)
        found = {}
        for each in (one for one in gone.values() if one.into_id is not None):
            survivor = departures.survivor_of(self.space, program_id, each.member_id)
            if records.find_rows(self.space, self.live.catalogue.members, [survivor]):
                found["id", str(each.member_id)] = Owner(survivor, survivor)
        return found

    def _first_seen(
        self,
        kept: Records,
        numbered: Sequence[tuple[int, Entry]],
        wanted: Mapping[int, Identity],
    ) -> dict[Identity, Any]:
        """Say when each member's first entry of this batch happened: that is when they joined."""
        when: dict[Identity, Any] = {}
        for n, entry in numbered:
            happened = entry.values.get(kept.object.occurred or "")
            if n in wanted and happened is not None:
                first = when.setdefault(wanted[n], happened)
                when[wanted[n]] = min(first, happened, key=str)
        return when

    def _make(
        self, missing: Sequence[Identity], when: Mapping[Identity, Any]
    ) -> dict[Identity, Owner]:
        entries = [
            Entry(
                object=MEMBER,
                values={name: value, "joined_at": when.get((name, value)) or self._now()},
            )
            for name, value in missing
            if self._names_a_member(name)
        ]
        drafts, _ = self.read(MEMBER, list(enumerate(entries)))
        kept = self.live.catalogue.members
        made = {}
        for draft in drafts:
            name = next(key for key in draft.entry.values if key != "joined_at")
            value = str(draft.values[name])
            owner = Owner(draft.record_id, draft.record_id)
            identities.claim(
                self.space, self.live.catalogue.program_id, f"{MEMBER}.{name}", {value: owner}
            )
            made[name, str(draft.entry.values[name])] = owner
        now = self.moment.now
        rows = [{"id": each.record_id, "created_at": now} | each.values for each in drafts]
        records.insert_rows(self.space, kept, rows)
        self.created.update(each.record_id for each in drafts)
        return made

    def _names_a_member(self, name: str) -> bool:
        found = self.live.catalogue.members.object.find_field(name)
        return found is not None and found.unique

    def _now(self) -> str:
        occurred = FIELD_KINDS["datetime"]
        members = self.live.catalogue.members.object
        return str(occurred.to_json(self.moment.now, members.field("joined_at")))


def _identity(named: Any) -> Identity | None:
    """Read `{"field": value}`, or an id alone."""
    if isinstance(named, Mapping) and len(named) == 1:
        name, value = next(iter(named.items()))
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(name), str(value)
    if isinstance(named, str | int) and not isinstance(named, bool) and named != "":
        return "id", str(named)
    return None


def _computed(object_key: str, entry: Entry) -> Findings:
    if object_key == ENTRY:
        return tuple(append_only())
    if any(entry.values.get(key) is not None for key in WORKED_OUT.get(object_key, ())):
        return (
            Finding.of(
                "/net",
                "净消费由系统计算（实付减退款），不能直接写入。",
                "Net spend is computed (paid minus refunded) and cannot be written.",
            ),
        )
    return ()
