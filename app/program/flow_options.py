"""What a trigger or a step lets an operator set, declared so that a canvas can draw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.words import Words


class Widget(StrEnum):
    """How the builder asks for an option, and what its value is in the document."""

    TEXT = "text"
    WORDS = "words"
    LONG_WORDS = "long_words"
    """A text in both languages."""
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    """One of `choices`."""
    CHOICES = "choices"
    """Several of them."""
    TIME = "time"
    """A time of the day: 09:00."""
    DURATION = "duration"
    """`{"days": 3, "hours": 12}`."""
    HOURS = "hours"
    """A stretch of each day: `{"from": "21:00", "to": "09:00"}`."""
    CRON = "cron"
    CONDITION = "condition"
    """JSON-Logic, over the member or over the record; see `about`."""
    BRANCHES = "branches"
    """`[{"key", "label", "where"}]`: the first that is met is taken."""
    VARIANTS = "variants"
    """`[{"key", "label", "percent"}]`."""
    VALUES = "values"
    """Values by field of the object that another option names."""
    VALUE = "value"
    """A value that the named field of the member takes."""
    OBJECT = "object"
    FIELD = "field"
    """A field of the member, or of the object that another option names."""
    FIELDS = "fields"
    LADDER = "ladder"
    TIER = "tier"
    TRIAL = "trial"
    COUPON = "coupon"
    CURRENCY = "currency"
    SEGMENT = "segment"
    FORM = "form"
    TEMPLATE = "template"
    """A message template."""
    STEP = "step"
    """Another step of the same flow."""
    EXPRESSION = "expression"
    """JSON-Logic over the body of a call: `{"var": "customer.phone"}`."""
    EXPRESSIONS = "expressions"
    """Such expressions by field of the object that another option names."""
    CALENDAR_DAYS = "calendar_days"
    """Named days of calendars: `["festivals.mid_autumn"]`."""
    TAGS = "tags"
    """A list of texts."""
    FLOW = "flow"
    """Another automation."""
    BENEFIT = "benefit"
    COMPUTED = "computed"
    """JSON-Logic over the member by name: `{"spent": {"sum_of": ["order.net", "365d"]}}`."""


class About(StrEnum):
    """What a condition is about."""

    MEMBER = "member"
    RECORD = "record"
    """The record that set the flow in motion: its own fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something an operator sets on a trigger or a step."""

    key: str
    label: Words
    widget: Widget
    required: bool = False
    default: Any = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    least: int = 0
    most: int = 10**9
    about: About = About.MEMBER
    of: str | None = None
    """The option that names the object or the ladder it belongs to; None: the member."""
    kinds: tuple[str, ...] = ()
    """Kinds of fields that will do; none named: every kind."""


def option_of(options: Mapping[str, Any], declared: Option) -> Any:
    """Give what is set, or what holds where nothing is."""
    found = options.get(declared.key)
    return declared.default if found is None else found


def values_of(declared: tuple[Option, ...], options: Mapping[str, Any]) -> dict[str, Any]:
    return {each.key: option_of(options, each) for each in declared}
