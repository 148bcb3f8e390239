"""Addresses that members are given, and what nobody else can write in them.

Where the installation is reached and what it signs with is told once, when a process starts: what
is said to a member is put in words by a worker that has no request to ask.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from app.secrets import new_secret


@dataclass(frozen=True, slots=True, repr=False)
class Origin:
    """Where members find the installation, and its keys: the first signs, all verify."""

    public_url: str
    keys: tuple[str, ...]


_told = [Origin("http://127.0.0.1:8000", (new_secret(),))]
"""Until it is told: good for this process alone."""


def tell(public_url: str, keys: tuple[str, ...]) -> None:
    _told[0] = Origin(public_url.rstrip("/"), keys)


def address(path: str) -> str:
    """Give the whole address of a path."""
    return f"{_told[0].public_url}{path}"


def signed(salt: str, content: Any) -> str:
    """Write something so that only we could have written it."""
    return str(_serializer(salt, _told[0].keys).dumps(content))


def read(salt: str, text: str) -> Any | None:
    """Read what was signed; None for what was not, or for something else."""
    try:
        return _serializer(salt, _told[0].keys).loads(text)
    except BadSignature:
        return None


@lru_cache(maxsize=256)
def _serializer(salt: str, keys: tuple[str, ...]) -> URLSafeSerializer:
    # The last of the list signs; Flask has the same order with its fallbacks.
    return URLSafeSerializer([*keys[1:], keys[0]], salt=salt)
