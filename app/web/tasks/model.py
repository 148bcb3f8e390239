"""What the pages of tasks show."""

from dataclasses import dataclass

from app.web.records.inputs import Input
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShown:
    """A state, in a word, a colour and an icon."""

    label: Words
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """One row of the list."""

    key: str
    url: str
    title: Words
    kind: Words
    icon: str
    member: str
    flow: Words
    whose: Words
    is_mine: bool
    opened_at: int
    due_at: int | None
    is_overdue: bool
    was_reminded: bool
    was_escalated: bool
    closed_at: int | None
    state: StateShown
    can_act: bool
    """Whether something may be done with it from the list."""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    key: str
    label: Words
    url: str
    count: int | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    key: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The list of tasks, as somebody asked for it."""

    tabs: tuple[Tab, ...]
    tab: str
    rows: tuple[TaskShown, ...]
    kinds: tuple[Choice, ...]
    flows: tuple[Choice, ...]
    only_overdue: bool
    is_filtered: bool
    is_over: bool
    clear_url: str
    next_url: str | None
    before_url: str | None
    several_url: str
    may_act: bool
    people: tuple[Choice, ...]
    """To whom what is ticked may be handed over."""
    kept: dict[str, str]
    """What the list was asked for."""
    note: str = ""
    problem: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field that is shown and cannot be changed."""

    label: Words
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields of the member, or of the record."""

    prefix: str
    label: Words
    facts: tuple[Fact, ...]
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was done with a task."""

    at: int
    who: Words
    said: Words
    note: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who is asked."""

    name: Words
    state: StateShown
    at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    action: str
    label: Words
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsked:
    """A form that is to be filled in first."""

    label: Words
    url: str | None
    is_filled_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One task in front of somebody."""

    row: TaskShown
    url: str
    list_url: str
    text: Words
    member_url: str | None
    run_url: str | None
    sections: tuple[Section, ...]
    form: FormAsked | None
    asked: tuple[Asked, ...]
    how: Words | None
    events: tuple[Event, ...]
    buttons: tuple[Button, ...]
    """What may be decided; none where it is not for the visitor to decide."""
    reason: Words | None
    """When a reason is asked for."""
    may_hand: bool
    may_add: bool
    people: tuple[Choice, ...]
    note: str = ""
    problem: Words | None = None
