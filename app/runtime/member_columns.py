"""What a list of members can show, sort and group by: fields, metrics, and where they stand."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement, case

from app.days import Moment
from app.expression.check import Checked, check
from app.expression.sql import to_sql
from app.expression.types import (
    Boolean,
    Choice,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Number,
    Reference,
    Text,
    Type,
)
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.program.scope import expand, scope_of
from app.program.sentences import sentence
from app.runtime.releases import Live
from app.runtime.remembered import reads_now
from app.runtime.source import TableSource
from app.storage.buckets import metric_days
from app.storage.space import Space
from app.words import Words

TIER, SINCE, METRIC = "tier:", "since:", "metric:"
_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Something that a list of members can show."""

    key: str
    """A field's key, `tier:<ladder>`, `since:<ladder>`, or `metric:` and a mark of its form."""
    label: Words
    type: Type
    operand: Any
    """How a condition reads it."""
    field: Field | None = None
    ladder: Ladder | None = None
    checked: Checked | None = None
    """What is computed: a formula, a metric."""

    @property
    def is_number(self) -> bool:
        return isinstance(self.type, Integer | Number | Decimal)

    @property
    def is_metric(self) -> bool:
        rollup = self.field is not None and self.field.kind == "rollup"
        return rollup or self.key.startswith(METRIC)

    @property
    def is_sortable(self) -> bool:
        return not isinstance(self.type, ListOf | Reference)

    @property
    def is_grouping(self) -> bool:
        """Whether members fall into a few groups by it."""
        stored = self.field is not None and self.field.kind in {"choice", "boolean", "reference"}
        return stored or self.key.startswith(TIER)

    @property
    def is_personal(self) -> bool:
        return self.field is not None and is_personal(self.field)


def columns_of(live: Live) -> tuple[Column, ...]:
    """Give everything a list can show, in the order in which it is offered."""

    def make() -> tuple[Column, ...]:
        return (*_ladders(live), *_fields(live), *_metrics(live))

    found: tuple[Column, ...] = live.remembered.always(("member columns",), make)
    return found


def find_columns(live: Live, keys: Sequence[str]) -> tuple[Column, ...]:
    """Give the columns of these keys in their order; what is not there any more is left out."""
    known = {each.key: each for each in columns_of(live)}
    return tuple(known[each] for each in dict.fromkeys(keys) if each in known)


def find_column(live: Live, key: str | None) -> Column | None:
    return next(iter(find_columns(live, [key] if key else [])), None)


def usual_columns(live: Live, most: int = 4) -> tuple[Column, ...]:
    """Give what a list shows when nobody has chosen."""
    offered = columns_of(live)
    tiers = [each for each in offered if each.key.startswith(TIER)][:1]
    metrics = [each for each in offered if each.is_number and each.is_metric]
    metrics.sort(key=lambda each: not isinstance(each.type, Decimal))
    return (*tiers, *metrics[:most], *(each for each in offered if each.key == "joined_at"))


def _fields(live: Live) -> Iterator[Column]:
    program, members = live.checked.program, live.catalogue.members
    scope = scope_of(program, MEMBER)
    for each in members.object.in_use:
        if FIELD_KINDS[each.kind].stored is not None:
            if each.key in members.fields:
                kind = FIELD_KINDS[each.kind].type_of(each)
                operand = {"var": each.key}
                yield Column(key=each.key, label=each.label, type=kind, operand=operand, field=each)
            continue
        document = expand({"var": each.key}, program, MEMBER)
        checked = check(document, scope, expect=None, set_wise=True)
        if not checked.errors:
            yield Column(
                key=each.key,
                label=each.label,
                type=checked.type,
                operand={"var": each.key},
                field=each,
                checked=checked,
            )


def _ladders(live: Live) -> Iterator[Column]:
    several = len(live.checked.program.ladders) > 1
    for each in live.checked.program.ladders:
        name = each.label if several else Words("等级", "Tier")
        tiers = Choice(options=tuple(tier.key for tier in each.tiers))
        yield Column(
            key=f"{TIER}{each.key}",
            label=name,
            type=tiers,
            operand={"tier": [each.key]},
            ladder=each,
        )
        yield Column(
            key=f"{SINCE}{each.key}",
            label=Words(f"{name.zh}自", f"{name.en} since"),
            type=Instant(),
            operand=None,
            ladder=each,
        )


