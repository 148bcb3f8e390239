"""Conditions of the reference model: a little interpreter over a member's plain lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tests.runtime.model.days import (
    ONE,
    PERIODS,
    counted,
    last_return,
    local,
    period_start,
    rolling_start,
)
from tests.runtime.model.people import Member

Rule = Any
Snapshots = Mapping[str, list[float]]
"""The values that were ranked at the last evaluation, by rule."""
EVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One member looked at as of the end of one local day."""

    member: Member
    day: date
    zone: ZoneInfo
    period: str
    """The ladder's qualification period."""
    ranked: Snapshots

    def met(self, rule: Rule) -> bool:
        """Say whether a condition is met; unknown is not met. Nothing negates here."""
        if rule is None:
            return True
        ((operator, arguments),) = rule.items()
        match operator:
            case "and":
                return all(self.met(each) for each in arguments)
            case "or":
                return any(self.met(each) for each in arguments)
        if "rank_of" in _operators(arguments[0]):
            return self._ranks(rule, operator, arguments)
        left, right = self.value(arguments[0]), self.value(arguments[1])
        match operator:
            case ">=":
                return bool(left >= right)
            case "<":
                return bool(left < right)
            case "==":
                return bool(left == right)
        raise LookupError(operator)

    def value(self, rule: Rule) -> Any:
        if not isinstance(rule, dict):
            return rule
        ((operator, arguments),) = rule.items()
        match operator:
            case "var":
                return {"city": self.member.city}[arguments]
            case "sum_of":
                assert arguments[0] == "order.net"
                return self._spent(arguments[1])
            case "count_of":
                return self._count(*arguments)
            case "streak_of":
                assert arguments == ["activity", "current", "day"]
                return self._streak()
        raise LookupError(operator)

    def _spent(self, window: str) -> float:
        cents = sum(
            each.net
            for each in self.member.orders
            if self._in(window, local(each.paid_at, self.zone))
        )
        return cents / 100

    def _count(self, what: str, window: str, condition: Rule = None) -> int:
        if what == "order":
            days = [local(each.paid_at, self.zone) for each in self.member.orders if each.net > 0]
        else:
            kind = None if condition is None else condition["=="][1]
            days = [
                local(act.at, self.zone)
                for name, act in self.member.everything()
                if kind in {None, name}
            ]
        return sum(self._in(window, each) for each in days)

    def _streak(self) -> int:
        days = {local(act.at, self.zone) for _, act in self.member.everything()}
        day = self.day if self.day in days else self.day - ONE
        length = 0
        while day in days:
            length, day = length + 1, day - ONE
        return length

    def _in(self, window: str, day: date) -> bool:
        """Say whether something that happened on a day is in a window that ends with today."""
        if window == "last_year":
            return day.year == self.day.year - 1
        if window.startswith("joined+"):
            first = local(self.member.joined_at, self.zone)
            length = int(window.removeprefix("joined+").removesuffix("d"))
            return first <= day < first + ONE * length and day <= self.day
        first_day = self._first(window)
        return first_day is not None and first_day <= day <= self.day

    def _first(self, window: str) -> date | None:
        match window:
            case "lifetime":
                return EVER
            case "this_year":
                return period_start(self.day, "year")
            case "this_quarter":
                return period_start(self.day, "quarter")
            case "this_month":
                return period_start(self.day, "month")
            case "tier":
                return self.member.since
            case "period":
                return self._period()
        return rolling_start(self.day, window)

    def _period(self) -> date | None:
        """Give when the period began; in grace, the one goes on that was not passed."""
        graced = self.member.grace
        looked_at = self.day if graced is None or graced > self.day else graced - ONE
        if self.period in PERIODS:
            return period_start(looked_at, self.period)
        if self.period == "joined":
            return last_return(local(self.member.joined_at, self.zone), looked_at)
        if self.period == "tier":
            return self.member.begun
        return EVER if counted(self.period) is None else rolling_start(self.day, self.period)

    def _ranks(self, rule: Rule, operator: str, arguments: list[Any]) -> bool:
        """Compare with the members who were ranked last: as many may be ahead as the rule says."""
        metric, mode = arguments[0]["rank_of"]
        mine, field = self.value(metric), self.ranked.get(form_of(rule))
        if not field or mine <= 0:
            return False
        inside = [each for each in field if _inside(each, field, operator, mode, arguments[1])]
        return bool(inside) and mine >= min(inside)


def _inside(value: float, field: list[float], operator: str, mode: str, limit: int) -> bool:
    ahead = sum(each > value for each in field)
    place = 100 * ahead if mode == "percent" else 1 + ahead
    most = limit * len(field) if mode == "percent" else limit
    return place < most if operator == "<" else place <= most


def form_of(rule: Rule) -> str:
    return repr(rule)


def ranks_in(rule: Rule) -> Iterator[Rule]:
    """Give every comparison with a rank that a condition makes."""
    if isinstance(rule, list):
        for each in rule:
            yield from ranks_in(each)
    elif isinstance(rule, dict):
        ((_, arguments),) = rule.items()
        if isinstance(arguments, list) and arguments and "rank_of" in _operators(arguments[0]):
            yield rule
        else:
            yield from ranks_in(arguments)


def _operators(rule: Rule) -> set[str]:
    return set(rule) if isinstance(rule, dict) else set()
