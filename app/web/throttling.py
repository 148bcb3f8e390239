"""Guessing gets slower with each failure, for an account and for an address."""

import hashlib
import math

from sqlalchemy import Engine

from app.errors import AppError
from app.storage import sessions
from app.storage.sessions import Failures

SECOND = 1_000_000
FREE = {"account": 5, "address": 20}
"""How many failures cost nothing: anybody mistypes, and an office shares one address."""
LONGEST = {"account": 60 * SECOND, "address": 900 * SECOND}
"""A stranger must not be able to lock somebody out for long."""
FORGET = 86_400 * SECOND


class TooOften(AppError):
    """Too many wrong guesses; `seconds` says when the next one is heard."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"尝试次数过多，请在 {seconds} 秒后再试。",
            f"Too many attempts: try again in {seconds} seconds.",
        )
        self.seconds = seconds


def names_of(*, email: str, address: str) -> tuple[str, ...]:
    """Name what is throttled, without keeping who it was."""
    return (_name("account", email.lower()), _name("address", address))


def _name(sort: str, value: str) -> str:
    return f"{sort}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def refuse_if_too_often(engine: Engine, names: tuple[str, ...], *, now: int) -> None:
    with engine.connect() as connection:
        known = sessions.failures(connection, names)
    wait = max((_until(name, each) - now for name, each in known.items()), default=0)
    if wait > 0:
        raise TooOften(math.ceil(wait / SECOND))


def _until(name: str, known: Failures) -> int:
    sort = name.partition(":")[0]
    over = known.count - FREE[sort]
    if over < 0:
        return 0
    return known.last_at + min(SECOND << min(over, 30), LONGEST[sort])


def failed(engine: Engine, names: tuple[str, ...], *, now: int) -> None:
    # A transaction of its own: the refused request undoes everything else.
    with engine.begin() as connection:
        for name in names:
            sessions.add_failure(connection, name, at=now, forget_before=now - FORGET)


def succeeded(engine: Engine, names: tuple[str, ...]) -> None:
    """Forget the failures of the account; an address has to wait for the time to pass."""
    with engine.begin() as connection:
        sessions.forget_failures(connection, names[0])
