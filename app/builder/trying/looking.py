"""The members as a condition of a draft would find them, whatever else the draft holds."""

from app.builder.ahead import look_along
from app.builder.trying.condition import Asked
from app.expression.check import Checked, check
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.scope import expand, scope_of
from app.runtime.sight import Sight
from app.storage.space import Space

LOOKED_AT = 20_000


def look(space: Space, program_id: int, asked: Asked, *, now: int) -> Sight:
    """Look at the members for this condition alone; its ranks are among those of its ladder."""
    ladders = {each.key: _bare(asked, each) for each in asked.program.ladders}
    checked = CheckedProgram(
        program=asked.program,
        ladders=ladders,
        rollups={each.key: () for each in asked.program.objects} | {MEMBER: asked.checked.rollups},
        ranks=asked.checked.ranks,
        findings=(),
    )
    return look_along(space, program_id, checked, now=now, most=LOOKED_AT).sight


def _bare(asked: Asked, ladder: Ladder) -> CheckedLadder:
    """Give a ladder with nothing but who is on it and the condition that is tried."""
    scope = scope_of(asked.program, MEMBER, ladder=ladder.key)
    here = ladder.key == asked.place.ladder
    return CheckedLadder(
        ladder=ladder,
        scope=scope,
        members=_whom(asked, ladder),
        conditions={"": asked.checked} if here else {},
        retention={},
        trials={},
        stages={},
    )


def _whom(asked: Asked, ladder: Ladder) -> Checked | None:
    if ladder.members is None:
        return None
    scope = scope_of(asked.program, MEMBER, ladder=ladder.key)
    found = check(expand(ladder.members, asked.program, MEMBER), scope, set_wise=True)
    return None if found.errors else found
