"""What a record earns by a rule: base, multipliers, limits and budgets, and why it is that much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.days import Moment
from app.program.benefit import Every
from app.program.checked_earning import CheckedEarning, CheckedRule
from app.program.earning import EVER, EarningRule, Factor
from app.program.earning_amounts import (
    Earned,
    Limited,
    base_of,
    in_force,
    left_of,
    rounded,
    too_often,
)
from app.program.objects import MEMBER
from app.program.spans import first_day
from app.runtime.budget_books import Spending
from app.runtime.earning_boosts import Extra, Worth, worth_of
from app.runtime.earning_then import BOOST, Then
from app.storage import earning
from app.storage.earning import Before
from app.storage.space import Space

MINUTE = 60_000_000
"""Microseconds."""
_CEILING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A record that may earn."""

    object: str
    member_id: int
    record_id: int
    row: Mapping[str, Any]
    moment: Moment
    """When it happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What a rule comes to for a record; nothing where a condition or a limit says so."""

    rule: EarningRule
    amount: int
    refused: int = 0
    """What a budget did not let through."""
    stretch: int | None = None
    extras: tuple[Extra, ...] = ()
    """What boosts add out of budgets of their own."""
    why: Mapping[str, Any]
    """`no` says why it is nothing: where, cooldown, times, limit, budget, nothing."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What members have earned already, as limits count it."""

    known: dict[tuple[int, str], list[Before]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(
        cls, space: Space, program_id: int, checked: CheckedEarning, events: Sequence[Event]
    ) -> "Counted":
        """Read as little as the limits need: from the earliest stretch that counts."""
        found = cls()
        members = {each.member_id for each in events}
        ceilings = checked.earning.ceilings
        rules = [each.rule for each in checked.rules if each.rule.is_limited]
        if not events or not (rules or ceilings):
            return found
        first = min(events, key=lambda each: each.moment.today).moment
        since = _since(rules, [each.limits for each in ceilings], first)
        names = None if ceilings else {each.key for each in rules}
        for each in earning.before(space, program_id, members, names, since=since):
            found.add(each)
        return found

    def add(self, before: Before) -> None:
        self.known[before.member_id, before.rule].append(before)
        self.known[before.member_id, _CEILING + before.currency].append(before)

    def of(self, event: Event, rule: EarningRule) -> list[Earned]:
        return self._others(event, rule.key, rule.key)

    def in_all(self, event: Event, rule: EarningRule) -> list[Earned]:
        """Give what a member earned of a currency, but for this rule and record."""
        return self._others(event, _CEILING + rule.currency, rule.key)

    def _others(self, event: Event, name: str, rule: str) -> list[Earned]:
        return [
            Earned(day=each.day, at=each.at, amount=each.amount)
            for each in self.known.get((event.member_id, name), ())
            if (each.rule, each.record_id) != (rule, event.record_id)
        ]


def _since(
    rules: Iterable[EarningRule], ceilings: Iterable[Mapping[str, int]], first: Moment
) -> int | None:
    days = [first.today]
    spans: set[str] = {span for each in ceilings for span in each}
    for rule in rules:
        spans |= {*rule.limits, *rule.times}
        days.append(first.today - rule.cooldown // (24 * 60) - 1)
    if EVER in spans:
        return None
    days += [first_day(Every(each), first.today, first.calendar) for each in spans]
    return min(days)


def price(
    checked: CheckedEarning,
    rule: CheckedRule,
    event: Event,
    *,
    then: Then,
    counted: Counted,
    spending: Spending,
    times: Any = None,
) -> Priced:
    """Say what a rule is worth for a record; `times` is the multiplier it got before, if any."""
    of, moment = rule.rule, event.moment
    if not of.holds_on(moment.today):
        return _nothing(of, "days")
    values = {**event.row, **then.values(event.member_id, moment.now)}
    if rule.meets is not None and not rule.meets(values, moment):
        return _nothing(of, "where")
    base = base_of(rule, values, moment)
    if not base:
        return _nothing(of, "nothing")
    factors = list(_factors(checked, rule, event, then, values))
    if times is None:
        found = worth_of(checked, of, base, factors, moment, spending)
    else:
        again = rounded(base * times, of.rounding)
        found = Worth(amount=again, plain=again, times=times)
    worth = found.amount
    why: dict[str, Any] = {
        "base": str(base),
        "times": str(found.times),
        "worth": worth,
        "factors": [_told(each) for each in factors],
        "tiers": then.tiers_at(event.member_id, moment.now),
        "fixed": of.is_fixed,
        "release": then.live.number,
    }
    if worth <= 0:
        return _nothing(of, "nothing", why)
    return _within(checked, of, event, found, why, counted, spending)


def _within(
    checked: CheckedEarning,
    rule: EarningRule,
    event: Event,
    found: Worth,
    why: dict[str, Any],
    counted: Counted,
    spending: Spending,
) -> Priced:
    """Bring an amount down to what limits and budgets let through."""
    earned, day, calendar = counted.of(event, rule), event.moment.today, event.moment.calendar
    if rule.cooldown and _is_too_soon(rule, event, earned):
        return _nothing(rule, "cooldown", why)
    if span := too_often(rule.times, earned, day, calendar):
        return _nothing(rule, "times", why | {"span": span})
    limits = [left_of(rule.limits, earned, day, calendar)]
    for ceiling in checked.earning.ceilings:
        if ceiling.currency == rule.currency:
            whole = counted.in_all(event, rule)
            limits.append(left_of(ceiling.limits, whole, day, calendar))
    amount = worth = found.amount
    least = min((each for each in limits if each.amount is not None), key=_rest, default=None)
    if least is not None and least.amount is not None and least.amount < worth:
        amount = least.amount
        why |= {"span": least.span, "left": least.amount}
        if not amount:
            return _nothing(rule, "limit", why)
    left, stretch = spending.left(rule.budget, event.moment)
    given = amount if left is None else min(amount, left)
    if given < amount:
        why |= {"budget": rule.budget, "budget_left": left}
    if not given:
        return _nothing(rule, "budget", why, refused=amount, stretch=stretch)
    return Priced(
        rule=rule,
        amount=given,
        refused=amount - given,
        stretch=stretch,
        extras=found.within(given),
        why=why,
    )


def _rest(limited: Limited) -> int:
    return limited.amount or 0


def _nothing(
    rule: EarningRule,
    no: str,
    why: Mapping[str, Any] | None = None,
    *,
    refused: int = 0,
    stretch: int | None = None,
) -> Priced:
    said = {**(why or {}), "no": no}
    return Priced(rule=rule, amount=0, refused=refused, stretch=stretch, why=said)


def _is_too_soon(rule: EarningRule, event: Event, earned: Iterable[Earned]) -> bool:
    pause = rule.cooldown * MINUTE
    return any(each.amount > 0 and abs(event.moment.now - each.at) < pause for each in earned)


def _factors(
    checked: CheckedEarning,
    rule: CheckedRule,
    event: Event,
    then: Then,
    values: Mapping[str, Any],
) -> Iterable[Factor]:
    if not rule.rule.boosted:
        return
    moment = event.moment
    found = then.of_benefits(event.member_id, moment.now, rule.rule.currency)
    if found is not None:
        yield found
    born = values[MEMBER].get("birthday")
    for each in checked.boosts:
        boost = each.boost
        if not boost.speeds(rule.rule) or not in_force(boost.when, moment, born):
            continue
        if each.meets is None or each.meets(values, moment):
            labels = boost.label.to_json()
            yield Factor(kind=BOOST, key=boost.key, times=boost.times, labels=labels)


def _told(factor: Factor) -> dict[str, Any]:
    return {
        "kind": factor.kind,
        "key": factor.key,
        "times": factor.times,
        "label": dict(factor.labels),
    }
