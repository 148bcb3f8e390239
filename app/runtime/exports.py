"""Records of an object as lines of a table, which an import takes for what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.errors import Invalid
from app.program.field import Field
from app.program.objects import MEMBER, Object
from app.program.validation import no_such_field
from app.program.written import as_json
from app.runtime.columns import KEY, object_named
from app.runtime.listing import Wish, find
from app.runtime.releases import Live
from app.storage import records
from app.storage.space import Space

ID = "id"
OWNER = "member_id"
AT_ONCE = 1_000
Line = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is to leave: an object, some of its fields, and which of its records."""

    space: Space
    live: Live
    object: Object
    fields: tuple[Field, ...]
    wish: Wish
    now: int
    """The moment for which computed fields are worked out, in microseconds UTC."""

    @property
    def head(self) -> Line:
        owner = [self._owner_name, OWNER] if self._is_owned else []
        return [ID, *owner, *(each.key for each in self.fields)]

    def lines(self) -> Iterator[Line]:
        """Give a line for each record, in the order of ids; a piece of them is in memory."""
        wish = replace(self.wish, size=AT_ONCE)
        while True:
            page = find(self.space, self.live, self.object.key, wish, now=self.now)
            yield from self._lines(page.rows)
            if page.next is None:
                return
            wish = replace(wish, after=page.next)

    def _lines(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
        references = [each for each in self.fields if each.kind == "reference"]
        names = {each.key: self._names(each, rows) for each in references}
        owners = self._owners(rows)
        for row in rows:
            owner = [owners.get(row[OWNER], ""), str(row[OWNER])] if self._is_owned else []
            cells = {each.key: _cell(each, row) for each in self.fields}
            cells |= {key: found[row[key]] for key, found in names.items() if row[key] in found}
            yield [str(row[ID]), *owner, *cells.values()]

    @property
    def _is_owned(self) -> bool:
        return self.object.of_member and self.object.key != MEMBER

    @property
    def _owner_field(self) -> Field | None:
        """Give by what a member is named: by the external id if members have one."""
        unique = [each for each in self.live.checked.program.object(MEMBER).in_use if each.unique]
        return next((each for each in unique if each.key == KEY), next(iter(unique), None))

    @property
    def _owner_name(self) -> str:
        return f"{MEMBER}.{self._owner_field.key}" if self._owner_field else MEMBER

    def _owners(self, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
        field = self._owner_field
        if not self._is_owned or field is None:
            return {}
        ids = sorted({row[OWNER] for row in rows})
        there = records.find_rows(self.space, self.live.catalogue.members, ids)
        return {each: _cell(field, there[each]) for each in there}

    def _names(self, field: Field, rows: Sequence[Mapping[str, Any]]) -> dict[Any, str]:
        """Give the external ids of the records a reference names, by id."""
        kept = self.live.catalogue.records.get(str(field.options.get("object")))
        if kept is None or KEY not in kept.fields:
            return {}
        ids = sorted({row[field.key] for row in rows if row[field.key] is not None})
        there = records.find_rows(self.space, kept, ids)
        return {each: str(row[KEY]) for each, row in there.items() if row[KEY] is not None}


def asked_for(
    space: Space,
    live: Live,
    object_key: str,
    *,
    fields: Sequence[str] = (),
    wish: Wish | None = None,
    now: int,
) -> Export:
    """Ask for records of an object: all fields in use where none is named.

    Raises `Invalid` for an object or a field that is not there.
    """
    designed, chosen = object_named(live.checked.program, object_key), []
    for key in fields:
        found = designed.find_field(key)
        if found is None:
            raise Invalid(*no_such_field(designed, key))
        chosen.append(found)
    return Export(
        space=space,
        live=live,
        object=designed,
        fields=tuple(chosen) or tuple(designed.in_use),
        wish=wish or Wish(),
        now=now,
    )


def _cell(field: Field, row: Mapping[str, Any]) -> str:
    """Write a value as an import reads it: dates and amounts as the API writes them."""
    value = as_json(field, row[field.key])
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(value)
        case _:
            return str(value)
