"""Whether other systems took what webhook steps told them: the runs that wait for it go on."""

from app.storage import calls
from app.storage.space import Space

PAYLOAD = "webhook"
"""Under which key of a message's body a webhook step says what it says."""


def answered(
    space: Space, program_id: int, member_id: int, run_id: int, idem: str, *, ok: bool, now: int
) -> bool:
    """Let a run go on that waited for a call to arrive; say whether one did.

    `idem` names run, step and round. What the other system answered is not kept: a run goes on by
    whether it took what it was told.
    """
    _, step, visits = idem.split(":")[:3]
    return calls.answer(space, program_id, member_id, run_id, step, int(visits), ok=ok, now=now)
