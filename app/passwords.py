"""Passwords: argon2id, a few at a time, and as slow for a name that does not exist."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Conflict, Invalid

SHORTEST = 10
LONGEST = 200
AT_ONCE = 2
"""Each costs 64 MiB and a core; more at once would stop everything else."""
PATIENCE = 10.0

_hasher = PasswordHasher()
_turn = BoundedSemaphore(AT_ONCE)
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$3SUYQuVTQMOlFmFSdpHkWA$"
    "J6HmWfVhKZAQrpJPPT7KcIOfLGAJAyFqKk5pAoFQ9xk"
)
"""A hash that no password is known for, so that an unknown name takes as long as a known one."""


class Busy(Conflict):
    """Too many people are signing in at this moment."""

    def __init__(self) -> None:
        super().__init__("登录的人太多，请稍后再试。", "Too many sign-ins at once; try again.")


def hash_password(password: str, *, shortest: int = SHORTEST) -> str:
    if not shortest <= len(password) <= LONGEST:
        raise Invalid(
            f"密码要有 {shortest} 到 {LONGEST} 个字符。",
            f"A password takes {shortest} to {LONGEST} characters.",
        )
    return _hasher.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Compare with what is kept; without one, spend the time all the same and say no."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _hasher.verify(kept or _NOBODY, password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _turn.release()
