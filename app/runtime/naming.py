"""Records as people name them: by a number, or by a unique field with its value."""

import re

from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.program.objects import Object
from app.runtime.changes import NoSuchRecord
from app.runtime.releases import Live
from app.storage import identities, records
from app.storage.space import Space

NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
LARGEST = 2**63 - 1


def number_of(text: str, *, most: int = LARGEST) -> int | None:
    """Read a number as we write them in addresses; None is no such number."""
    if not NUMBER.fullmatch(text):
        return None
    number = int(text)
    return number if number <= most else None


def find_id(space: Space, live: Live, designed: Object, text: str) -> int:
    """Read `120034` or `external_id:42`. Raises `NoSuchRecord`."""
    name, colon, value = text.partition(":")
    field = designed.find_field(name) if colon else None
    if field is not None and field.unique:
        return _by_unique(space, live, designed, field, value)
    record_id = number_of(text)
    if record_id is None:
        raise NoSuchRecord
    return record_id


def find_member(space: Space, live: Live, text: str) -> int:
    """Find a member there is. Raises `NoSuchRecord`."""
    members = live.catalogue.members
    member_id = find_id(space, live, members.object, text)
    if not records.find_rows(space, members, [member_id]):
        raise NoSuchRecord
    return member_id


def _by_unique(space: Space, live: Live, designed: Object, field: Field, text: str) -> int:
    try:
        value = FIELD_KINDS[field.kind].parse(text, field)
    except Refused as refused:
        raise NoSuchRecord from refused
    kind = f"{designed.key}.{field.key}"
    owners = identities.find(space, live.catalogue.program_id, kind, [str(value)])
    for each in owners.values():
        return each.record_id
    raise NoSuchRecord
