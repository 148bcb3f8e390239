"""Currencies, parameters and settings as they are designed: in the draft, each undoable."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.builder import parts
from app.builder.currency_uses import uses_of_currency
from app.builder.parameter_uses import uses_of_parameter
from app.builder.parts import Elsewhere, Saved, Written, in_draft, print_of
from app.builder.segments import Author
from app.builder.uses import Use
from app.errors import Conflict
from app.program.currencies import GIVEN
from app.program.program import Program
from app.storage.space import Space

PART_OF_ALL = ("label", "summary", "settings")
"""What of the document holds for the whole programme."""


class Listed(StrEnum):
    """What the document keeps a list of, each with a key that is made once."""

    CURRENCIES = "currencies"
    PARAMETERS = "parameters"

    def uses(self, program: Program, key: str) -> tuple[Use, ...]:
        """Say where one is used."""
        of = uses_of_currency if self is Listed.CURRENCIES else uses_of_parameter
        return of(program, key)


_KINDS = {Listed.CURRENCIES: "currency", Listed.PARAMETERS: "parameter"}
_GIVEN = {each.key for each in GIVEN}


class Given(Conflict):
    """What every programme has cannot be taken away."""

    def __init__(self) -> None:
        super().__init__("内置的币种不能删除。", "A given currency cannot be deleted.")


def add(space: Space, program_id: int, of: Listed, written: Written, author: Author) -> Saved:
    """Add one to the draft; its key is made once, out of its name, and given."""
    taken = _GIVEN if of is Listed.CURRENCIES else set()
    return parts.add(space, program_id, of.value, written, author, kind=_KINDS[of], taken=taken)


def remove(space: Space, program_id: int, of: Listed, key: str, author: Author) -> Saved:
    """Take one out of the draft.

    Raises `NotFound`, `StillUsed` where something needs it, `Given` of what every programme has,
    and `Unreadable` where nobody can say.
    """
    if of is Listed.CURRENCIES and key in _GIVEN:
        raise Given
    return parts.remove(
        space, program_id, of.value, key, author, uses=lambda program: of.uses(program, key)
    )


def settings_of(content: Any) -> Written:
    """Give what of a document holds for the whole programme, as it is written."""
    known = content if isinstance(content, dict) else {}
    return {key: known[key] for key in PART_OF_ALL if key in known}


def settle(
    space: Space, program_id: int, written: Mapping[str, Any], *, seen: str, author: Author
) -> Saved:
    """Write anew what holds for the whole programme, if it is still as it was seen.

    Raises `Elsewhere`.
    """

    def within(content: Written) -> None:
        if print_of(settings_of(content)) != seen:
            raise Elsewhere
        content.update({key: written[key] for key in PART_OF_ALL})

    return in_draft(space, program_id, within, author, lambda: "")
