"""What entries add up to is what is left of lots, less what is owed."""

from collections.abc import Sequence

from app.program.objects import ENTRY
from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.storage.book_checks import uneven
from app.words import Words


class Ledger(Invariant):
    key = "ledger"
    label = Words("账目 = 各批余数 − 欠", "Entries are what is left of lots, less what is owed")
    advice = Words(
        "账目只增不改：先看该会员的明细，找出被直接改动的行，再用一笔“调整”补平；"
        "请把编号发给开发者。",
        "Entries are only ever added: look at the member's, find the row that was written to"
        " directly, and post an adjustment; tell the developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        entries = look.live.catalogue.records.get(ENTRY)
        if entries is None:
            return ()
        found = uneven(look.space, entries, look.program_id, look.piece, limit=MOST)
        return [
            Wrong(member_id=each.member_id, what=f"{each.currency} {each.difference:+,}")
            for each in found
        ]
