"""The pages about calendars: the list with what is near, and a day while it is written."""

from collections.abc import Mapping
from typing import Any

from app.access import Can
from app.builder import calendars as kept
from app.builder import drafts
from app.builder.earning import program_of
from app.days import local_day
from app.program.almanac import FESTIVALS, Almanac, NamedDay, named
from app.program.almanac_words import day_words
from app.program.boost_codec import WEEKDAYS
from app.program.earning_words import WEEKDAYS as DAY_NAMES
from app.program.program import Program
from app.runtime.releases import live
from app.web.calendars import forms
from app.web.calendars.model import (
    CalendarShown,
    CalendarsPage,
    Coming,
    DayPage,
    DayShown,
    NamePage,
    RemovePage,
    User,
)
from app.web.frame import Here
from app.words import Words

NEXT_DATES = 12
"""Dates that are shown ahead."""
EACH_DAY = 3
"""Of them, beside each day of the list."""
EMPTY = Program(key="_", label=Words("", ""))


def calendars_page(here: Here) -> CalendarsPage:
    draft = program_of(drafts.get(here.space, here.program_id).content)
    published = None
    if here.standing.number is not None:
        published = live(here.space, here.program_id).checked.program
    shelf = _Shelf(here, draft or published or EMPTY, published)
    may = here.visitor.may(Can.EDIT_DRAFT) and draft is not None
    festivals, *designed = shelf.program.almanacs
    return CalendarsPage(
        calendars=tuple(shelf.calendar(each, may=may) for each in designed),
        festivals=shelf.calendar(festivals, may=False),
        coming=shelf.coming(),
        zone=here.formats.zone.key,
        new_url=here.url("calendars.new") if may else None,
        readable=draft is not None,
    )


def today_of(here: Here) -> int:
    """Give the local day of the programme."""
    return local_day(here.now, here.formats.zone)


class _Shelf:
    """Calendars of the draft beside what is live."""

    def __init__(self, here: Here, program: Program, published: Program | None) -> None:
        self.here, self.program, self.published = here, program, published
        self.today = today_of(here)

    def calendar(self, almanac: Almanac, *, may: bool) -> CalendarShown:
        key = almanac.key
        days = [self._day(almanac, each, may=may) for each in almanac.days]
        if key == FESTIVALS:
            days.sort(key=lambda each: each.following)
        return CalendarShown(
            key=key,
            label=almanac.label,
            state=self._state(almanac),
            days=tuple(days),
            new_url=self.here.url("calendars.new_day", calendar=key) if may else None,
            edit_url=self.here.url("calendars.edit", calendar=key) if may else None,
            remove_url=self.here.url("calendars.ask", calendar=key) if may else None,
        )

    def _day(self, almanac: Almanac, day: NamedDay, *, may: bool) -> DayShown:
        address = {"calendar": almanac.key, "day": day.key}
        return DayShown(
            label=day.label,
            when=day_words(day),
            following=tuple(day.following(self.today, EACH_DAY)),
            users=users_of(self.here, self.program, almanac.key, day.key),
            edit_url=self.here.url("calendars.edit_day", **address) if may else None,
            remove_url=self.here.url("calendars.ask_day", **address) if may else None,
        )

    def _state(self, almanac: Almanac) -> Words | None:
        if almanac.key == FESTIVALS:
            return None
        there = () if self.published is None else self.published.designed_almanacs
        known = next((each for each in there if each.key == almanac.key), None)
        if known is None:
            return Words("发布后生效", "Works once published")
        return None if known == almanac else Words("修改未发布", "Changes not published")

    def coming(self) -> tuple[Coming, ...]:
        found = []
        labels = {each.key: each.label for each in self.program.almanacs}
        for name, day in named(self.program.almanacs):
            calendar = labels[name.partition(".")[0]]
            found += [
                Coming(day=each, ahead=each - self.today, label=day.label, calendar=calendar)
                for each in day.following(self.today, NEXT_DATES)
            ]
        return tuple(sorted(found, key=lambda each: each.day)[:NEXT_DATES])


def users_of(
    here: Here, program: Program, calendar: str, day: str | None = None
) -> tuple[User, ...]:
    return tuple(
        User(label=each.label, url=here.url("builder.flow", key=each.key))
        for each in kept.used_by(program, calendar, day)
    )


def name_page(
    here: Here, calendar: str | None, values: Mapping[str, str], problem: Words | None = None
) -> NamePage:
    title = Words("新建日历", "New calendar")
    url = here.url("calendars.add")
    if calendar is not None:
        title = Words("改日历的名字", "Rename the calendar")
        url = here.url("calendars.save", calendar=calendar)
    back = here.url("calendars.calendars")
    return NamePage(title=title, url=url, back_url=back, values=values, problem=problem)


def day_page(
    here: Here,
    calendar: str,
    day: str | None,
    values: Mapping[str, Any],
    *,
    errors: Mapping[str, Words] | None = None,
    problem: Words | None = None,
) -> DayPage:
    draft = drafts.get(here.space, here.program_id)
    kept.find(draft.content, calendar)
    program = program_of(draft.content) or EMPTY
    title = Words("新建日子", "New day") if day is None else Words("编辑日子", "Edit the day")
    today = today_of(here)
    written = forms.read(values)
    readable = not errors and not kept.findings_in(written | {"label": "-"})
    following = (
        kept.read_day(written | {"label": "-"}).days[0].following(today, NEXT_DATES)
        if readable
        else ()
    )
    return DayPage(
        title=title,
        url=here.url("calendars.add_day", calendar=calendar)
        if day is None
        else here.url("calendars.save_day", calendar=calendar, day=day),
        back_url=here.url("calendars.calendars"),
        values=values,
        errors=errors or {},
        problem=problem,
        following=tuple(following),
        today=today,
        zone=here.formats.zone.key,
        users=() if day is None else users_of(here, program, calendar, day),
        weekdays=tuple(zip(WEEKDAYS, DAY_NAMES, strict=True)),
        version=str(values.get("version") or draft.version),
    )


def remove_page(here: Here, calendar: str, day: str | None) -> RemovePage:
    """Say what would miss a calendar or a day. Raises `NotFound`."""
    content = drafts.get(here.space, here.program_id).content
    found = kept.find(content, calendar)
    if day is not None:
        found = kept.find_day(content, calendar, day)
    address = {"calendar": calendar} | ({} if day is None else {"day": day})
    return RemovePage(
        label=Words.from_json(found.get("label") or found["key"]),
        users=users_of(here, program_of(content) or EMPTY, calendar, day),
        url=here.url("calendars.remove" if day is None else "calendars.remove_day", **address),
        back_url=here.url("calendars.calendars"),
    )
