"""What the parts of an address name: objects, records, numbers."""

import re

from app.errors import NotFound
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.program.objects import Object
from app.runtime.changes import NoSuchRecord
from app.storage import identities
from app.web.api.here import Here

NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
LARGEST = 2**63 - 1


def number_of(text: str, *, most: int = LARGEST) -> int | None:
    """Read a number as we write them in addresses; None is no such number."""
    if not NUMBER.fullmatch(text):
        return None
    number = int(text)
    return number if number <= most else None


def designed_object(found: Here, key: str) -> Object:
    """Find an object of the programme. Raises `NotFound`."""
    kept = found.live.catalogue.records.get(key)
    if kept is None:
        listed = ", ".join(found.live.catalogue.records)
        raise NotFound(
            f"没有这个对象。可用：{listed}。", f"There is no such object. Known: {listed}."
        )
    return kept.object


def find_id(found: Here, designed: Object, text: str) -> int:
    """Read `120034` or `external_id:42`. Raises `NoSuchRecord`."""
    name, colon, value = text.partition(":")
    field = designed.find_field(name) if colon else None
    if field is not None and field.unique:
        return _by_unique(found, designed, field, value)
    record_id = number_of(text)
    if record_id is None:
        raise NoSuchRecord
    return record_id


def _by_unique(found: Here, designed: Object, field: Field, text: str) -> int:
    try:
        value = FIELD_KINDS[field.kind].parse(text, field)
    except Refused as refused:
        raise NoSuchRecord from refused
    kind = f"{designed.key}.{field.key}"
    program_id = found.live.catalogue.program_id
    owners = identities.find(found.space, program_id, kind, [str(value)])
    for each in owners.values():
        return each.record_id
    raise NoSuchRecord
