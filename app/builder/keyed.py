"""Currencies and parameters as they are designed: in the draft, one at a time, each undoable."""

from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from typing import Any

from app.builder.currency_uses import uses_of_currency
from app.builder.designs import (
    Elsewhere,
    Saved,
    StillUsed,
    Written,
    in_draft,
    new_key,
    print_of,
)
from app.builder.parameter_uses import uses_of_parameter
from app.builder.segments import Author
from app.builder.uses import Use
from app.errors import Conflict, NotFound
from app.program.codec import load
from app.program.currencies import GIVEN
from app.program.program import Program
from app.program.reader import KEY
from app.storage.space import Space
from app.words import Words

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


_USUAL_KEYS = {Listed.CURRENCIES: "currency", Listed.PARAMETERS: "parameter"}


class Given(Conflict):
    """What every programme has cannot be taken away."""

    def __init__(self) -> None:
        super().__init__("内置的币种不能删除。", "A given currency cannot be deleted.")


def find(content: Any, of: Listed, key: str) -> Written | None:
    """Give one as it is written; None where the document does not write it."""
    return next((each for each in _listed(content, of) if _is(each, key)), None)


def add(space: Space, program_id: int, of: Listed, written: Written, author: Author) -> Saved:
    """Add one to the draft; its key is made once, out of its name, and given."""
    made: list[str] = []

    def within(content: Written) -> None:
        taken = {str(each.get("key")) for each in _listed(content, of) if isinstance(each, dict)}
        if of is Listed.CURRENCIES:
            taken |= {each.key for each in GIVEN}
        made.append(new_key(Words.from_json(written["label"]), _USUAL_KEYS[of], taken))
        content[of.value] = [*_listed(content, of), {"key": made[0], **_without_key(written)}]

    return in_draft(space, program_id, within, author, lambda: made[0])


def change(
    space: Space, program_id: int, of: Listed, written: Written, *, seen: str, author: Author
) -> Saved:
    """Put one in the place of what has its key, if that is still as it was seen.

    One that is not written yet, or that somebody took away, is added. Raises `Elsewhere`,
    and `NotFound` for what can be no key.
    """
    key = str(written["key"])
    if not KEY.match(key):
        raise NotFound(f"草稿里没有“{key}”。", f"The draft has no {key!r}.")

    def within(content: Written) -> None:
        there = find(content, of, key)
        if print_of(there) != seen:
            raise Elsewhere
        listed = _listed(content, of)
        content[of.value] = (
            [*listed, dict(written)]
            if there is None
            else [dict(written) if _is(each, key) else each for each in listed]
        )

    return in_draft(space, program_id, within, author, lambda: key)


def remove(space: Space, program_id: int, of: Listed, key: str, author: Author) -> Saved:
    """Take one out of the draft.

    Raises `NotFound`, `StillUsed` where something needs it, `Given` of what every programme has,
    and `Unreadable` where nobody can say.
    """

    def within(content: Written) -> None:
        gone = find(content, of, key)
        if of is Listed.CURRENCIES and any(each.key == key for each in GIVEN):
            raise Given
        if gone is None:
            raise NotFound(f"草稿里没有“{key}”。", f"The draft has no {key!r}.")
        if uses := of.uses(load(content), key):
            raise StillUsed(Words.from_json(gone.get("label") or key), uses)
        content[of.value] = [each for each in _listed(content, of) if not _is(each, key)]
        if not content[of.value]:
            del content[of.value]

    return in_draft(space, program_id, within, author, lambda: key)


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


def _listed(content: Any, of: Listed) -> list[Any]:
    found = content.get(of.value) if isinstance(content, dict) else None
    return deepcopy(found) if isinstance(found, list) else []


def _is(written: Any, key: str) -> bool:
    return isinstance(written, dict) and written.get("key") == key


def _without_key(written: Mapping[str, Any]) -> Written:
    return {name: value for name, value in written.items() if name != "key"}
