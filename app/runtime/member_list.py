"""Members found by a text, a tier and a rule; page by page, without counting them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, true

from app.days import Moment
from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.sql import met, to_sql
from app.expression.types import Scope
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.program.scope import expand, scope_of
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.storage import identities, records
from app.storage.catalogue import Records
from app.storage.space import Space
from app.words import Words

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric as a column: its rule, and what it is called."""

    key: str
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended: the value of the sorted column, and the member."""

    value: Any
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which members are wanted."""

    search: str = ""
    ladder: str | None = None
    tier: str | None = None
    """A tier of the ladder; an empty text asks for those without one."""
    rule: Checked | None = None
    sort: str | None = None
    """The key of a figure or a field."""
    descending: bool = False
    after: Mark | None = None
    size: int = 50
    personal: bool = False
    """Whether names and phones may be searched; a hidden field must not be guessable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    members: tuple[Mapping[str, Any], ...]
    """Values by field; tiers as `tier:<ladder>`, figures as `figure:<key>`."""
    next: Mark | None


def filter_scope(live: Live) -> Scope:
    """Say what a filter may see; with one ladder, `period` and `tier` mean that one."""
    program = live.checked.program
    only = program.ladders[0].key if len(program.ladders) == 1 else None
    return scope_of(program, MEMBER, ladder=only)


def read_filter(live: Live, rule: Any, *, personal: bool) -> Checked:
    """Check a filter, as a condition over all members."""
    program = live.checked.program
    checked = check(expand(rule, program, MEMBER), filter_scope(live), set_wise=True)
    findings = [*_hidden(live, checked, personal=personal), *_unranked(live, checked)]
    return replace(checked, findings=(*checked.findings, *findings))


def _unranked(live: Live, checked: Checked) -> Iterator[Finding]:
    """Refuse ranks that no evaluation has taken: nobody would be found, and nobody told why."""
    known = {each.normal_form for each in live.checked.ranks}
    for each in checked.ranks:
        if each.normal_form not in known:
            yield Finding(
                path=each.path,
                message=Words(
                    "这里只能用已发布规则里的排名条件：排名在每次评估时计算。",
                    "Only a rank that a released rule asks for can filter: evaluations take ranks.",
                ),
            )


def _hidden(live: Live, checked: Checked, *, personal: bool) -> Iterator[Finding]:
    objects = live.checked.program.objects
    hidden = {field.key for each in objects for field in each.fields if is_personal(field)}
    # A dotted name reaches through a reference, to somebody else's name for instance.
    asked = sorted({part for each in checked.variables for part in each.split(".")} & hidden)
    if asked and not personal:
        yield Finding(
            path="",
            message=Words(
                f"你的角色不能按个人信息（{'、'.join(asked)}）筛选。",
                f"Your role may not filter by personal data ({', '.join(asked)}).",
            ),
        )


def find_members(
    space: Space,
    live: Live,
    question: Question,
    figures: tuple[Figure, ...],
    moment: Moment,
) -> Found:
    """Find one page of members, and where the next one begins."""
    finder = _Finder(space, live, question, figures, moment)
    rows = space.execute(finder.statement()).all()
    page = [finder.values(row) for row in rows[: question.size]]
    more = len(rows) > question.size
    return Found(members=tuple(page), next=finder.mark(rows[question.size - 1]) if more else None)


@dataclass(frozen=True, slots=True)
class _Finder:
    """The statement of one page."""

    space: Space
    live: Live
    question: Question
    figures: tuple[Figure, ...]
    moment: Moment

    @property
    def members(self) -> Records:
        return self.live.catalogue.members

    def source(self) -> TableSource:
        return TableSource(
            catalogue=self.live.catalogue,
            records=self.members,
            table=self.members.table,
            moment=self.moment,
        )

    def statement(self) -> Select[Any]:
        table = self.members.table
        extra = [
            to_sql(each.checked, self.source(), self.moment).label(f"figure:{each.key}")
            for each in self.figures
        ]
        chosen = records.own(self.space, self.members, table, *extra)
        order = self.order()
        return (
            chosen.where(self.searched())
            .where(self.on_tier())
            .where(self.meets_rule())
            .where(self.behind(order))
            .order_by(*self.ordering(order))
            .limit(self.question.size + 1)
        )

    def order(self) -> ColumnElement[Any] | None:
        """Give what the page is sorted by; None is the order in which members were kept."""
        sort = self.question.sort
        for each in self.figures:
            if each.key == sort:
                return to_sql(each.checked, self.source(), self.moment)
        kept = self.members.fields.get(sort or "")
        if kept is None or self.is_hidden(sort or ""):
            return None
        return self.members.table.c[kept.name]

    def is_hidden(self, key: str) -> bool:
        """Say whether the order alone would tell what the reader may not see."""
        field = self.members.object.find_field(key)
        return not self.question.personal and field is not None and is_personal(field)

    def ordering(self, order: ColumnElement[Any] | None) -> list[ColumnElement[Any]]:
        identity = self.members.table.c.id
        if order is None:
            return [identity]
        # Members without the value come last, whichever way it is sorted.
        return [order.is_(None), order.desc() if self.question.descending else order, identity]

    def behind(self, order: ColumnElement[Any] | None) -> ColumnElement[bool]:
        mark, identity = self.question.after, self.members.table.c.id
        if mark is None:
            return true()
        if order is None:
            return identity > mark.member_id
        if mark.value is None:
            return and_(order.is_(None), identity > mark.member_id)
        further = order < mark.value if self.question.descending else order > mark.value
        return or_(further, and_(order == mark.value, identity > mark.member_id), order.is_(None))

    def on_tier(self) -> ColumnElement[bool]:
        ladder = self.members.ladders.get(self.question.ladder or "")
        if ladder is None or self.question.tier is None:
            return true()
        column = self.members.table.c[ladder.tier.name]
        if not self.question.tier:
            return column.is_(None)
        return column == ladder.tiers.get(self.question.tier, -1)

    def meets_rule(self) -> ColumnElement[bool]:
        if self.question.rule is None:
            return true()
        return met(self.question.rule, self.source(), self.moment)

    def searched(self) -> ColumnElement[bool]:
        text = self.question.search.strip()[:LONGEST_SEARCH]
        if not text:
            return true()
        table, fields = self.members.table, self.members.fields
        ways = [table.c[fields[key].name] == text for key in ("number", "external_id")]
        if self.question.personal:
            ways.append(table.c[fields["name"].name].contains(text, autoescape=True))
            ways.append(self.with_phone(text))
        return or_(*ways)

    def with_phone(self, text: str) -> ColumnElement[bool]:
        """Look a phone up where it is unique, instead of comparing it with everybody's."""
        field = self.members.object.field("phone")
        try:
            phone = FIELD_KINDS[field.kind].parse(text, field)
        except Refused:
            return false()
        owners = identities.find(
            self.space, self.live.catalogue.program_id, "member.phone", [str(phone)]
        )
        return self.members.table.c.id.in_([each.member_id for each in owners.values()])

    def values(self, row: Any) -> dict[str, Any]:
        found = row._asdict()
        values = records.by_field(self.members, row)
        for key, ladder in self.members.ladders.items():
            values[f"tier:{key}"] = ladder.key_of(found[ladder.tier.name])
        for each in self.figures:
            values[f"figure:{each.key}"] = found[f"figure:{each.key}"]
        return values

    def mark(self, row: Any) -> Mark:
        values = self.values(row)
        sort = self.question.sort or ""
        value = values.get(f"figure:{sort}", values.get(sort))
        return Mark(value=value, member_id=values["id"])
