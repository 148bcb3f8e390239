"""What words about days share: reading days, also off a date-time field, and month arithmetic."""

from sqlalchemy import and_, case

from app.days import Moment, add_months, from_day, local_day
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import DayOfMonth, Month, Whole, Year, extreme
from app.expression.operator import Operator
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, Typed, Variable
from app.expression.types import FIRST_DAY, LAST_DAY, Date, Instant, Null
from app.words import Words

LONGEST_STEP = 4_000_000
"""Days; more than all the days a date can have."""
FIRST_MONTH = 2 * 12
LAST_MONTH = 9999 * 12 + 11
"""Months are counted from January of the year 0."""


class OfDays(Operator):
    """An operator that reads days."""

    def day(self, call: Call, index: int, checker: Checker) -> Typed | None:
        """Type an argument that is a date, or a date-time field that stands for its local day."""
        node = checker.argument(call, index, Date())
        if isinstance(node.type, Null):
            return None
        if isinstance(node.type, Date):
            return node
        if isinstance(node.type, Instant):
            return self._local_day(node, checker)
        checker.unlike(node, Date())
        return None

    def _local_day(self, node: Typed, checker: Checker) -> Typed | None:
        plain = isinstance(node, Variable) or (isinstance(node, Apply) and node.operator == "now")
        if checker.set_wise and not plain:
            checker.wrong(
                node.path,
                "成批条件只能取日期时间字段本身的日期。",
                "A condition over many can take the day of a date-time field only.",
            )
            return None
        return node

    def nothing(self, call: Call) -> Typed:
        return Constant(path=call.path, type=Null(), value=None)


def python_day(node: Typed, code: Coder) -> str:
    """Write the day of a date or moment; null stays null."""
    if isinstance(node.type, Instant):
        function = code.constant(day_of)
        return code.otherwise_null((node,), lambda name: f"{function}({name}, moment)")
    return code.value(node)


def sql_day(node: Typed, translate: Translator) -> Column:
    if not isinstance(node.type, Instant):
        return translate.value(node)
    if isinstance(node, Variable):
        return translate.source.day(node.name)
    return bound(translate.moment.today)  # Only `now` is left.


def day_of(instant: int, moment: Moment) -> int:
    return local_day(instant, moment.calendar.zone)


def months_of(day: int) -> int:
    then = from_day(day)
    return then.year * 12 + then.month - 1


def add_months_within(day: int, months: int) -> int | None:
    """Move by whole months, to null beyond what a date can be."""
    if FIRST_MONTH <= months_of(day) + months <= LAST_MONTH:
        return add_months(day, months)
    return None


def add_days_within(day: int, days: int) -> int | None:
    moved = day + days
    return moved if FIRST_DAY <= moved <= LAST_DAY else None


def sql_months_of(day: Column) -> Column:
    return Year(day) * bound(12) + Month(day) - bound(1)


def sql_month_start(month: Column) -> Column:
    """Compute the first day of a month, counting years from March as calendars are computed."""
    since = month - bound(2)
    year, part = since // bound(12), since % bound(12)
    leaps = year // bound(4) - year // bound(100) + year // bound(400)
    before = (part * bound(153) + bound(2)) // bound(5)
    return year * bound(365) + leaps + before - bound(719_468)


def sql_add_months(day: Column, months: Column, translate: Translator) -> Column:
    """Move a day by whole months; a day the month lacks becomes its last."""
    day = translate.once(day)
    target = translate.once(sql_months_of(day) + months)
    within = target.between(bound(FIRST_MONTH), bound(LAST_MONTH))
    target = translate.once(case((within, target)))
    start = translate.once(sql_month_start(target))
    last = translate.once(sql_month_start(target + bound(1)) - start)
    number = translate.once(DayOfMonth(day))
    return Whole(start + extreme("MIN", [number, last]) - bound(1))


def sql_within(day: Column, translate: Translator) -> Column:
    """Make a day null beyond what a date can be."""
    day = translate.once(day)
    return case((and_(day >= bound(FIRST_DAY), day <= bound(LAST_DAY)), day))


def wrong_unit(call: Call, index: int, checker: Checker, units: tuple[str, ...]) -> Typed:
    listed = " ".join(units)
    return checker.wrong(
        call.at(index), f"单位应为：{listed}。", f"The unit must be one of: {listed}."
    )


def unit_words(unit: str) -> Words:
    return {
        "day": Words("天", "days"),
        "week": Words("周", "weeks"),
        "month": Words("个月", "months"),
        "year": Words("年", "years"),
        "hour": Words("小时", "hours"),
        "minute": Words("分钟", "minutes"),
    }[unit]
