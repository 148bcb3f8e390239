"""When a named day is, in words."""

from app.program.almanac import LAST, NamedDay
from app.program.earning_words import MONTHS, WEEKDAYS
from app.words import Words


def day_words(day: NamedDay) -> Words:
    """Say when a named day is: 每月 8、18、28 日."""
    if day.yearly is not None:
        month, number = day.yearly
        return Words(f"每年 {month} 月 {number} 日", f"every {number} {MONTHS[month - 1]}")
    if day.monthly:
        ordered = sorted(day.monthly, key=lambda each: (each == LAST, each))
        zh = "、".join("最后一天" if each == LAST else f"{each} 日" for each in ordered)
        en = ", ".join("the last day" if each == LAST else str(each) for each in ordered)
        return Words(f"每月 {zh}", f"every month on {en}")
    if day.weekly:
        names = [WEEKDAYS[each] for each in day.weekly]
        zh, en = "、".join(each.zh for each in names), " and ".join(each.en for each in names)
        return Words(f"每{zh}", f"every {en}")
    return Words(f"{len(day.dates)} 个日期", f"{len(day.dates)} dates")
