"""What is kept for a while only is forgotten, a piece at a time, so that nothing grows for ever."""

from datetime import datetime

from sqlalchemy import Engine

from app.clock import to_instant
from app.storage import idle_claims, inbox, programs
from app.storage.spaces import Spaces

DAY = 86_400_000_000
KEPT = 30 * DAY
"""For how long an answer is given again under its key, and a claim of an old release is kept."""
PIECE = 500
"""Keys in one transaction: SQLite's other writers wait meanwhile."""


def forget_what_is_over(engine: Engine, now: datetime) -> int:
    """Forget old answers and claims of every workspace; give how many answers."""
    spaces, before = Spaces(engine), to_instant(now) - KEPT
    with spaces.installation() as connection:
        workspaces = [each[0] for each in programs.workspaces(connection)]
        everything = programs.all_programs(connection)
    for workspace_id, program_id in everything:
        _forget_claims(spaces, workspace_id, program_id, before)
    return sum(_forget_answers(spaces, each, before) for each in workspaces)


def _forget_answers(spaces: Spaces, workspace_id: int, before: int) -> int:
    forgotten = 0
    while True:
        with spaces.reading(workspace_id) as space:
            keys = inbox.old_keys(space, before=before, limit=PIECE)
        if not keys:
            return forgotten
        with spaces.writing(workspace_id) as space:
            inbox.forget(space, keys, before=before)
        forgotten += len(keys)


def _forget_claims(spaces: Spaces, workspace_id: int, program_id: int, before: int) -> None:
    with spaces.reading(workspace_id) as space:
        idle = idle_claims.any_idle(space, program_id, before=before)
    if idle:
        with spaces.writing(workspace_id) as space:
            idle_claims.forget(space, program_id, before=before)
