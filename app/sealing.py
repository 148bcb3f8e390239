"""Secrets that must be read again are kept sealed: the database alone does not give them away."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.errors import Misconfigured

PURPOSE = b"rungs.channel-secrets"
"""The same key of the installation signs cookies; what seals is derived, and not it."""


class CannotOpen(Misconfigured):
    """What was sealed was sealed with a key that this installation no longer has."""


@dataclass(frozen=True, slots=True, repr=False)
class Seals:
    """Keys of the installation: the first one seals, all of them open."""

    keys: tuple[str, ...] = ()

    def seal(self, values: dict[str, Any]) -> str:
        return self._fernet().encrypt(json.dumps(values).encode()).decode()

    def open(self, sealed: str | None) -> dict[str, Any]:
        if not sealed:
            return {}
        try:
            opened = self._fernet().decrypt(sealed.encode())
        except InvalidToken as error:
            raise CannotOpen(
                "A channel's secrets were sealed with a key that is not in RUNGS_SECRET_KEYS."
            ) from error
        return dict(json.loads(opened))

    def renewed(self, sealed: str) -> str:
        """Seal with the first key what any of them opens."""
        return self._fernet().rotate(sealed.encode()).decode()

    def _fernet(self) -> MultiFernet:
        if not self.keys:
            raise CannotOpen("There is no key to seal with.")
        return MultiFernet([Fernet(_derived(key)) for key in self.keys])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=PURPOSE[:16]).digest()
    return base64.urlsafe_b64encode(digest)
