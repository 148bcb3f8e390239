"""Whether automations are so far behind that nothing new is taken for a while."""

from app.runtime.firing import at_work
from app.runtime.releases import Live
from app.storage import backlog
from app.storage.space import Space

LATE = 600_000_000
"""How long the oldest may have waited, in microseconds."""
MANY = 10_000
"""How many must wait so long: a few that are late are a matter for the health page."""
AGAIN_AFTER = 60


def is_behind(space: Space, live: Live, *, now: int) -> bool:
    """Say whether what is due has piled up; a programme without automations never is."""
    if next(at_work(live), None) is None:
        return False
    return backlog.is_behind(space, live.catalogue.program_id, before=now - LATE, many=MANY)
