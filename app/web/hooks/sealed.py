"""Addresses and secrets of hooks as people see them; the database keeps them sealed."""

import secrets
from dataclasses import dataclass

from app.runtime.hook_signature import new_signing_secret
from app.sealing import Seals
from app.secrets import digest_of, new_secret
from app.storage import hooks
from app.storage.hooks import Hook
from app.storage.space import Space
from app.web.services import services

BITS = 32
"""Bytes of a secret, as Standard Webhooks recommends at most."""


@dataclass(frozen=True, slots=True)
class Opened:
    token: str
    secret: str


def _seals() -> Seals:
    return Seals(services().config.secret_keys)


def opened(hook: Hook) -> Opened:
    found = _seals().open(hook.secret)
    return Opened(token=_seals().open(hook.token)["token"], secret=found["secret"])


def make(space: Space, program_id: int, flow: str, *, now: int, by: str | None) -> None:
    """Give an automation an address and a secret; those it had are not heard any more."""
    token, secret = new_secret(), new_signing_secret(secrets.token_bytes(BITS))
    made = Hook(
        workspace_id=space.workspace_id,
        program_id=program_id,
        id=space.new_id(),
        flow=flow,
        token=_seals().seal({"token": token}),
        secret=_seals().seal({"secret": secret}),
        created_at=now,
        created_by=by,
    )
    hooks.add(space, made, digest=digest_of(token))
