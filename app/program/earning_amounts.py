"""How much a rule is worth: what it gives, what multiplies it, when, and what is left of a limit.

Everything is computed with exact fractions and rounded once, at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, prod
from typing import Any

from app.clock import from_instant
from app.days import Calendar, Moment, anniversary_in, days_in_month, from_day
from app.program.benefit import Every
from app.program.checked_earning import CheckedRule
from app.program.earning import EVER, Around, Earning, Factor, Rate, Rounding, Together, When
from app.program.spans import first_day, next_first_day

ONE = Fraction(1)
HALF = Fraction(1, 2)
DIGITS = 9
"""Decimals of a number that is no whole one; behind them there is only what doubles lose."""

Values = Mapping[str, Any]


def base_of(checked: CheckedRule, values: Values, moment: Moment) -> Fraction | None:
    """Give what a rule is worth before anything multiplies it; None where that is not known."""
    amount = checked.rule.amount
    if isinstance(amount, int):
        return Fraction(amount)
    if isinstance(amount, Rate):
        found = _exact(values.get(checked.rule.multiplied or ""), checked.places)
        return None if found is None else rated(amount, found)
    worth = checked.worth
    found = None if worth is None else _exact(worth(values, moment), checked.places)
    return None if found is None else max(found, Fraction(0))


def rated(rate: Rate, of: Fraction) -> Fraction:
    """Give so many for each so much; what is less than nothing earns nothing."""
    units = max(of, Fraction(0)) / Fraction(str(rate.each))
    counted = Fraction(floor(units)) if rate.whole else units
    return counted * Fraction(rate.give)


def _exact(value: Any, places: int) -> Fraction | None:
    """Read a number as it is kept, without what doubles add to it."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value, 10**places)
    return Fraction(str(round(value, DIGITS))) / Fraction(10**places)


def multiplied(factors: Sequence[Factor], earning: Earning) -> Fraction:
    """Give by how much several boosts multiply together."""
    times = [Fraction(str(each.times)) for each in factors]
    if not times:
        return ONE
    match earning.together:
        case Together.BEST:
            found = max(times)
        case Together.SUM:
            found = max(ONE + sum(each - ONE for each in times), Fraction(0))
        case Together.PRODUCT:
            found = prod(times, start=ONE)
    return found if earning.most is None else min(found, Fraction(str(earning.most)))


def rounded(value: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.DOWN:
            return floor(value)
        case Rounding.NEAREST:
            return floor(value + HALF)
        case Rounding.UP:
            return ceil(value)


def share_of(whole: int, left: int, of: int) -> int:
    """Give what remains of an earning when so much of the price remains; half counts."""
    return rounded(Fraction(whole * left, of), Rounding.NEAREST) if of else 0


def in_force(when: When, moment: Moment, born: int | None) -> bool:
    """Say whether a moment, by its local day and hour, is one that is meant."""
    day = moment.today
    then = from_day(day)
    last = then.day == days_in_month(then.year, then.month)
    return (
        (when.first is None or when.first <= day)
        and (when.last is None or day <= when.last)
        and (not when.weekdays or then.weekday() in when.weekdays)
        and (not when.days or then.day in when.days or (last and -1 in when.days))
        and (not when.months or then.month in when.months)
        and (when.hours is None or _within(when.hours, moment))
        and (when.birthday is None or _near(when.birthday, day, born, moment.calendar))
    )


def _within(hours: tuple[int, int], moment: Moment) -> bool:
    local = from_instant(moment.now).astimezone(moment.calendar.zone)
    return hours[0] <= local.hour * 60 + local.minute < hours[1]


def _near(around: Around, day: int, born: int | None, calendar: Calendar) -> bool:
    if born is None:
        return False
    birthday = anniversary_in(from_day(day).year, born, calendar.leap_day)
    match around:
        case Around.DAY:
            return birthday == day
        case Around.WEEK:
            others = (
                anniversary_in(from_day(day).year + n, born, calendar.leap_day) for n in (-1, 0, 1)
            )
            return calendar.start_of_week(day) in map(calendar.start_of_week, others)
        case Around.MONTH:
            return from_day(birthday).month == from_day(day).month


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a member earned by a rule before, by day."""

    day: int
    at: int
    amount: int
    """Less what was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """How much may still be earned, and by what that is limited; None: by nothing."""

    amount: int | None
    span: str | None = None


def left_of(
    limits: Mapping[str, int], earned: Iterable[Earned], day: int, calendar: Calendar
) -> Limited:
    """Give what limits of amounts leave for a day."""
    known = list(earned)
    found = Limited(amount=None)
    for span, most in limits.items():
        spent = sum(each.amount for each in known if same_span(span, each.day, day, calendar))
        rest = max(most - spent, 0)
        if found.amount is None or rest < found.amount:
            found = Limited(amount=rest, span=span)
    return found


def too_often(
    times: Mapping[str, int], earned: Iterable[Earned], day: int, calendar: Calendar
) -> str | None:
    """Name the stretch in which a rule has earned as often as it may."""
    known = [each for each in earned if each.amount > 0]
    for span, most in times.items():
        if sum(same_span(span, each.day, day, calendar) for each in known) >= most:
            return span
    return None


def same_span(span: str, one: int, other: int, calendar: Calendar) -> bool:
    if span == EVER:
        return True
    first = first_day(Every(span), other, calendar)
    return first <= one < next_first_day(Every(span), first)
