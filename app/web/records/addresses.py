"""Where a page of a list ended, as it stands in an address; a changed one is refused."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from app.errors import NotFound
from app.expression.types import Choice, Text
from app.runtime.member_list import Mark, Sort
from app.runtime.timeline import Until


class StrangeAddress(NotFound):
    """Somebody wrote the end of the address by hand."""

    def __init__(self) -> None:
        super().__init__(
            "地址里的页码读不出来。", "The place within the list cannot be read from the address."
        )


def write(*parts: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def _read(text: str) -> list[Any]:
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as error:
        raise StrangeAddress from error
    match parts:
        case [*first, int(last)] if all(_is_plain(each) for each in first) and abs(last) < 2**63:
            return [*first, last]
        case _:
            raise StrangeAddress


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def mark(text: str | None, sorts: Sequence[Sort]) -> Mark | None:
    """Read where a page of members ended, sorted like this."""
    if not text:
        return None
    *values, member_id = _read(text)
    if len(values) != len(sorts) or not all(map(_fits, sorts, values)):
        raise StrangeAddress
    return Mark(values=tuple(values), member_id=member_id)


def _fits(sort: Sort, value: Any) -> bool:
    """Say whether a column can hold a value: databases refuse to compare unlike things."""
    is_text = isinstance(sort.column.type, Text | Choice) and sort.column.ladder is None
    return value is None or isinstance(value, str) == is_text


def until(text: str | None) -> Until | None:
    if not text:
        return None
    match _read(text):
        case [int(at), int(record_id)]:
            pass
        case _:
            raise StrangeAddress
    return Until(at=at, record_id=record_id)
