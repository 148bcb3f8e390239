"""Which fields say who somebody is: these are for roles that may read personal data."""

from app.program.field import Field

KINDS = frozenset({"phone", "email"})
GIVEN = frozenset({"name", "birthday"})


def is_personal(field: Field) -> bool:
    return field.kind in KINDS or field.key in GIVEN or bool(field.options.get("personal"))
