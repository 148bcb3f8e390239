"""Each step that books points has its entry, and each entry of a step its step."""

from collections.abc import Sequence

from app.program.objects import ENTRY
from app.runtime.invariants.base import MOST, Invariant, Look, Wrong, steps_of
from app.runtime.postings import LONGEST_CAUSE
from app.storage.flow_checks import unfounded_entries, unpaid
from app.words import Words


class GrantedPoints(Invariant):
    key = "granted_points"
    label = Words(
        "自动化每发一次积分，恰有一笔账", "Each step that gave points has one entry, and no other"
    )
    advice = Words(
        "“缺”：给该会员补一笔；“多”：冲正那一笔。然后请开发者看一眼。",
        "Missing: post it for the member; without a step: reverse it. Then tell the developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        entries = look.live.catalogue.records.get(ENTRY)
        if entries is None:
            return ()
        space, program_id, piece = look.space, look.program_id, look.piece
        found = unfounded_entries(
            space, entries, program_id, piece, longest=LONGEST_CAUSE, limit=MOST
        )
        wrong = [Wrong(member_id=each.member_id, what=f"多 · extra {each.name}") for each in found]
        if steps := steps_of(look, "grant_points"):
            groups = [group for group, _ in steps]
            missing = unpaid(space, entries, program_id, piece, groups, limit=MOST)
            wrong += [
                Wrong(member_id=each.member_id, what=f"缺 · missing {each.name}")
                for each in missing
            ]
        return wrong
