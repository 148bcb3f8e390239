"""What other systems answered to webhook steps: the runs that wait for it go on."""

from typing import Any

from app.clock import Clock, system_clock, to_instant
from app.storage import calls
from app.storage.space import Space


def answered(
    space: Space,
    program_id: int,
    member_id: int,
    run_id: int,
    idem: str,
    ok: bool,  # noqa: FBT001  # The order of arguments was agreed with whoever sends.
    answer: Any = None,
    *,
    clock: Clock = system_clock,
) -> bool:
    """Let a run go on that waited for the answer to a call; say whether one did.

    `idem` names run, step and round. What was answered is not kept: a run goes on by whether the
    other system took what it was told.
    """
    del answer
    _, step, visits = idem.split(":")[:3]
    now = to_instant(clock())
    return calls.answer(space, program_id, member_id, run_id, step, int(visits), ok=ok, now=now)
