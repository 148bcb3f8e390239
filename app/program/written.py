"""Values as the API and files write them."""

from typing import Any

from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.results import result_of


def as_json(field: Field, value: Any) -> Any:
    """Write what a record holds: amounts in the main unit, days and moments in ISO 8601."""
    kind = FIELD_KINDS[field.kind]
    if kind.stored is None:
        kind = FIELD_KINDS[result_of(field)]
    return kind.to_json(value, field)
