"""Where a page of a list ended, as it stands in an address; a changed one is refused."""

import base64
import binascii
from typing import Any

import orjson

from app.errors import NotFound
from app.runtime.member_list import Mark
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
        case [None | str() | int() | float() as first, int(second)] if abs(second) < 2**63:
            return [first, second]
        case _:
            raise StrangeAddress


def mark(text: str | None) -> Mark | None:
    if not text:
        return None
    value, member_id = _read(text)
    return Mark(value=value, member_id=member_id)


def until(text: str | None) -> Until | None:
    if not text:
        return None
    at, record_id = _read(text)
    if not isinstance(at, int):
        raise StrangeAddress
    return Until(at=at, record_id=record_id)
