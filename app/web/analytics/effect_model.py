"""What the page of an effect shows: values ready to be drawn, bars as per cents of a width."""

from dataclasses import dataclass

from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideShown:
    more: str
    tone: str
    said: Words
    """Whether it is more than chance would have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureShown:
    """One measure of one group; averages are for each member who counts."""

    label: Words
    before: str
    after: str
    change: str
    rose: bool | None
    """None where nothing changed."""
    before_width: float
    after_width: float
    before_sum: str
    after_sum: str
    beside: BesideShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    label: Words | None
    """None where nobody was divided."""
    held_out: bool
    counted: int
    early: int
    new: int
    measures: tuple[MeasureShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowShown:
    days: int
    groups: tuple[GroupShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    label: Words
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectPage:
    label: Words
    subject: Words
    from_: Words
    members: int
    looked_at: int | None
    """How many stand for more; None: everybody was looked at."""
    held_out: bool
    choices: tuple[Choice, ...]
    windows: tuple[WindowShown, ...]
    csv_url: str
    back_url: str
    back: Words
    compares: bool
    """Whether some group stands beside those held out."""
