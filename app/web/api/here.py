"""What a request is about: the programme of its key, as it is live, at one moment."""

from dataclasses import dataclass

from app.clock import to_instant
from app.runtime.releases import Live, live
from app.storage.space import Space
from app.web import bearer
from app.web.services import services


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    space: Space
    live: Live
    now: int
    """Microseconds since 1970 UTC."""
    cause: str


def here() -> Here:
    """Open the live programme. Raises `NothingLive`."""
    space, key = bearer.space(), bearer.key()
    return Here(
        space=space,
        live=live(space, key.program_id),
        now=to_instant(services().clock()),
        cause=f"api:{key.id}",
    )
