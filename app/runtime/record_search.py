"""Records found by a text: their own number, whose they are, what their fields say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from app.days import Moment
from app.program.choices import choices_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused, Stored
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.runtime.member_columns import Seen
from app.runtime.member_filter import LONGEST_SEARCH, Filter, Whom
from app.runtime.releases import Live
from app.storage import identities
from app.storage.catalogue import Records
from app.storage.space import Space

LONGEST_ID = 18
"""Digits that a number of 64 bits surely holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSearch:
    """Looks for a text in the records of one object."""

    space: Space
    live: Live
    kept: Records
    moment: Moment
    personal: bool
    """Whether personal fields may be searched; a hidden one must not be guessable."""

    def clause(self, text: str) -> ColumnElement[bool]:
        """Give what a record must meet; a number that is unique finds its record alone."""
        wanted = text.strip()[:LONGEST_SEARCH]
        exact = self._by_unique(wanted)
        if exact:
            return self.kept.identity.in_(exact)
        return or_(*self._ways(wanted))

    def _by_unique(self, text: str) -> list[int]:
        found = []
        program_id = self.live.catalogue.program_id
        for each in self._readable():
            if each.unique and (value := self._parsed(each, text)) is not None:
                kind = f"{self.kept.object.key}.{each.key}"
                owners = identities.find(self.space, program_id, kind, [value])
                found += [owner.record_id for owner in owners.values()]
        return found

    def _parsed(self, field: Field, text: str) -> str | None:
        try:
            value = FIELD_KINDS[field.kind].parse(text, field)
        except Refused:
            return None
        return None if value is None else str(value)

    def _readable(self) -> Iterator[Field]:
        for each in self.kept.object.in_use:
            if each.key in self.kept.fields and (self.personal or not is_personal(each)):
                yield each

    def _ways(self, text: str) -> Iterator[ColumnElement[bool]]:
        table = self.kept.table
        if "member_id" in table.c:
            yield table.c.member_id.in_(self._members(text))
        for each in self._readable():
            column = table.c[self.kept.fields[each.key].name]
            if each.kind == "choice":
                yield column.in_(_choices_like(each, text))
            elif FIELD_KINDS[each.kind].stored is Stored.TEXT:
                yield column.contains(text, autoescape=True)
        # An object without a text has its ids at least.
        yield self.kept.identity.in_([int(text)] if _is_id(text) else [])

    def _members(self, text: str) -> Select[Any]:
        whom = Whom(search=text, personal=self.personal)
        seen = Seen.of(self.space, self.live, self.moment)
        clauses = Filter(space=self.space, seen=seen, whom=whom).clauses()
        members = self.live.catalogue.records[MEMBER]
        return select(members.identity).where(*clauses)


def _choices_like(field: Field, text: str) -> list[str]:
    wanted = text.casefold()
    return [
        each.key
        for each in choices_of(field)
        if wanted == each.key.casefold() or any(wanted in name.casefold() for name in each.label)
    ]


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
