"""Who took something to work on has finished it, or somebody else has taken it over."""

from collections.abc import Sequence

from app.runtime.invariants.base import MINUTE, MOST, Invariant, Look, Wrong
from app.storage.flow_checks import abandoned_messages
from app.storage.program_health import stuck_claims
from app.words import Words

LONG = 10 * MINUTE
"""A lease is a minute: whoever works takes over long before."""


class Leases(Invariant):
    key = "leases"
    label = Words(
        "没有被占住不放的步骤和消息", "No step and no message is held and not gone on with"
    )
    advice = Words(
        "确认 rungs worker 在运行：它会自动接手；仍不动就重启它。",
        "See that rungs worker runs: it takes over by itself; start it again if it does not.",
    )
    by_member = False

    def wrong(self, look: Look) -> Sequence[Wrong]:
        before = look.now - LONG
        claims = stuck_claims(look.space, look.program_id, before=before, limit=MOST)
        sending = abandoned_messages(look.space, look.program_id, before=before, limit=MOST)
        return [
            *(
                Wrong(what=f"{each.group.flow} · {each.group.step} ({each.worker})")
                for each in claims
            ),
            *(Wrong(member_id=each.member_id, what=each.name) for each in sending),
        ][:MOST]
