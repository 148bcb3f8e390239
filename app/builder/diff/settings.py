"""What changes in the settings a whole programme shares."""

from collections.abc import Iterator

from app.builder.diff.change import Change, Importance, replaced, same
from app.days import LeapDay
from app.program.program import Settings
from app.words import Words

WEEK_STARTS = {0: Words("星期一", "Monday"), 6: Words("星期日", "Sunday")}
LEAP_DAYS = {
    LeapDay.FEB_28: Words("2 月 28 日", "28 February"),
    LeapDay.MAR_1: Words("3 月 1 日", "1 March"),
}


def settings_changes(old: Settings, new: Settings) -> Iterator[Change]:
    """Compare the settings; all of them but the currency decide what conditions mean."""
    before, after = settings_said(old), settings_said(new)
    for key, (what, importance, now) in after.items():
        was = before[key][2]
        if not same(was, now):
            yield replaced(f"/settings/{key}", what, was, now, importance)


def settings_said(settings: Settings) -> dict[str, tuple[Words, Importance, Words]]:
    """Give what each setting is called, how much depends on it, and what it says."""
    calendar = settings.calendar
    kinds = settings.active_kinds
    return {
        "timezone": (
            Words("时区", "the time zone"),
            Importance.RULES,
            Words(calendar.timezone, calendar.timezone),
        ),
        "week_starts": (
            Words("一周的第一天", "the first day of a week"),
            Importance.RULES,
            WEEK_STARTS[calendar.week_starts],
        ),
        "leap_day": (
            Words("2 月 29 日在平年算作", "what 29 February counts as in other years"),
            Importance.RULES,
            LEAP_DAYS[calendar.leap_day],
        ),
        "active_kinds": (
            Words("算作活跃的行为", "what counts as being active"),
            Importance.RULES,
            Words("、".join(kinds) or "（没有）", ", ".join(kinds) or "(nothing)"),
        ),
        "currency": (
            Words("货币", "the currency"),
            Importance.DATA,
            Words(settings.currency, settings.currency),
        ),
    }
