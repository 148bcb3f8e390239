"""`date_add`: a date some days, weeks, months or years later; a moment some hours or minutes."""

from sqlalchemy import case

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import (
    Kind,
    Offer,
    Section,
    Shape,
    Slot,
    alike,
    computed,
    operand,
    word,
)
from app.expression.proving import Amount, Prover
from app.expression.speaker import Speaker
from app.expression.timing import (
    LONGEST_STEP,
    OfDays,
    add_days_within,
    add_months_within,
    sql_add_months,
    sql_within,
    unit_words,
    wrong_unit,
)
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import FIRST_DAY, LAST_DAY, Date, Instant, Integer, Null
from app.words import Words

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
MICROSECONDS = {"minute": 60_000_000, "hour": 3_600_000_000}
MINUTES_A_DAY = 24 * 60
MICROSECONDS_A_DAY = 86_400_000_000
FIRST_INSTANT = FIRST_DAY * MICROSECONDS_A_DAY
LAST_INSTANT = LAST_DAY * MICROSECONDS_A_DAY


class DateAdd(OfDays):
    key = "date_add"
    label = Words("日期推移", "date moved")
    fewest = most = 3

    def offers(self) -> tuple[Offer, ...]:
        return tuple(
            computed(
                Section.DATE,
                alike((kind,)),
                operand(kind),
                Slot(shape=Shape.VALUE, label=Words("推移", "moved by"), accepts=(Kind.INTEGER,)),
                word(Words("单位", "unit"), {each: unit_words(each) for each in units}, units[0]),
            )
            for kind, units in (
                (Kind.DATE, (*DAYS, *MONTHS)),
                (Kind.DATETIME, tuple(MICROSECONDS)),
            )
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        unit = checker.plain(call.arguments[2])
        start = checker.argument(call, 0, Date())
        count = checker.needs(call, 1, Integer())
        if isinstance(start.type, Null) or isinstance(count.type, Null):
            return self.nothing(call)
        if not isinstance(count.type, Integer):
            return checker.unlike(count, Integer())
        if not isinstance(start.type, Date | Instant):
            return checker.unlike(start, Date())
        is_date = isinstance(start.type, Date)
        units = (*DAYS, *MONTHS) if is_date else tuple(MICROSECONDS)
        if not isinstance(unit, str) or unit not in units:
            return wrong_unit(call, 2, checker, units)
        return Apply(
            path=call.path,
            type=Date() if is_date else Instant(),
            operator=self.key,
            arguments=(start, count),
            words=(unit,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        unit = node.words[0]
        if unit in DAYS:
            function, factor = code.constant(add_days_within), DAYS[unit]
        elif unit in MONTHS:
            function, factor = code.constant(add_months_within), MONTHS[unit]
        else:
            function, factor = code.constant(_add_time), MICROSECONDS[unit]
        return code.otherwise_null(
            node.arguments, lambda start, count: f"{function}({start}, {count} * {factor})"
        )

    def sql(self, node: Apply, translate: Translator) -> Column:
        start, count = (translate.value(each) for each in node.arguments)
        unit = node.words[0]
        count = translate.once(count)
        longest = LONGEST_STEP * MINUTES_A_DAY if unit in MICROSECONDS else LONGEST_STEP
        # A step that leads out of range anyway is cut off first: the database must not overflow.
        count = case((count.between(bound(-longest), bound(longest)), count))
        if unit in MONTHS:
            return sql_add_months(start, count * bound(MONTHS[unit]), translate)
        if unit in DAYS:
            return sql_within(start + count * bound(DAYS[unit]), translate)
        return _sql_add_time(start, count, unit, translate)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        unit = node.words[0]
        if unit not in DAYS:
            return prove.free(node)
        (start, count), known = prove.strict(node.arguments)
        moved = start + count * DAYS[unit]
        return Amount(moved, prove.every([known, prove.between_ends(moved, node)]))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        start, count = (say.words(each) for each in node.arguments)
        unit = unit_words(node.words[0])
        return Words(
            f"{start.zh}之后 {count.zh} {unit.zh}", f"{count.en} {unit.en} after {start.en}"
        )


def _add_time(start: int, step: int) -> int | None:
    moved = start + step
    return moved if FIRST_INSTANT <= moved <= LAST_INSTANT else None


def _sql_add_time(start: Column, count: Column, unit: str, translate: Translator) -> Column:
    moved = translate.once(start + count * bound(MICROSECONDS[unit]))
    return case((moved.between(bound(FIRST_INSTANT), bound(LAST_INSTANT)), moved))