def _metrics(live: Live) -> Iterator[Column]:
    """Give the metrics that rules read, but for those that are a field of their own."""
    program = live.checked.program
    scope = scope_of(program, MEMBER)
    named = {
        check(
            expand({"var": each.key}, program, MEMBER), scope, expect=None, set_wise=True
        ).rollups[:1]
        for each in live.catalogue.members.object.of_kind("rollup")
    }
    known = {one.normal_form for each in named for one in each}
    for each in live.checked.rollups.get(MEMBER, ()):
        if each.normal_form in known or isinstance(each.type, Boolean | ListOf | Text):
            continue
        operand = orjson.loads(each.normal_form)
        checked = check(operand, scope, expect=None)
        if not checked.errors:
            mark = hashlib.sha256(each.normal_form.encode()).hexdigest()[:_DIGITS]
            yield Column(
                key=f"{METRIC}{mark}",
                label=sentence(checked, scope),
                type=checked.type,
                operand=operand,
                checked=checked,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The members of a release as a list reads them: metrics that are not filled are computed."""

    live: Live
    moment: Moment

    @classmethod
    def of(cls, space: Space, live: Live, moment: Moment) -> "Seen":
        members = live.catalogue.members
        days = metric_days(space, [each.id for each in members.metrics.values()])
        filled = {
            form: each for form, each in members.metrics.items() if days.get(each.id) is not None
        }
        if len(filled) == len(members.metrics):
            return cls(live=live, moment=moment)
        objects = {**live.catalogue.records, MEMBER: replace(members, metrics=filled)}
        return cls(
            live=replace(live, catalogue=replace(live.catalogue, records=objects)), moment=moment
        )

    @property
    def source(self) -> TableSource:
        members = self.live.catalogue.members
        ladder = next((key for key in members.ladders), "")
        return TableSource(
            catalogue=self.live.catalogue,
            records=members,
            table=members.table,
            moment=self.moment,
            ladder=ladder,
        )

    def reads_rows(self, checked: Checked) -> bool:
        """Say whether a rule goes through records of members instead of reading columns."""
        metrics = self.live.catalogue.members.metrics
        return any(each.normal_form not in metrics for each in checked.rollups)

    def value(self, column: Column) -> ColumnElement[Any]:
        """Give what a column holds; tiers are ids."""
        members = self.live.catalogue.members
        if column.key.startswith(TIER):
            tier: ColumnElement[Any] = members.table.c[self._ladder(column).tier.name]
            return tier
        if column.key.startswith(SINCE):
            since: ColumnElement[Any] = members.table.c[self._ladder(column).since.name]
            return since
        if column.checked is None:
            stored: ColumnElement[Any] = members.table.c[members.fields[column.key].name]
            return stored
        return self._computed(column, column.checked)

    def _computed(self, column: Column, checked: Checked) -> ColumnElement[Any]:
        make = partial(to_sql, checked, self.source, self.moment)
        if reads_now(checked.tree) or self.reads_rows(checked):
            return make()
        name = ("column", MEMBER, column.key)
        found: ColumnElement[Any] = self.live.remembered.get(name, self.moment, make)
        return found

    def order(self, column: Column) -> ColumnElement[Any]:
        """Give what a column is sorted by: a tier by how high it is."""
        value = self.value(column)
        if not column.key.startswith(TIER) or column.ladder is None:
            return value
        ids = self._ladder(column).tiers
        heights = {ids[each.key]: n for n, each in enumerate(column.ladder.tiers)}
        return case(heights, value=value)

    def _ladder(self, column: Column) -> Any:
        return self.live.catalogue.members.ladders[column.key.partition(":")[2]]

    def shown(self, column: Column, value: Any) -> Any:
        """Give a value as it is spoken of: a tier by its key."""
        if column.key.startswith(TIER):
            return self._ladder(column).key_of(value)
        return value
