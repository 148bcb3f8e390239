"""What every kind of trigger does at work: whom it lets in, and for what."""

from abc import ABC
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import Select, cast, literal, select
from sqlalchemy.sql.elements import ColumnElement

from app.days import Moment
from app.program.checked_flows import CheckedFlow, trigger_options
from app.runtime.happenings import Happened
from app.runtime.releases import Live
from app.storage.sets import bound_rows, rows_given
from app.storage.space import Space
from app.storage.types import TEXT
from app.words import Words

NO_RECORD = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """Who goes in: `found` gives `member_id`, `id`, `record_id`, `cause`."""

    found: Select[Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    object: str | None = None
    natural: bool = False
    """Whether its causes say already how often a member may go in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time at which a timed trigger is due."""

    key: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A set of members that is looked at, whatever happened to them."""

    space: Space
    live: Live
    moment: Moment
    among: ColumnElement[bool]
    """Over the members' table; bound by `values`."""
    values: Mapping[str, Any]
    key: str
    """What the set is looked at for: the occurrence."""


class TriggerWork(ABC):
    """One kind of trigger at work."""

    key: ClassVar[str]
    label: ClassVar[Words]

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        """Say who goes in for what happened."""
        yield from ()

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        """Say who of a set goes in: at a time, or because it is true of them already."""
        yield from ()

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        """Give the times with `since` < time <= `until`, in order."""
        yield from ()


def options(flow: CheckedFlow) -> dict[str, Any]:
    return trigger_options(flow.flow)


COLUMNS = ("member_id", "record_id", "occasion", "id")


def given(
    happened: Happened, prefix: str, rows: Sequence[tuple[int, int | None, int]], what: str | None
) -> Iterable[Entering]:
    """Let these members in: member, record, and what makes the cause one of its kind."""
    if not rows:
        return
    dialect = happened.space.connection.dialect.name
    ids = happened.space.take_ids(len(rows))
    who = rows_given(dialect, COLUMNS).subquery()
    found = select(
        who.c.member_id,
        who.c.id,
        who.c.record_id,
        (literal(f"{prefix}:", TEXT) + cast(who.c.occasion, TEXT)).label("cause"),
    )
    numbered = [(*row, new) for row, new in zip(rows, ids, strict=True)]
    yield Entering(found=found, values=bound_rows(dialect, COLUMNS, numbered), object=what)
