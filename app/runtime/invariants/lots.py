"""What is left of a lot is its amount, less all that was taken from it."""

from collections.abc import Sequence

from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.storage.book_checks import misshapen
from app.words import Words


class Lots(Invariant):
    key = "lots"
    label = Words(
        "每批的余数 = 来时 − 已取", "What is left of a lot is what came, less what was taken"
    )
    advice = Words(
        "某一批积分的余数被直接改过：把它改回“来时 − 已取”，或请开发者看一眼。",
        "The rest of a lot was written to directly: set it back to what came less what was taken,"
        " or tell the developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        found = misshapen(look.space, look.program_id, look.piece, limit=MOST)
        return [
            Wrong(member_id=each.member_id, what=f"{each.currency} {each.difference:+,}")
            for each in found
        ]
