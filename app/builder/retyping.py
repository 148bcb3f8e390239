"""What would become of the values of a field if it were of another kind."""

from dataclasses import dataclass, replace
from typing import Any

from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.program import Program
from app.runtime.releases import live
from app.storage import programs, totals
from app.storage.kept_fields import some_values
from app.storage.space import Space

LOOKED_AT = 1_000
"""Records whose values are read as the new kind would read them."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Retyping:
    """What is foretold."""

    records: int
    """How many hold a value."""
    looked_at: int
    blank: int
    """Of those looked at, how many could not be read as the new kind and would be blank."""
    examples: tuple[str, ...]
    """Values that could not be read."""


NOTHING_KEPT = Retyping(records=0, looked_at=0, blank=0, examples=())


def foretell(
    space: Space, program_id: int, draft: Program, object_key: str, field: Field
) -> Retyping:
    """Read the values that are live as `field` says, of which only the kind may differ."""
    row = programs.get_program(space, program_id)
    if row.live_release_id is None:
        return NOTHING_KEPT
    kept = live(space, program_id).catalogue.records.get(object_key)
    before = None if kept is None else kept.object.find_field(field.key)
    if kept is None or before is None or field.key not in kept.fields:
        return NOTHING_KEPT
    settings = draft.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    values = some_values(space, kept, field.key, most=LOOKED_AT)
    lost = [each for each in values if not _readable(each, before, field, reading)]
    shown = (FIELD_KINDS[before.kind].show(each, before, "zh", reading) for each in lost)
    return Retyping(
        records=totals.filled(space, kept, field.key),
        looked_at=len(values),
        blank=len(lost),
        examples=tuple(dict.fromkeys(shown))[:_EXAMPLES],
    )


def as_kind(field: Field, kind: str) -> Field:
    """Give a field as another kind, with those of its options that the kind knows."""
    known = {each.key for each in FIELD_KINDS[kind].options}
    options = {key: value for key, value in field.options.items() if key in known}
    return replace(field, kind=kind, options=options)


def _readable(value: Any, before: Field, after: Field, reading: Reading) -> bool:
    kind = FIELD_KINDS[after.kind]
    if kind.stored is None:
        return False
    try:
        read = kind.parse(FIELD_KINDS[before.kind].to_json(value, before), after, reading)
    except Refused:
        return False
    return read is not None
