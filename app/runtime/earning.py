"""Members earn in the transaction of what they did: each record and rule once, set-wise.

Whatever entrance a record comes through, what it earns is booked before metrics are refreshed, so
that growth value counts in the same evaluation. A refund takes back its share, from the lot that
the order brought.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.days import Moment
from app.program.checked_earning import CheckedEarning, CheckedRule
from app.program.earning_amounts import share_of
from app.program.objects import ACTIVITY, ENTRY, ORDER, REFUND
from app.runtime.batches import Batch
from app.runtime.budget_books import Spending, stretch_of
from app.runtime.earning_books import EarningBooks
from app.runtime.earning_boosts import Boosted, names_of
from app.runtime.earning_events import event_of
from app.runtime.earning_price import Counted, Event, Priced, price
from app.runtime.earning_then import Then
from app.runtime.metrics import Touched
from app.runtime.releases import Live
from app.storage import earning as kept_earning
from app.storage import records
from app.storage.earning import Before, Given
from app.storage.space import Space

Row = Mapping[str, Any]


def earn(batch: Batch, also: Sequence[Row] = ()) -> None:
    """Book what the records of a batch earn; `also` are activities that came of them."""
    earning = batch.live.checked.earning
    fresh, again, refunded = _sorted(batch, also, earning)
    if not (fresh or again or refunded or batch.touched.gone):
        return
    if ENTRY in batch.live.catalogue.records:
        books = EarningBooks(batch=batch)
        run = Earnings(batch=batch, earning=earning, books=books, fresh=fresh, again=again)
        run.settle(refunded)


def take_back(
    space: Space, live: Live, touched: Touched, moment: Moment, cause: str, orders: Iterable[int]
) -> None:
    """Take back what records earned that are gone, and put right what these orders earned."""
    if ENTRY not in live.catalogue.records or not (touched.gone or orders):
        return
    batch = Batch(space=space, live=live, moment=moment, cause=cause, touched=touched)
    books = EarningBooks(batch=batch)
    Earnings(batch=batch, earning=live.checked.earning, books=books).settle(set(orders))


def _sorted(
    batch: Batch, also: Sequence[Row], earning: CheckedEarning
) -> tuple[list[Event], list[Event], set[int]]:
    """Tell new records, changed ones and refunded orders apart; most batches have none of them."""
    last: dict[tuple[str, int], Event] = {}
    new: set[tuple[str, int]] = set()
    refunded: set[int] = set()
    by_object = earning.by_object
    for each in batch.kept:
        if each.object == REFUND:
            refunded.add(each.after["order"])
        if each.object in by_object and (event := event_of(batch.live, each.object, each.after)):
            name = each.object, each.record_id
            last[name] = event
            new |= {name} if each.before is None else set()
    for row in also if ACTIVITY in by_object else ():
        if event := event_of(batch.live, ACTIVITY, row):
            last[ACTIVITY, event.record_id] = event
            new.add((ACTIVITY, event.record_id))
    events = sorted(last.items(), key=lambda each: _order(each[1]))
    fresh = [event for name, event in events if name in new and any(_rules_for(earning, event))]
    again = [event for name, event in events if name not in new]
    return fresh, [each for each in again if not _is_of(each, refunded)], refunded


def _rules_for(earning: CheckedEarning, event: Event) -> Iterator[CheckedRule]:
    """Give the rules that mind a record of this kind and day, whatever it says besides."""
    for each in earning.by_object.get(event.object, ()):
        rule = each.rule
        if rule.minds(event.object, event.row) and rule.holds_on(event.moment.today):
            yield each


def _is_of(event: Event, orders: set[int]) -> bool:
    return event.object == ORDER and event.record_id in orders


def _order(event: Event) -> tuple[int, int]:
    return event.moment.now, event.record_id


@dataclass(slots=True, kw_only=True)
class Earnings:
    """What one batch earns and gives back, on its way into the books."""

    batch: Batch
    earning: CheckedEarning
    books: EarningBooks
    fresh: Sequence[Event] = ()
    again: Sequence[Event] = ()
    returned: Mapping[int, Row] = field(default_factory=dict)
    """Orders of which something was returned, as they are now."""

    @property
    def space(self) -> Space:
        return self.batch.space

    @property
    def live(self) -> Live:
        return self.batch.live

    @property
    def program_id(self) -> int:
        return self.live.catalogue.program_id

    def settle(self, refunded: set[int]) -> None:
        """Find what is due, book it in one go, and keep why."""
        before = self._of_records([(e.object, e.record_id, e.member_id) for e in self.again])
        gone = self._of_records(self.batch.touched.gone)
        orders = self.live.catalogue.records[ORDER]
        self.returned = records.find_rows(self.space, orders, sorted(refunded))
        returned = self._of_records(
            (ORDER, order_id, row["member_id"]) for order_id, row in self.returned.items()
        )
        self._lock_budgets([*before, *gone, *returned])
        for group in _groups(gone):
            self.books.adjust(group, 0)
        for group in _groups(returned):
            self.books.adjust(group, _left(group[-1], self.returned[group[-1].record_id]))
        self._price(before)
        self.books.book()

    def _of_records(self, named: Iterable[tuple[str, int, int]]) -> list[Given]:
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for object_key, record_id, member_id in named:
            found[object_key].add((record_id, member_id))
        rows: list[Given] = []
        for object_key, pairs in sorted(found.items()):
            ids, members = {each[0] for each in pairs}, {each[1] for each in pairs}
            rows += kept_earning.of_records(self.space, self.program_id, object_key, ids, members)
        return rows

    def _lock_budgets(self, known: Sequence[Given]) -> None:
        self.books.boosted = Boosted.read(self.space, self.program_id, known)
        names = self.books.boosted.names()
        names |= {
            (each.budget, each.stretch)
            for each in known
            if each.budget is not None and each.stretch is not None
        }
        budgets = self.earning.budgets
        for event in (*self.fresh, *self.again):
            for rule in self._rules(event):
                budget = None if rule.rule.budget is None else budgets.get(rule.rule.budget)
                if budget is not None:
                    names.add((budget.key, stretch_of(budget, event.moment)))
                if rule.rule.boosted:
                    names.update(names_of(self.earning, rule.rule, event.moment))
        if names:
            self.books.spending = Spending.lock(self.space, self.program_id, budgets, names)

    def _rules(self, event: Event) -> Iterator[CheckedRule]:
        yield from _rules_for(self.earning, event)

    def _price(self, before: Sequence[Given]) -> None:
        events = [*self.fresh, *self.again]
        if not events:
            return
        members = sorted({each.member_id for each in events})
        since = min(each.moment.now for each in events)
        until = max(each.moment.now for each in events)
        program = self.live.checked.program
        then = Then.read(
            self.space, self.live, self.earning, program, members, since=since, until=until
        )
        counted = Counted.read(self.space, self.program_id, self.earning, events)
        known = {(one[0].object, one[0].record_id, one[0].rule): one for one in _groups(before)}
        for event in events:
            for rule in self._rules(event):
                group = known.pop((event.object, event.record_id, rule.rule.key), None)
                times = None if group is None else Fraction(str(group[-1].why["times"]))
                priced = price(
                    self.earning,
                    rule,
                    event,
                    then=then,
                    counted=counted,
                    spending=self.books.spending,
                    times=times,
                )
                if group is None:
                    self._give(event, priced, counted)
                else:
                    self._correct(event, group, priced)
        self._undo(known.values())

    def _undo(self, groups: Iterable[Sequence[Given]]) -> None:
        """Take back what rules gave that do not mind a changed record any more.

        A rule that is no more takes nothing back.
        """
        at_work = {each.rule.key for rules in self.earning.by_object.values() for each in rules}
        for group in groups:
            if group[-1].rule in at_work:
                self.books.adjust(group, 0)

    def _give(self, event: Event, priced: Priced, counted: Counted) -> None:
        """Have an earning booked, and charged to its budget."""
        rule, amount, extras = priced.rule, priced.amount, priced.extras
        if _is_of(event, set(self.returned)):
            amount = _share(amount, self.returned[event.record_id], fixed=rule.is_fixed)
            extras = tuple(each.share(amount, priced.amount) for each in extras)
        self.books.spending.charge(rule.budget, priced.stretch, amount, priced.refused)
        if not amount:
            return
        row = Given(
            member_id=event.member_id,
            id=0,
            rule=rule.key,
            object=event.object,
            record_id=event.record_id,
            number=0,
            currency=rule.currency,
            at=event.moment.now,
            day=event.moment.today,
            whole=priced.amount,
            amount=amount,
            budget=None if priced.stretch is None else rule.budget,
            stretch=priced.stretch,
            why=dict(priced.why) | self._days(rule, event.moment),
        )
        self.books.give(row, rule.label.together, extras)
        counted.add(
            Before(
                member_id=row.member_id,
                rule=row.rule,
                currency=row.currency,
                record_id=row.record_id,
                day=row.day,
                at=row.at,
                amount=row.amount,
            )
        )

    def _days(self, rule: Any, moment: Moment) -> dict[str, int]:
        """Say until when what is earned holds, and from when it can be spent."""
        found = {}
        expires = rule.valid.expires_on(moment.today, moment.calendar)
        if expires is not None:
            found["expires_on"] = expires
        if rule.held:
            found["usable_on"] = moment.today + rule.held
        return found

    def _correct(self, event: Event, group: Sequence[Given], priced: Priced) -> None:
        """Bring a record that was changed to what it is worth now; what was returned stays so."""
        for each in group:
            each.whole = priced.amount
        self.books.corrected += group
        due = _left(group[-1], event.row) if event.object == ORDER else priced.amount
        self.books.adjust(group, due)


def _groups(rows: Iterable[Given]) -> list[list[Given]]:
    """Put together what one rule gave for one record, in its order."""
    found: dict[tuple[int, str, str, int], list[Given]] = defaultdict(list)
    for each in rows:
        found[each.member_id, each.object, each.rule, each.record_id].append(each)
    return [sorted(group, key=lambda each: each.number) for group in found.values()]


def _left(given: Given, order: Row) -> int:
    """Give what an order has earned with what is left of it; a fixed amount goes with the last."""
    return _share(given.whole, order, fixed=bool(given.why.get("fixed")))


def _share(whole: int, order: Row, *, fixed: bool) -> int:
    if fixed:
        return whole if order["net"] > 0 else 0
    return share_of(whole, order["net"], order["amount"])
