"""Records of any object, found by a rule, in an order, a page at a time, with computed fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from app.days import Moment
from app.errors import Finding, Invalid
from app.expression.check import Checked, check
from app.expression.sql import met, to_sql
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.program.objects import MEMBER
from app.program.results import result_of
from app.program.scope import expand, scope_of
from app.runtime.record_search import RecordSearch
from app.runtime.releases import Live
from app.runtime.remembered import reads_now
from app.runtime.source import TableSource
from app.storage import records
from app.storage.catalogue import Records
from app.storage.sets import bound, numbers
from app.storage.space import Space

CREATED = "created_at"
_UNSORTABLE = frozenset({Stored.LIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended: what the last record was sorted by, and its id."""

    value: Any
    record_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which records are wanted."""

    rule: Checked | None = None
    segment: Checked | None = None
    """Whom else they must be among."""
    search: str = ""
    """A text they are found by: a number, whose they are, what their fields say."""
    personal: bool = False
    """Whether the text may be looked for in personal fields."""
    member_id: int | None = None
    """Whose they must be."""
    holding: tuple[tuple[str, Any], ...] = ()
    """What fields must hold, as columns have it."""
    sort: str | None = None
    """A field, or `created_at`; None is the order of ids."""
    descending: bool = False
    after: Mark | None = None
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    rows: tuple[Mapping[str, Any], ...]
    """Values by field, computed ones too, with `id`, `member_id` and `created_at`."""
    next: Mark | None


def read_rule(live: Live, object_key: str, document: Any) -> Checked:
    """Check a filter over the records of an object. Raises `Invalid` with its findings."""
    program = live.checked.program
    only = program.ladders[0].key if len(program.ladders) == 1 else None
    scope = scope_of(program, object_key, ladder=only if object_key == MEMBER else None)
    checked = check(expand(document, program, object_key), scope, set_wise=True)
    findings = checked.errors or (_ranks_nobody() if checked.ranks else ())
    if findings:
        raise Invalid("这个筛选规则有误。", "There are mistakes in this filter.", tuple(findings))
    return checked


def _ranks_nobody() -> tuple[Finding, ...]:
    return (
        Finding.of(
            "",
            "排名只在等级评定时计算，不能用来筛选。",
            "Ranks are taken when a ladder is evaluated; a filter cannot ask for one.",
        ),
    )


def sortable(live: Live, object_key: str) -> tuple[str, ...]:
    """List what records may be sorted by."""
    kept = live.catalogue.records[object_key]
    names = [each.key for each in kept.object.fields if _kind(each).stored not in _UNSORTABLE]
    return (*names, CREATED)


def find(space: Space, live: Live, object_key: str, wish: Wish, *, now: int) -> Page:
    """Find one page of records, and where the next begins."""
    finder = _Finder(space, live, live.catalogue.records[object_key], live.moment(now))
    rows = space.execute(finder.page(wish)).all()
    shown = [finder.values(row) for row in rows[: wish.size]]
    further = None
    if len(rows) > wish.size:
        last = shown[-1]
        value = last[wish.sort] if wish.sort else None
        further = Mark(value=value, record_id=last["id"])
    return Page(rows=tuple(shown), next=further)


def count_up_to(
    space: Space, live: Live, object_key: str, wish: Wish, *, most: int, now: int
) -> int:
    """Count the records that are wanted, no further than to one more than `most`."""
    finder = _Finder(space, live, live.catalogue.records[object_key], live.moment(now))
    some = records.own(space, finder.kept, finder.kept.identity)
    some = some.where(*finder.wanted(wish)).limit(most + 1)
    counting = select(func.count()).select_from(some.subquery())
    return int(space.execute(counting).scalar_one())


def find_some(
    space: Space, live: Live, object_key: str, ids: Sequence[int], *, now: int
) -> dict[int, Mapping[str, Any]]:
    """Read records by id, with computed fields; those that are not there are left out."""
    if not ids:
        return {}
    finder = _Finder(space, live, live.catalogue.records[object_key], live.moment(now))
    dialect = space.connection.dialect.name
    statement = finder.all().where(finder.kept.identity.in_(numbers(dialect)))
    rows = space.execute(statement, {"ids": bound(dialect, list(ids))})
    return {row.id: finder.values(row) for row in rows}


def _kind(field: Field) -> Any:
    return FIELD_KINDS[field.kind]


@dataclass(frozen=True, slots=True)
class _Finder:
    """Builds the statements about one object."""

    space: Space
    live: Live
    kept: Records
    moment: Moment

    def source(self) -> TableSource:
        return TableSource(
            catalogue=self.live.catalogue,
            records=self.kept,
            table=self.kept.table,
            moment=self.moment,
        )

    def computed(self) -> list[Field]:
        return [each for each in self.kept.object.fields if _kind(each).stored is None]

    def column(self, field: Field) -> ColumnElement[Any]:
        """Give a field's column, or what a formula or a metric stands for."""
        if field.key in self.kept.fields:
            stored: ColumnElement[Any] = self.kept.table.c[self.kept.fields[field.key].name]
            return stored
        return self.meaning(field)

    def meaning(self, field: Field) -> ColumnElement[Any]:
        """Give what a computed field stands for; reading its rule costs more than running it."""
        name, kept = (self.kept.object.key, field.key), self.live.remembered
        checked = kept.get(("computed", *name), self.moment, partial(self.checked, field))
        make = partial(to_sql, checked, self.source(), self.moment)
        found: ColumnElement[Any] = (
            make() if reads_now(checked.tree) else kept.get(("column", *name), self.moment, make)
        )
        return found

    def checked(self, field: Field) -> Checked:
        program, key = self.live.checked.program, self.kept.object.key
        document = expand({"var": field.key}, program, key)
        return check(document, scope_of(program, key), expect=None, set_wise=True)

    def all(self) -> Select[Any]:
        extra = [self.column(each).label(f"computed:{each.key}") for each in self.computed()]
        return records.own(self.space, self.kept, self.kept.table, *extra)

    def page(self, wish: Wish) -> Select[Any]:
        order = self.order(wish.sort)
        return (
            self.all()
            .where(*self.wanted(wish))
            .where(self.behind(wish, order))
            .order_by(*self.ordering(wish, order))
            .limit(wish.size + 1)
        )

    def wanted(self, wish: Wish) -> list[ColumnElement[bool]]:
        """Give what records must meet, wherever a page begins."""
        table = self.kept.table
        asked = [each for each in (wish.rule, wish.segment) if each is not None]
        found = [met(each, self.source(), self.moment) for each in asked]
        found += [table.c[self.kept.fields[key].name] == value for key, value in wish.holding]
        if wish.member_id is not None:
            found.append(table.c.member_id == wish.member_id)
        if wish.search.strip():
            search = RecordSearch(
                space=self.space,
                live=self.live,
                kept=self.kept,
                moment=self.moment,
                personal=wish.personal,
            )
            found.append(search.clause(wish.search))
        return found

    def order(self, sort: str | None) -> ColumnElement[Any] | None:
        if sort is None:
            return None
        if sort == CREATED:
            created: ColumnElement[Any] = self.kept.table.c.created_at
            return created
        return self.column(self.kept.object.field(sort))

    def ordering(self, wish: Wish, order: ColumnElement[Any] | None) -> list[ColumnElement[Any]]:
        identity = self.kept.identity.desc() if wish.descending else self.kept.identity
        if order is None:
            return [identity]
        # Records without the value come last, whichever way it is sorted.
        return [order.is_(None), order.desc() if wish.descending else order, identity]

    def behind(self, wish: Wish, order: ColumnElement[Any] | None) -> ColumnElement[bool]:
        mark, identity = wish.after, self.kept.identity
        if mark is None:
            return true()
        later = identity < mark.record_id if wish.descending else identity > mark.record_id
        if order is None:
            return later
        if mark.value is None:
            return and_(order.is_(None), later)
        further = order < mark.value if wish.descending else order > mark.value
        return or_(further, and_(order == mark.value, later), order.is_(None))

    def values(self, row: Any) -> dict[str, Any]:
        found = row._asdict()
        values = records.by_field(self.kept, row)
        for each in self.computed():
            values[each.key] = _as_kept(found[f"computed:{each.key}"], result_of(each))
        return values


_EXACT = frozenset({"integer", "money", "date", "datetime"})


def _as_kept(value: Any, kind: str) -> Any:
    """Give a computed value as a column of its kind would hold it; the databases differ here."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind in _EXACT:
        return round(value)
    return float(value) if kind in {"number", "percent"} else value
