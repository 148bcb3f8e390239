"""Entries going into the books: each cause once, a set of members at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.days import local_day, start_of_day
from app.errors import Conflict, Finding
from app.program.objects import ENTRY, EntryKind
from app.runtime.accounts import Account
from app.runtime.batches import KEY, Batch, Outcome, Status
from app.runtime.owners import hold
from app.runtime.postings import (
    Asked,
    Expiry,
    Posting,
    Reversal,
    earned_by,
    nobody,
    too_little,
    used_up,
    wrong_posting,
)
from app.runtime.releases import Live
from app.runtime.reversing import Original, worth, wrong_reversal
from app.storage import holds, identities, ledger, records
from app.storage.catalogue import Records
from app.storage.identities import Owner
from app.storage.sets import bound, numbers
from app.storage.space import Space

KIND = f"{ENTRY}.{KEY}"
"""How the identity table calls the causes of entries."""


class NoLedger(Conflict):
    """The live release is older than the ledger."""

    def __init__(self) -> None:
        super().__init__(
            "正在生效的版本还没有账本：重新发布一次方案即可。",
            "The live release has no ledger yet: publish the programme once more.",
        )


def entries_of(live: Live) -> Records:
    """Find the table of entries. Raises `NoLedger`."""
    found = live.catalogue.records.get(ENTRY)
    if found is None:
        raise NoLedger
    return found


def originals(space: Space, live: Live, causes: Sequence[str]) -> dict[str, Owner]:
    """Look up entries by their causes; what was never posted is left out."""
    return identities.find(space, live.catalogue.program_id, KIND, sorted(set(causes)))


@dataclass(slots=True, kw_only=True)
class Booking:
    """A set of requests on their way into the books; `batch` collects what becomes of each."""

    batch: Batch
    asked: Sequence[Asked]
    owners: dict[int, Owner] = field(default_factory=dict)
    """Whose each entry is and which id it gets, by number of the request."""
    accounts: dict[tuple[int, str], Account] = field(default_factory=dict)
    reversed: dict[int, Original] = field(default_factory=dict)
    """The entries that are to be reversed, by id."""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def space(self) -> Space:
        return self.batch.space

    @property
    def live(self) -> Live:
        return self.batch.live

    def book(self) -> None:
        """Take the causes, lock the members, book each request in its order, write it all."""
        entries = entries_of(self.live)
        named = self._originals()
        fresh = self._claim(named)
        members = self._hold(fresh)
        there = self._members(members)
        self._open(entries, members, [named[n] for n in fresh if n in named])
        for n in fresh:
            here = self.owners[n].member_id in there
            if findings := tuple(self._one(n, named.get(n))) if here else (nobody(),):
                self._refuse(n, findings)
        self._write(entries)

    def _hold(self, fresh: Sequence[int]) -> list[int]:
        """Hold the members; who became one with another until then gets it under that one."""
        gone = hold(self.space, self.live, (self.owners[n].member_id for n in fresh))
        for n, owner in self.owners.items():
            self.owners[n] = owner._replace(member_id=gone.get(owner.member_id) or owner.member_id)
        members = sorted({self.owners[n].member_id for n in fresh})
        self.batch.held.update(members)
        return members

    def _refuse(self, n: int, findings: tuple[Finding, ...]) -> None:
        self.batch.outcomes[n] = Outcome(status=Status.REFUSED, findings=findings)
        if n in self.owners:
            catalogue, cause = self.live.catalogue, self.asked[n].cause
            identities.release(self.space, catalogue.program_id, KIND, [cause])

    def _originals(self) -> dict[int, Owner]:
        wanted = {n: each.of for n, each in enumerate(self.asked) if isinstance(each, Reversal)}
        found = originals(self.space, self.live, list(wanted.values()))
        return {n: found[cause] for n, cause in wanted.items() if cause in found}

    def _claim(self, named: Mapping[int, Owner]) -> list[int]:
        """Refuse what will not do in itself, and leave out what is posted already."""
        sound = [n for n, each in enumerate(self.asked) if self._is_sound(n, each, named)]
        first: dict[str, int] = {}
        for n, entry_id in zip(sound, self.space.take_ids(len(sound)), strict=True):
            self.owners[n] = Owner(self._member(n, named), entry_id)
            first.setdefault(self.asked[n].cause, n)
        taken = identities.claim(
            self.space,
            self.live.catalogue.program_id,
            KIND,
            {cause: self.owners[n] for cause, n in first.items()},
        )
        for n in sound:
            cause = self.asked[n].cause
            owner = taken.get(cause, self.owners[first[cause]])
            if cause in taken or first[cause] != n:
                self.batch.outcomes[n] = Outcome(
                    status=Status.KNOWN, record_id=owner.record_id, member_id=owner.member_id
                )
        return [n for n in sound if n not in self.batch.outcomes]

    def _is_sound(self, n: int, asked: Asked, named: Mapping[int, Owner]) -> bool:
        findings: tuple[Finding, ...] = ()
        if isinstance(asked, Posting):
            currency = self.live.checked.program.find_currency(asked.currency)
            findings = tuple(wrong_posting(asked, currency, now=self.batch.moment.now))
        elif isinstance(asked, Reversal):
            findings = tuple(wrong_reversal(asked, named.get(n)))
        if findings:
            self._refuse(n, findings)
        return not findings

    def _member(self, n: int, named: Mapping[int, Owner]) -> int:
        match self.asked[n]:
            case Posting(member_id=member_id):
                return member_id
            case Reversal():
                return named[n].member_id
            case Expiry(lot=lot):
                return lot.member_id

    def _members(self, ids: Sequence[int]) -> set[int]:
        kept, dialect = self.live.catalogue.members, self.space.connection.dialect.name
        own = records.own(self.space, kept, kept.identity)
        found = own.where(kept.identity.in_(numbers(dialect)))
        return set(self.space.execute(found, {"ids": bound(dialect, ids)}).scalars())

    def _open(self, entries: Records, members: Sequence[int], named: Sequence[Owner]) -> None:
        """Read the accounts of the members, and what is behind the entries to be reversed."""
        ids = sorted({each.record_id for each in named})
        program_id = self.live.catalogue.program_id
        found = ledger.open_of(self.space, program_id, members, ids)
        for lot in found.lots:
            self.account(lot.member_id, lot.currency).lots.append(lot)
        for debt in sorted(found.debts, key=lambda each: each.entry_id):
            self.account(debt.member_id, debt.currency).debts.append(debt)
        if any(isinstance(each, Posting) and each.kind is EntryKind.SPEND for each in self.asked):
            kept = holds.held(self.space, program_id, members, at=self.batch.moment.now)
            for (member_id, currency), amount in kept.items():
                self.account(member_id, currency).held = amount
        lots = {each.id: each for each in found.lots}
        for entry_id, lot_id, amount in found.parts:
            lot = lots[lot_id]
            self.account(lot.member_id, lot.currency).parts[entry_id][lot] = amount
        taken = ledger.reversed_of(self.space, entries, ids)
        for entry_id, row in records.find_rows(self.space, entries, ids).items():
            self.reversed[entry_id] = Original.of(row, taken.get(entry_id))

    def account(self, member_id: int, currency: str) -> Account:
        name = member_id, currency
        if name not in self.accounts:
            self.accounts[name] = Account(member_id=member_id, currency=currency)
        return self.accounts[name]

    def _one(self, n: int, original: Owner | None) -> Iterator[Finding]:
        """Book one request, or say why it cannot be."""
        match self.asked[n]:
            case Posting() as posting:
                yield from self._post(n, posting)
            case Reversal() as reversal:
                assert original is not None
                yield from self._reverse(n, reversal, self.reversed[original.record_id])
            case Expiry(lot=lot):
                self._lapse(n, lot)

    def _post(self, n: int, asked: Posting) -> Iterator[Finding]:
        account = self.account(self.owners[n].member_id, asked.currency)
        entry_id, today = self.owners[n].record_id, self.batch.moment.today
        if asked.amount > 0:
            account.credit(entry_id, asked.amount, asked.expires_on, asked.usable_on)
        elif asked.kind is EntryKind.ADJUST:
            account.claw_back(entry_id, -asked.amount)
        elif account.spendable(today) < -asked.amount:
            yield too_little(account.spendable(today))
            return
        else:
            account.spend(entry_id, -asked.amount, today)
        currency = self.live.checked.program.find_currency(asked.currency)
        assert currency is not None
        self._enter(
            n,
            currency=asked.currency,
            amount=asked.amount,
            earned=earned_by(asked, currency),
            kind=asked.kind,
            occurred_at=self.batch.moment.now if asked.occurred_at is None else asked.occurred_at,
            expires_on=asked.expires_on,
            note=asked.note,
        )

    def _reverse(self, n: int, asked: Reversal, original: Original) -> Iterator[Finding]:
        account = self.account(self.owners[n].member_id, original.currency)
        entry_id = self.owners[n].record_id
        own = account.of_entry(original.id)
        found = worth(asked, original, lapsed=sum(each.lapsed for each in own))
        if isinstance(found, Finding):
            yield found
            return
        if original.amount > 0:
            account.claw_back(entry_id, -found.amount, own)
        else:
            account.give_back(entry_id, original.id, found.amount, asked.extend_to)
        self.reversed[original.id] = original.after(found)
        self._enter(
            n,
            currency=original.currency,
            amount=found.amount,
            earned=found.earned,
            kind=EntryKind.REVERSAL,
            # What was earned is gone from the day it was earned on, as a refund is from its order.
            occurred_at=original.occurred_at if found.earned else self.batch.moment.now,
            expires_on=asked.extend_to,
            reverses=original.id,
            note=asked.note,
        )

    def _lapse(self, n: int, lot: ledger.Lot) -> None:
        zone = self.live.checked.program.settings.calendar.zone
        account = self.account(self.owners[n].member_id, lot.currency)
        found = next((each for each in account.lots if each.id == lot.id), None)
        if found is None or found.expires_on is None:
            self._refuse(n, (used_up(),))
            return
        rest = found.rest
        account.lapse(self.owners[n].record_id, found)
        self._enter(
            n,
            currency=lot.currency,
            amount=-rest,
            earned=0,
            kind=EntryKind.EXPIRY,
            occurred_at=start_of_day(found.expires_on, zone),
        )

    def _enter(self, n: int, **values: Any) -> None:
        entries, owner = entries_of(self.live), self.owners[n]
        day = local_day(values["occurred_at"], self.live.checked.program.settings.calendar.zone)
        row = dict.fromkeys(entries.fields) | {
            "id": owner.record_id,
            "member_id": owner.member_id,
            "created_at": self.batch.moment.now,
            KEY: self.asked[n].cause,
            **values,
            "kind": str(values["kind"]),
            "occurred_at.day": day,
        }
        self.rows.append(row)
        self.batch.outcomes[n] = Outcome(
            status=Status.CREATED, record_id=owner.record_id, member_id=owner.member_id
        )

    def _write(self, entries: Records) -> None:
        records.insert_rows(self.space, entries, self.rows)
        changed = list(self.accounts.values())
        ledger.write(
            self.space,
            self.live.catalogue.program_id,
            [lot for each in changed for lot in each.touched],
            [debt for each in changed for debt in each.owing],
            [taken for each in changed for taken in each.taken],
        )
        for row in self.rows:
            self.batch.touched.add(self.live, ENTRY, row)
            if row["earned"] < 0:
                self.batch.touched.lessened.add(row["member_id"])
