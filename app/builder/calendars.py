"""Calendars as an operator keeps them: in the draft, a day at a time; and what uses their days."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from app.builder import drafts
from app.builder.segments import Author
from app.errors import Finding, NotFound
from app.program.almanac import Almanac
from app.program.almanac_codec import read_almanac
from app.program.codec import load
from app.program.flows import Flow
from app.program.program import Program
from app.program.reader import Reader
from app.storage.space import Space

TRIGGER = "calendar"
"""The kind of trigger that names days."""
CALENDAR, DAY = "calendar", "day"
"""How keys begin that nobody chose."""
Written = dict[str, Any]


def used_by(program: Program, calendar: str, day: str | None = None) -> tuple[Flow, ...]:
    """Give the automations that one of the days of a calendar sets off, or this day of it."""
    return tuple(
        flow
        for flow in program.flows
        if flow.trigger is not None
        and flow.trigger.kind == TRIGGER
        and any(_means(str(named), calendar, day) for named in _days(flow))
    )


def _days(flow: Flow) -> list[Any]:
    found = flow.trigger.options.get("days", []) if flow.trigger else []
    return list(found) if isinstance(found, list | tuple) else []


def _means(named: str, calendar: str, day: str | None) -> bool:
    of, _, name = named.partition(".")
    return of == calendar and day in (None, name)


def findings_in(day: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what is wrong with a day as it is written, at paths within it."""
    return _read(day)[1]


def read_day(day: Mapping[str, Any]) -> Almanac:
    """Read a day, as the only one of a calendar."""
    return _read(day)[0]


def _read(day: Mapping[str, Any]) -> tuple[Almanac, tuple[Finding, ...]]:
    reader = Reader()
    whole = {"key": "one", "label": "One", "days": [{"key": DAY, **day}]}
    found = read_almanac(reader, whole, "")
    return found, tuple(
        Finding(path=each.path.removeprefix("/days/0"), message=each.message)
        for each in reader.findings
    )


def find(content: Any, calendar: str) -> Written:
    """Find a calendar as the draft has it. Raises `NotFound`."""
    listed = content.get("calendars", []) if isinstance(content, dict) else []
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and each.get("key") == calendar:
            return deepcopy(each)
    raise NotFound(f"草稿里没有日历“{calendar}”。", f"The draft has no calendar {calendar!r}.")


def find_day(content: Any, calendar: str, day: str) -> Written:
    """Find a day of a calendar as the draft has it. Raises `NotFound`."""
    for each in find(content, calendar).get("days", []):
        if isinstance(each, dict) and each.get("key") == day:
            return deepcopy(each)
    raise NotFound(f"日历里没有“{day}”。", f"The calendar has no day {day!r}.")


def add(space: Space, program_id: int, label: Mapping[str, str], author: Author) -> str:
    """Add a calendar without days; its key is made once and given."""
    made: list[str] = []

    def change(content: Written) -> None:
        there = content.get("calendars", [])
        made.append(_free(CALENDAR, there))
        new = {"key": made[0], "label": dict(label), "days": []}
        content["calendars"] = [*there, new]

    _change(space, program_id, change, author)
    return made[0]


def rename(
    space: Space, program_id: int, calendar: str, label: Mapping[str, str], author: Author
) -> None:
    """Call a calendar otherwise. Raises `NotFound`."""
    _one(space, program_id, calendar, lambda one: one.update(label=dict(label)), author)


def remove(space: Space, program_id: int, calendar: str, author: Author) -> None:
    """Take a calendar out of the draft. Raises `NotFound`."""

    def change(content: Written) -> None:
        find(content, calendar)
        left = [each for each in content["calendars"] if each.get("key") != calendar]
        content["calendars"] = left
        if not left:
            del content["calendars"]

    _change(space, program_id, change, author)


def add_day(space: Space, program_id: int, calendar: str, day: Written, author: Author) -> None:
    """Add a day to a calendar. Raises `NotFound`."""

    def change(one: Written) -> None:
        there = one.get("days", [])
        one["days"] = [*there, {"key": _free(DAY, there), **day}]

    _one(space, program_id, calendar, change, author)


def change_day(
    space: Space, program_id: int, calendar: str, day: Written, *, seen: int, author: Author
) -> None:
    """Put a day in the place of the one with its key. Raises `NotFound`, `Conflict`."""

    def change(one: Written) -> None:
        one["days"] = [
            dict(day) if each.get("key") == day["key"] else each for each in one.get("days", [])
        ]

    _one(space, program_id, calendar, change, author, seen=seen)


def remove_day(space: Space, program_id: int, calendar: str, day: str, author: Author) -> None:
    """Take a day out of a calendar. Raises `NotFound`."""

    def change(one: Written) -> None:
        one["days"] = [each for each in one.get("days", []) if each.get("key") != day]

    find_day(drafts.get(space, program_id).content, calendar, day)
    _one(space, program_id, calendar, change, author)


def _free(start: str, there: list[Any]) -> str:
    taken = {each.get("key") for each in there if isinstance(each, dict)}
    return next(f"{start}_{n}" for n in range(1, len(taken) + 2) if f"{start}_{n}" not in taken)


def _one(
    space: Space,
    program_id: int,
    calendar: str,
    change: Callable[[Written], None],
    author: Author,
    *,
    seen: int | None = None,
) -> None:
    def within(content: Written) -> None:
        find(content, calendar)
        for each in content["calendars"]:
            if each.get("key") == calendar:
                change(each)

    _change(space, program_id, within, author, seen=seen)


def _change(
    space: Space,
    program_id: int,
    change: Callable[[Written], None],
    author: Author,
    *,
    seen: int | None = None,
) -> None:
    content, version = drafts.to_change(space, program_id, seen=seen)
    change(content)
    load(content)
    drafts.save(space, program_id, content, seen=version, now=author.now, by=author.by)
