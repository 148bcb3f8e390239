"""Runs and schedules go on when they are due."""

from collections.abc import Sequence

from app.runtime.invariants.base import MINUTE, MOST, Invariant, Look, Wrong
from app.storage.flow_checks import overdue_runs, overdue_times
from app.words import Words

LONG = 60 * MINUTE


class Overdue(Invariant):
    key = "overdue"
    label = Words("等待和定时都按时往下走", "Waits end and schedules begin when they are due")
    advice = Words(
        "确认 rungs worker 在运行；会员很多时多开一个。被暂停的自动化不算在内。",
        "See that rungs worker runs, and start another where there are many members. Paused"
        " automations do not count.",
    )
    by_member = False

    def wrong(self, look: Look) -> Sequence[Wrong]:
        before = look.now - LONG
        runs = overdue_runs(look.space, look.program_id, before=before, limit=MOST)
        times = overdue_times(look.space, look.program_id, before=before, limit=MOST)
        return [
            *(Wrong(what=each) for each in times),
            *(Wrong(member_id=each.member_id, what=each.name) for each in runs),
        ][:MOST]
