"""Records, their values and whose they are, as a reader may see them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.program.choices import choices_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.program.objects import ACTIVITY, MEMBER
from app.storage import records
from app.storage.catalogue import Records
from app.web.language import t
from app.web.objects.model import OwnerShown
from app.web.objects.opened import Opened
from app.web.records.events import ACTIVITIES, ICONS
from app.web.records.showing import field_shown, name_of
from app.words import Words

LEFT = Words("已注销的会员", "A member who has left")
OWN_ICONS = {**ICONS, MEMBER: "members"}
Row = Mapping[str, Any]


def icon_of(object_key: str) -> str:
    return OWN_ICONS.get(object_key, "package")


def count_shown(opened: Opened, found: int, most: int) -> str:
    """Say how many records there are; nobody needs to know it exactly beyond `most`."""
    number = opened.here.formats.number(min(found, most)) + ("+" if found > most else "")
    if opened.here.formats.language == "zh":
        return f"{number} 条"
    return f"{number} record" if found == 1 else f"{number} records"


def title_of(opened: Opened, row: Row) -> str:
    """Call a record by what it is known by; by its id where that may not be read."""
    return _title(opened, opened.kept, row)


def _title(opened: Opened, kept: Records, row: Row) -> str:
    designed = kept.object
    if designed.key == MEMBER:
        return name_of(row, personal=opened.personal)
    for each in _naming(kept):
        if opened.may_read(each) and row.get(each.key) is not None:
            return value_shown(opened, designed.key, each, row[each.key])
    return f"#{row['id']}"


def title_field(kept: Records) -> Field | None:
    """Give the field that says what a record is called."""
    return next(_naming(kept), None)


def _naming(kept: Records) -> Iterator[Field]:
    designed = kept.object
    found = [designed.find_field(each) for each in (designed.title or "", "name", "external_id")]
    texts = (each for each in designed.in_use if _is_text(each))
    for each in (*found, *texts):
        if each is not None and not each.retired and each.key in kept.fields:
            yield each


def _is_text(each: Field) -> bool:
    return FIELD_KINDS[each.kind].stored is Stored.TEXT and not choices_of(each)


def value_shown(opened: Opened, object_key: str, each: Field, value: Any) -> str:
    """Write a value; what members do has words of its own where an operator gave it none."""
    if object_key == ACTIVITY and each.key == "kind" and value in ACTIVITIES:
        return t(ACTIVITIES[value])
    return field_shown(value, each, opened.here.formats, personal=opened.personal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the records of a page refer to, read at once: their members and other records."""

    opened: Opened
    owners: Mapping[int, Row] = field(default_factory=dict)
    others: Mapping[str, Mapping[int, Row]] = field(default_factory=dict)
    """By field and id."""

    @classmethod
    def of(cls, opened: Opened, rows: Iterable[Row]) -> "Around":
        found, space, catalogue = list(rows), opened.here.space, opened.live.catalogue
        owners: Mapping[int, Row] = {}
        if opened.of_member:
            ids = sorted({each["member_id"] for each in found})
            owners = records.find_rows(space, catalogue.members, ids)
        others = {}
        for each in opened.designed.of_kind("reference"):
            there = catalogue.records.get(str(each.options.get("object")))
            if there is not None:
                ids = sorted({row[each.key] for row in found} - {None})
                others[each.key] = records.find_rows(space, there, ids)
        return cls(opened=opened, owners=owners, others=others)

    def owner(self, row: Row) -> OwnerShown | None:
        """Show whose a record is; None where records belong to nobody."""
        if not self.opened.of_member:
            return None
        member = self.owners.get(row["member_id"])
        if member is None:
            return OwnerShown(name=t(LEFT), number="", url=None)
        name = name_of(member, personal=self.opened.personal)
        number = str(member.get("number") or "")
        url = self.opened.here.url("records.member", member_id=member["id"])
        return OwnerShown(name=name, number="" if number == name else number, url=url)

    def value(self, each: Field, row: Row) -> str:
        value: Any = row.get(each.key)
        if value is None:
            return ""
        other = self.others.get(each.key, {}).get(value)
        if other is not None:
            return _title(self.opened, self._there(each), other)
        return value_shown(self.opened, self.opened.key, each, value)

    def link(self, each: Field, row: Row) -> str | None:
        """Give the page of the record that a field refers to."""
        value = row.get(each.key)
        if value is None or value not in self.others.get(each.key, {}):
            return None
        there = Opened(here=self.opened.here, live=self.opened.live, kept=self._there(each))
        return there.record_url(value)

    def _there(self, each: Field) -> Records:
        return self.opened.live.catalogue.records[str(each.options["object"])]
