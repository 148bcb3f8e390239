"""`date_part`: the year, quarter, month, day, weekday (Monday is 1) or day of the year."""

from collections.abc import Callable

from app.days import from_day, start_of_year
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import DayOfMonth, Month, Year
from app.expression.offering import TIMES, Kind, Offer, Section, always, computed, operand, word
from app.expression.speaker import Speaker
from app.expression.timing import OfDays, python_day, sql_day, sql_month_start, wrong_unit
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import Integer
from app.words import Words

PYTHON: dict[str, Callable[[int], int]] = {
    "year": lambda day: from_day(day).year,
    "quarter": lambda day: (from_day(day).month + 2) // 3,
    "month": lambda day: from_day(day).month,
    "day": lambda day: from_day(day).day,
    "weekday": lambda day: (day + 3) % 7 + 1,
    "day_of_year": lambda day: day - start_of_year(day) + 1,
}
RANGES = {
    "year": (2, 9999),
    "quarter": (1, 4),
    "month": (1, 12),
    "day": (1, 31),
    "weekday": (1, 7),
    "day_of_year": (1, 366),
}
PARTS = {
    "year": Words("年份", "year"),
    "quarter": Words("季度", "quarter"),
    "month": Words("月份", "month"),
    "day": Words("几号", "day of the month"),
    "weekday": Words("星期几", "weekday"),
    "day_of_year": Words("当年第几天", "day of the year"),
}
NAMES = {
    "year": Words("{0}的年份", "year of {0}"),
    "quarter": Words("{0}的季度", "quarter of {0}"),
    "month": Words("{0}的月份", "month of {0}"),
    "day": Words("{0}的日", "day of the month of {0}"),
    "weekday": Words("{0}的星期", "weekday of {0}"),
    "day_of_year": Words("{0}在当年的第几天", "day of the year of {0}"),
}


class DatePart(OfDays):
    key = "date_part"
    label = Words("日期部分", "part of date")
    fewest = most = 2

    def offers(self) -> tuple[Offer, ...]:
        part = word(Words("取哪一部分", "which part"), PARTS, "month")
        return (computed(Section.DATE, always(Kind.INTEGER), operand(*TIMES), part),)

    def check(self, call: Call, checker: Checker) -> Typed:
        part = checker.plain(call.arguments[1])
        if not isinstance(part, str) or part not in RANGES:
            return wrong_unit(call, 1, checker, tuple(RANGES))
        node = self.day(call, 0, checker)
        if node is None:
            return self.nothing(call)
        lo, hi = RANGES[part]
        return Apply(
            path=call.path,
            type=Integer(lo, hi, node.type.nullable),
            operator=self.key,
            arguments=(node,),
            words=(part,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        function = code.constant(PYTHON[node.words[0]])
        day = python_day(node.arguments[0], code)
        if not node.type.nullable:
            return f"{function}({day})"
        name = code.fresh()
        return f"({function}({name}) if ({name} := {day}) is not None else None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        day = sql_day(node.arguments[0], translate)
        match node.words[0]:
            case "year":
                return Year(day)
            case "quarter":
                return (Month(day) + bound(2)) // bound(3)
            case "month":
                return Month(day)
            case "day":
                return DayOfMonth(day)
            case "weekday":
                # Days before 1970 are negative: seven is added before the remainder is final.
                return ((day + bound(3)) % bound(7) + bound(7)) % bound(7) + bound(1)
            case _:
                day = translate.once(day)
                return day - sql_month_start(Year(day) * bound(12)) + bound(1)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        return say.filled(NAMES[node.words[0]], node.arguments)
