"""Members as rows of the list: names, numbers and the values of the chosen columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.expression.types import Reference
from app.program.objects import Object
from app.runtime.member_columns import SINCE, TIER, Column
from app.storage import records
from app.web.records.list_model import Cell, MemberRow
from app.web.records.listed import Listed
from app.web.records.showing import (
    MASKED,
    field_shown,
    initial_of_member,
    name_of,
    tier_shown,
    typed_shown,
)

References = Mapping[str, Mapping[int, str]]
"""What the records are called that members refer to, by column and id."""


def number_of_member(member: Mapping[str, Any], name: str) -> str:
    """Give the number below the name, unless the member is called by it."""
    found = [str(member[key]) for key in ("number", "external_id") if member.get(key)]
    return next((each for each in found if each != name), "")


def title_of(designed: Object, row: Mapping[str, Any], *, personal: bool) -> str:
    """Call a record of any object by what it is known by."""
    if "name" in row or designed.key == "member":
        return name_of(row, personal=personal or designed.key != "member")
    keys = [designed.title or "", *(each.key for each in designed.fields if each.kind == "text")]
    return next((str(row[key]) for key in keys if row.get(key)), str(row["id"]))


def referred(
    listed: Listed, columns: Sequence[Column], members: Iterable[Mapping[str, Any]]
) -> References:
    """Read what the references of a page are called."""
    found: dict[str, dict[int, str]] = {}
    rows = list(members)
    for each in columns:
        if isinstance(each.type, Reference) and each.type.object in listed.live.catalogue.records:
            there = listed.live.catalogue.records[each.type.object]
            ids = {row[f"column:{each.key}"] for row in rows} - {None}
            read = records.find_rows(listed.here.space, there, sorted(ids))
            found[each.key] = {
                key: title_of(there.object, row, personal=listed.personal)
                for key, row in read.items()
            }
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Draws members as the reader may see them."""

    listed: Listed
    references: References = field(default_factory=dict)

    def row(self, member: Mapping[str, Any]) -> MemberRow:
        name = name_of(member, personal=self.listed.personal)
        ladder = self.listed.ladder_key
        tier = None
        if ladder is not None:
            designed = self.listed.live.checked.program.ladder(ladder)
            tier = tier_shown(designed, member[f"tier:{ladder}"])
        return MemberRow(
            id=member["id"],
            title=name,
            initial=initial_of_member(name),
            tone=tier.tone if tier else None,
            number=number_of_member(member, name),
            url=self.listed.here.url("records.member", member_id=member["id"]),
            cells=tuple(
                self.cell(each, member[f"column:{each.key}"]) for each in self.listed.columns
            ),
        )

    def cell(self, column: Column, value: Any) -> Cell:
        if column.key.startswith(TIER) and column.ladder is not None:
            tier = tier_shown(column.ladder, value)
            text = tier.label.to(self.listed.here.formats.language) if tier else ""
            return Cell(text=text, tier=tier)
        return Cell(text=self.text(column, value))

    def text(self, column: Column, value: Any) -> str:
        """Write a value for the reader; personal data only for whom may read it."""
        formats = self.listed.here.formats
        if value is None:
            return ""
        if not self.listed.may_read(column):
            return MASKED
        if column.key.startswith(SINCE) or column.key == "joined_at":
            return formats.day_of(value)
        if column.key in self.references:
            return self.references[column.key].get(value, str(value))
        if column.field is not None and column.checked is None:
            return field_shown(value, column.field, formats, personal=self.listed.personal)
        return typed_shown(value, column.type, formats)
