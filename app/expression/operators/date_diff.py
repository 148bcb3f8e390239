"""`date_diff`: whole days, weeks, months or years between two dates; hours between two moments."""

from sqlalchemy import case

from app.days import days_in_month, from_day
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import DayOfMonth, extreme
from app.expression.offering import (
    TIMES,
    Kind,
    Offer,
    Outcome,
    Result,
    Section,
    computed,
    operand,
    word,
)
from app.expression.proving import Amount, Prover
from app.expression.speaker import Speaker
from app.expression.timing import (
    OfDays,
    python_day,
    sql_day,
    sql_month_start,
    sql_months_of,
    unit_words,
    wrong_unit,
)
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Rollup, Typed
from app.expression.types import FIRST_DAY, LAST_DAY, Instant, Integer
from app.words import Words

SPAN = LAST_DAY - FIRST_DAY
DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
MICROSECONDS = {"minute": 60_000_000, "hour": 3_600_000_000}
UNITS = (*DAYS, *MONTHS, *MICROSECONDS)


class DateDiff(OfDays):
    key = "date_diff"
    label = Words("日期相差", "between dates")
    fewest = most = 3

    def offers(self) -> tuple[Offer, ...]:
        units = {each: unit_words(each) for each in (*DAYS, *MONTHS)}
        return (
            computed(
                Section.DATE,
                Result(always=Outcome(kind=Kind.INTEGER), unit_in=2),
                operand(*TIMES, zh="较晚", en="later"),
                operand(*TIMES, zh="较早", en="earlier"),
                word(Words("单位", "unit"), units, "day"),
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        unit = checker.plain(call.arguments[2])
        if not isinstance(unit, str) or unit not in UNITS:
            return wrong_unit(call, 2, checker, UNITS)
        if unit in MICROSECONDS:
            later, earlier = (checker.needs(call, i, Instant()) for i in (0, 1))
            if not all(isinstance(each.type, Instant) for each in (later, earlier)):
                return self.nothing(call)
            span = SPAN * 24 * 60
        else:
            days = [self.day(call, i, checker) for i in (0, 1)]
            if days[0] is None or days[1] is None:
                return self.nothing(call)
            later, earlier = days[0], days[1]
            span = SPAN
        kind = Integer(-span, span, later.type.nullable or earlier.type.nullable)
        return Apply(
            path=call.path,
            type=kind,
            operator=self.key,
            arguments=(later, earlier),
            words=(unit,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        unit = node.words[0]
        if unit in MICROSECONDS:
            function = code.constant(_whole)
            return code.otherwise_null(
                node.arguments,
                lambda later, earlier: f"{function}({later} - {earlier}, {MICROSECONDS[unit]})",
            )
        function = code.constant(_DIFFERENCE[unit])
        later, earlier = (python_day(each, code) for each in node.arguments)
        first, second = code.fresh(), code.fresh()
        known = f"({first} := {later}) is not None and ({second} := {earlier}) is not None"
        return f"({function}({first}, {second}) if {known} else None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        unit = node.words[0]
        if unit in MICROSECONDS:
            later, earlier = (translate.value(each) for each in node.arguments)
            return (later - earlier) // bound(MICROSECONDS[unit])
        later, earlier = (sql_day(each, translate) for each in node.arguments)
        if unit == "day":
            return later - earlier
        if unit == "week":
            return (later - earlier) // bound(7)
        months = _sql_months(later, earlier, translate)
        return months if unit == "month" else months // bound(12)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        if node.words[0] != "day":
            _, known = prove.strict(node.arguments)
            return prove.free(node, known=known)
        later, earlier = (prove.day(each) for each in node.arguments)
        return Amount(later.value - earlier.value, prove.every([later.known, earlier.known]))

    def unit(self, node: Apply | Rollup) -> str:
        return node.words[0] if isinstance(node, Apply) else super().unit(node)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        later, earlier = (say.words(each) for each in node.arguments)
        unit = unit_words(node.words[0])
        return Words(
            f"{earlier.zh}到{later.zh}的{unit.zh}数", f"{unit.en} from {earlier.en} to {later.en}"
        )


def _whole(difference: int, unit: int) -> int:
    """Divide towards zero, as both databases do."""
    size = abs(difference) // unit
    return -size if difference < 0 else size


def months_between(later: int, earlier: int) -> int:
    """Count whole months; the last day of a short month completes one that began later."""
    if later < earlier:
        return -months_between(earlier, later)
    start, end = from_day(earlier), from_day(later)
    months = (end.year - start.year) * 12 + end.month - start.month
    complete = min(start.day, days_in_month(end.year, end.month)) <= end.day
    return months if complete else months - 1


_DIFFERENCE = {
    "day": lambda later, earlier: later - earlier,
    "week": lambda later, earlier: _whole(later - earlier, 7),
    "month": months_between,
    "year": lambda later, earlier: _whole(months_between(later, earlier), 12),
}


def _sql_months(later: Column, earlier: Column, translate: Translator) -> Column:
    later, earlier = translate.once(later), translate.once(earlier)
    high = translate.once(extreme("MAX", [later, earlier]))
    low = translate.once(extreme("MIN", [later, earlier]))
    last_month = translate.once(sql_months_of(high))
    length = translate.once(sql_month_start(last_month + bound(1)) - sql_month_start(last_month))
    months = translate.once(last_month - sql_months_of(low))
    begun = extreme("MIN", [translate.once(DayOfMonth(low)), length])
    complete = begun <= DayOfMonth(high)
    size = translate.once(case((complete, months), else_=months - bound(1)))
    return case((later < earlier, -size), else_=size)
