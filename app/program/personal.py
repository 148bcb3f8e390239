"""Which fields say who somebody is, and what of them those see who may not read personal data."""

from app.program.field import Field, Mask

KINDS = frozenset({"phone", "email"})
GIVEN = frozenset({"name", "birthday"})
MASKED = "••••"
_HEAD, _TAIL = 3, 4
"""Characters of a number that are shown at its ends."""


def mask_of(field: Field) -> Mask:
    """Say how a field is masked; personal ones are hidden where nobody said otherwise."""
    if field.mask is not None:
        return field.mask
    return Mask.HIDDEN if field.kind in KINDS or field.key in GIVEN else Mask.OPEN


def is_personal(field: Field) -> bool:
    return mask_of(field) is not Mask.OPEN


def masked(text: str, field: Field) -> str:
    """Show a value to somebody who may not read personal data."""
    match mask_of(field):
        case Mask.OPEN:
            return text
        case Mask.HIDDEN:
            return MASKED
        case Mask.NAME:
            return f"{text[:1]}{MASKED}"
        case Mask.EMAIL:
            return f"{text[:1]}{MASKED}@{text.rpartition('@')[2]}"
        case Mask.PHONE | Mask.ID:
            return _ends(text)


def _ends(text: str) -> str:
    """Keep both ends of a number, and nothing of one that would then be readable."""
    plain = "".join(each for each in text if each.isalnum())
    if len(plain) < _HEAD + 2 * _TAIL:
        return MASKED
    return f"{plain[:_HEAD]}{MASKED}{plain[-_TAIL:]}"
