"""Each message of an automation belongs to a run."""

from collections.abc import Sequence

from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.storage.flow_checks import messages_without_run
from app.words import Words


class Messages(Invariant):
    key = "messages"
    label = Words("每条待发消息都属于一次运行", "Each message of an automation belongs to a run")
    advice = Words(
        "没有运行的消息可能重复：在“发不出的消息”里搁置它，并请开发者看一眼。",
        "A message without its run may be told twice: put it aside, and tell the developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        found = messages_without_run(look.space, look.program_id, look.piece, limit=MOST)
        return [Wrong(member_id=each.member_id, what=each.name) for each in found]
