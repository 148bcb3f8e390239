"""What the pages about calendars show: values, for the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An automation that a day sets off."""

    label: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """A named day, when it is, and what it sets off."""

    label: Words
    when: Words
    following: tuple[int, ...]
    users: tuple[User, ...]
    edit_url: str | None = None
    remove_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarShown:
    key: str
    label: Words
    state: Words | None
    """What of it is not published yet."""
    days: tuple[DayShown, ...]
    new_url: str | None = None
    edit_url: str | None = None
    remove_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A date that is near."""

    day: int
    ahead: int
    label: Words
    calendar: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarsPage:
    calendars: tuple[CalendarShown, ...]
    festivals: CalendarShown
    coming: tuple[Coming, ...]
    zone: str
    new_url: str | None
    readable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePage:
    """What a calendar is called, being written."""

    title: Words
    url: str
    back_url: str
    values: Mapping[str, str]
    problem: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """A day being written."""

    title: Words
    url: str
    back_url: str
    values: Mapping[str, Any]
    errors: Mapping[str, Words]
    problem: Words | None
    following: tuple[int, ...]
    """The next dates of what is typed."""
    today: int
    zone: str
    users: tuple[User, ...]
    weekdays: tuple[tuple[str, Words], ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    """What is about to be taken out, and what would miss it."""

    label: Words
    users: tuple[User, ...]
    url: str
    back_url: str
