"""What every kind of trigger does at work: whom it lets in, and for what."""

from abc import ABC
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import Select, and_, cast, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from app.days import Moment, from_day
from app.expression.sql import met, to_sql
from app.program.checked_flows import TRIGGER, CheckedFlow, trigger_options
from app.program.objects import MEMBER
from app.runtime.happenings import Happened
from app.runtime.members_seen import source_of
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.runtime.wall_clock import at_time, days_between
from app.storage import flow_memory, occurrences
from app.storage.sets import bound, bound_rows, numbers, rows_given
from app.storage.space import Space
from app.storage.types import BIG, TEXT
from app.words import Words


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
    begins: bool = False
    """Whether it is looked at for those of whom it is true as the flow begins."""
    tries: bool = False
    """Whether it is only asked who would go in: nothing may be written."""
    fresh: bool = True
    """Whether metrics are kept as of this moment; those of another day are computed."""

    @property
    def source(self) -> TableSource:
        return source_of(self.live, self.moment, materialised=self.fresh)

    def meets(self, flow: CheckedFlow, place: str = "where") -> list[ColumnElement[bool]]:
        """Say who meets a condition of the trigger; nothing where it has none."""
        asked = flow.condition(TRIGGER, place)
        return [] if asked is None else [met(asked, self.source, self.moment)]

    def value(self, flow: CheckedFlow, place: str) -> ColumnElement[Any]:
        """Give what an expression of the trigger comes to for each member."""
        asked = flow.condition(TRIGGER, place)
        assert asked is not None
        return to_sql(asked, self.source, self.moment)

    def those(self, cause: ColumnElement[str], *where: ColumnElement[bool]) -> "Entering":
        """Let in those of the set who meet all of it, each cause once."""
        members = self.live.catalogue.members.readable
        own = (members.c.workspace_id == self.space.workspace_id, self.among)
        found = select(
            members.c.id.label("member_id"),
            literal(self.space.new_id(), BIG).label("id"),
            literal(None, BIG).label("record_id"),
            cause.label("cause"),
        ).where(*own, *where)
        return Entering(found=found, values=self.values, natural=True)


class TriggerWork(ABC):
    """One kind of trigger at work."""

    key: ClassVar[str]
    label: ClassVar[Words]

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        """Say who goes in for what happened."""
        yield from ()

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        """Say who of a set goes in: at a time, or because it is true of them already.

        Those of one yield have gone in when the next begins.
        """
        yield from ()

    def begin(self, flow: CheckedFlow, asked: Standing) -> None:
        """Note of a set what is true already as the flow begins, so that it lets nobody in."""
        program_id = asked.live.catalogue.program_id
        for each in self.standing(flow, asked):
            flow_memory.note_seen(asked.space, program_id, flow.flow.key, each.found, each.values)

    def sort(self, flow: CheckedFlow) -> str:
        """Name what is true or not: where it is another one, everybody is looked at anew."""
        return ""

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        """Give the times with `since` < time <= `until`, in order."""
        yield from ()


class Daily(TriggerWork):
    """A trigger that is looked at once on every local day, at the time its operator chose."""

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        return every_day(flow, since, until, moment)


def every_day(flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
    """Give a time on every local day."""
    zone, time = moment.calendar.zone, options(flow)["time"]
    for day in days_between(since, until, zone):
        at = at_time(day, time, zone)
        if since < at <= until:
            yield Time(key=from_day(day).isoformat(), at=at)


def options(flow: CheckedFlow) -> dict[str, Any]:
    return trigger_options(flow.flow)


def has_begun(happened: Happened, flow: CheckedFlow, sort: str) -> bool:
    """Say whether everybody has been looked at since the automation is at work."""
    space, program_id = happened.space, happened.live.catalogue.program_id
    state = occurrences.states(space, program_id).get(flow.flow.key)
    if state is None or state.since is None:
        return False
    name = occurrences.seed(state.since, sort)
    return occurrences.is_done(space, program_id, flow.flow.key, name)


def of_members(happened: Happened, member_ids: Sequence[int]) -> Standing:
    """Look at some members as they are after what happened."""
    dialect = happened.space.connection.dialect.name
    members = happened.live.catalogue.members.readable
    return Standing(
        space=happened.space,
        live=happened.live,
        moment=happened.moment,
        among=members.c.id.in_(numbers(dialect)),
        values={"ids": bound(dialect, list(member_ids))},
        key="",
    )


def with_records(
    flow: CheckedFlow, asked: Standing, object_key: str, prefix: str, kind: str | None = None
) -> Iterator[Entering]:
    """Let in those who have a record already that would have let them in, with the latest."""
    live, records = asked.live, asked.live.catalogue.records.get(object_key)
    if records is None or object_key == MEMBER or not records.object.of_member:
        return
    table = records.readable
    found = table.c.workspace_id == asked.space.workspace_id
    if kind is not None:
        found = and_(found, table.c[records.fields["kind"].name] == kind)
    condition = flow.condition(TRIGGER)
    if condition is not None:
        source = TableSource(
            catalogue=live.catalogue, records=records, table=table, moment=asked.moment
        )
        found = and_(found, met(condition, source, asked.moment))
    latest = select(table.c.member_id, func.max(table.c.id).label("record_id")).where(found)
    last = latest.group_by(table.c.member_id).subquery()
    members = live.catalogue.members.readable
    who = (
        select(
            members.c.id.label("member_id"),
            literal(asked.space.new_id(), BIG).label("id"),
            last.c.record_id,
            named(prefix, last.c.record_id).label("cause"),
        )
        .join_from(members, last, last.c.member_id == members.c.id)
        .where(members.c.workspace_id == asked.space.workspace_id, asked.among)
    )
    yield Entering(found=who, values=asked.values, object=object_key)


def named(*parts: Any) -> ColumnElement[str]:
    """Write a cause: its parts joined by colons, some of them columns."""
    written: ColumnElement[str] = literal("", TEXT)
    for n, each in enumerate(parts):
        head = literal(":" if n else "", TEXT)
        part = cast(each, TEXT) if isinstance(each, ColumnElement) else literal(str(each), TEXT)
        written = written + head + part
    return written


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
