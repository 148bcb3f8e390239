"""Which members a list is about: by a text, a tier, a condition and a segment."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.sql import met
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.program.scope import expand
from app.program.segment_rules import segment_scope
from app.runtime.member_columns import Column, Seen
from app.runtime.releases import Live
from app.storage import identities
from app.storage.space import Space

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Which members are meant."""

    search: str = ""
    ladder: str | None = None
    tier: str | None = None
    """A tier of the ladder; an empty text asks for those without one."""
    rules: tuple[Checked, ...] = ()
    """What they meet: a condition, and those of segments."""
    within: tuple[tuple[Column, Any], ...] = ()
    """What columns hold, as `Seen.value` gives it: the group that is looked at."""
    personal: bool = False
    """Whether names and phones may be searched; a hidden field must not be guessable."""


def read_filter(live: Live, rule: Any, *, personal: bool) -> Checked:
    """Check a filter, as a condition over all members."""
    program = live.checked.program
    checked = check(expand(rule, program, MEMBER), segment_scope(program), set_wise=True)
    findings = [*_hidden(live, checked, personal=personal), *_unranked(live, checked)]
    return replace(checked, findings=(*checked.findings, *findings))


def _unranked(live: Live, checked: Checked) -> Iterator[Finding]:
    """Refuse ranks that no evaluation has taken: nobody would be found, and nobody told why."""
    known = {each.normal_form for each in live.checked.ranks}
    for each in checked.ranks:
        if each.normal_form not in known:
            yield Finding.of(
                each.path,
                "这里只能用已发布规则里的排名条件：排名在每次评估时计算。",
                "Only a rank that a released rule asks for can filter: evaluations take ranks.",
            )


def _hidden(live: Live, checked: Checked, *, personal: bool) -> Iterator[Finding]:
    objects = live.checked.program.objects
    hidden = {field.key for each in objects for field in each.fields if is_personal(field)}
    # A dotted name reaches through a reference, to somebody else's name for instance.
    asked = sorted({part for each in checked.variables for part in each.split(".")} & hidden)
    if asked and not personal:
        yield Finding.of(
            "",
            f"你的角色不能按个人信息（{'、'.join(asked)}）筛选。",
            f"Your role may not filter by personal data ({', '.join(asked)}).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked of members, as a condition of statements."""

    space: Space
    seen: Seen
    whom: Whom

    def clauses(self) -> tuple[ColumnElement[bool], ...]:
        members = self.seen.live.catalogue.members
        own = members.table.c.workspace_id == self.space.workspace_id
        rules = (met(each, self.seen.source, self.seen.moment) for each in self.whom.rules)
        return (own, self._searched(), self._on_tier(), *rules, *self._within())

    @property
    def is_costly(self) -> bool:
        """Whether records of each member are read to find out."""
        return any(self.seen.reads_rows(each) for each in self.whom.rules)

    def _within(self) -> Iterator[ColumnElement[bool]]:
        for column, value in self.whom.within:
            held = self.seen.value(column)
            yield held.is_(None) if value is None else held == value

    def _on_tier(self) -> ColumnElement[bool]:
        members = self.seen.live.catalogue.members
        ladder = members.ladders.get(self.whom.ladder or "")
        if ladder is None or self.whom.tier is None:
            return true()
        column = members.table.c[ladder.tier.name]
        if not self.whom.tier:
            return column.is_(None)
        return column == ladder.tiers.get(self.whom.tier, -1)

    def _searched(self) -> ColumnElement[bool]:
        text = self.whom.search.strip()[:LONGEST_SEARCH]
        if not text:
            return true()
        members = self.seen.live.catalogue.members
        table, fields = members.table, members.fields
        ways = [table.c[fields[key].name] == text for key in ("number", "external_id")]
        if self.whom.personal:
            ways.append(table.c[fields["name"].name].contains(text, autoescape=True))
            ways.append(self._with_phone(text))
        return or_(*ways)

    def _with_phone(self, text: str) -> ColumnElement[bool]:
        """Look a phone up where it is unique, instead of comparing it with everybody's."""
        catalogue = self.seen.live.catalogue
        field = catalogue.members.object.field("phone")
        try:
            phone = FIELD_KINDS[field.kind].parse(text, field)
        except Refused:
            return false()
        owners = identities.find(self.space, catalogue.program_id, "member.phone", [str(phone)])
        return catalogue.members.table.c.id.in_([each.member_id for each in owners.values()])
