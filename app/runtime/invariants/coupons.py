"""State, moments and code of every coupon agree."""

from collections.abc import Sequence

from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.storage.coupon_checks import inconsistent
from app.words import Words


class Coupons(Invariant):
    key = "coupons"
    label = Words("优惠券的状态、时间与券码相符", "States, moments and codes of coupons agree")
    advice = Words(
        "先别核销这些券：在会员页作废并补发一张，再请开发者看一眼。",
        "Do not redeem these: make them void on the member's page and issue others, then tell the"
        " developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        found = inconsistent(
            look.space.connection, program_id=look.program_id, piece=look.piece, limit=MOST
        )
        return [Wrong(member_id=each.member_id, what=f"{each.coupon_id}") for each in found]
