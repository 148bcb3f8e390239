"""One member's lots and debts in one currency: what earning, spending and taking back do to them.

What comes in pays debts first, and what is taken back is taken from whatever there is before it is
owed. So a member has open lots or debts, and what can be spent is never more than the balance. Two
members who become one may have both; the next entry makes them even.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.storage.ledger import Debt, Lot, Taken


def _by_expiry(lot: Lot) -> tuple[bool, int, int]:
    """Order lots as they are used up: what expires first goes first."""
    return lot.expires_on is None, lot.expires_on or 0, lot.entry_id


@dataclass(slots=True, kw_only=True)
class Account:
    """Changes in memory; `touched`, `owing` and `taken` are what must be written."""

    member_id: int
    currency: str
    lots: list[Lot] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    held: int = 0
    """What is kept for something and cannot be spent otherwise."""
    parts: dict[int, dict[Lot, int]] = field(default_factory=lambda: defaultdict(dict))
    """What debits have taken from lots and not given back, by entry."""
    touched: dict[Lot, None] = field(default_factory=dict)
    owing: dict[Debt, None] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)

    def spendable(self, today: int) -> int:
        usable = sum(each.rest for each in self._usable(today))
        lapsed = sum(each.rest for each in self.lots) - usable
        owed = sum(each.rest for each in self.debts)
        return max(usable - max(owed - lapsed, 0) - self.held, 0)

    def _usable(self, today: int) -> list[Lot]:
        return [
            each
            for each in self.lots
            if (each.expires_on is None or each.expires_on > today)
            and (each.usable_on is None or each.usable_on <= today)
        ]

    def of_entry(self, entry_id: int) -> list[Lot]:
        return [each for each in self.lots if each.entry_id == entry_id]

    def credit(
        self, entry_id: int, amount: int, expires_on: int | None, usable_on: int | None = None
    ) -> None:
        """Open a lot; debts are paid from it first, also where nobody can spend it yet."""
        self._open(entry_id, amount, expires_on, usable_on)
        self._pay(entry_id)

    def _open(
        self, entry_id: int, amount: int, expires_on: int | None, usable_on: int | None = None
    ) -> None:
        lot = Lot(
            member_id=self.member_id,
            currency=self.currency,
            entry_id=entry_id,
            amount=amount,
            rest=amount,
            expires_on=expires_on,
            usable_on=usable_on,
        )
        self.lots.append(lot)
        self.touched[lot] = None

    def spend(self, entry_id: int, amount: int, today: int) -> None:
        """Take what there must be: see `spendable`."""
        self._pay(entry_id)
        missing = self._take(self._usable(today), entry_id, amount)
        assert missing == 0

    def claw_back(self, entry_id: int, amount: int, own: Iterable[Lot] = ()) -> None:
        """Take from the earning's own lots, then from the others; owe the rest."""
        missing = self._take(own, entry_id, amount)
        missing = self._take(self.lots, entry_id, missing)
        if missing:
            debt = Debt(
                member_id=self.member_id,
                currency=self.currency,
                entry_id=entry_id,
                amount=missing,
                rest=missing,
            )
            self.debts.append(debt)
            self.owing[debt] = None

    def lapse(self, entry_id: int, lot: Lot) -> None:
        """Let what is left of a lot expire."""
        lot.lapsed += lot.rest
        self._take([lot], entry_id, lot.rest)

    def give_back(self, entry_id: int, debit_id: int, amount: int, extend_to: int | None) -> None:
        """Undo part of a debit: what it owes is forgiven, then its lots get back what they gave.

        What would have expired last comes back first. Where `extend_to` is later than a lot
        expires, what comes back is a lot of its own that expires then.
        """
        for debt in (each for each in self.debts if each.entry_id == debit_id):
            forgiven = min(debt.rest, amount)
            debt.rest -= forgiven
            amount -= forgiven
            self.owing[debt] = None
        for lot, given in sorted(
            self.parts[debit_id].items(), key=lambda part: _by_expiry(part[0]), reverse=True
        ):
            returned = min(given, amount)
            if returned:
                amount -= returned
                self._move(lot, debit_id, -returned, entry_id)
                self._extend(lot, entry_id, returned, extend_to)
        assert amount == 0
        self._pay(entry_id)

    def _extend(self, lot: Lot, entry_id: int, amount: int, extend_to: int | None) -> None:
        if extend_to is not None and lot.expires_on is not None and lot.expires_on < extend_to:
            self._move(lot, entry_id, amount, entry_id)
            self._open(entry_id, amount, extend_to)

    def _pay(self, cause_id: int) -> None:
        """Pay what is owed from what there is, the oldest debt first."""
        for debt in self.debts:
            for lot in sorted(self.lots, key=_by_expiry):
                paid = min(debt.rest, lot.rest)
                if paid:
                    debt.rest -= paid
                    self.owing[debt] = None
                    self._move(lot, debt.entry_id, paid, cause_id)

    def _take(self, lots: Iterable[Lot], entry_id: int, amount: int) -> int:
        """Take from lots in the order in which they expire; give what could not be taken."""
        for lot in sorted(lots, key=_by_expiry):
            part = min(lot.rest, amount)
            if part:
                amount -= part
                self._move(lot, entry_id, part, entry_id)
        return amount

    def _move(self, lot: Lot, entry_id: int, amount: int, cause_id: int) -> None:
        lot.rest -= amount
        parts = self.parts[entry_id]
        parts[lot] = parts.get(lot, 0) + amount
        self.touched[lot] = None
        self.taken.append(Taken(entry_id=entry_id, lot=lot, amount=amount, cause_id=cause_id))
