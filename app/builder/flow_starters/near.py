"""Those who are close to the next tier are given a coupon, and reminded of it once."""

from app.builder.flow_starters.base import (
    Document,
    Starter,
    chain,
    gift,
    ladder_key,
    rest,
    tell,
    words,
)
from app.program.program import Program
from app.words import Words


class Near(Starter):
    key = "near"
    label = Words("临近晋升发券", "A coupon near the next tier")
    about = Words("只差 100 元就升级：发券，3 天未用再提醒", "100 short: a coupon, then a reminder")
    icon = "ladder"
    order = 1
    of_tiers = gives = True

    def flow(self, program: Program | None) -> Document:
        trigger = {
            "kind": "near_next_tier",
            "options": {"ladder": ladder_key(program), "gap": "100"},
        }
        given = gift(program)
        used: list[Document] = []
        if given:
            options = {"step": "give"}
            next_ = {"no": "remind"}
            used = [{"key": "used", "kind": "coupon_used", "options": options, "next": next_}]
        return chain(
            trigger,
            *given,
            tell(
                "tell",
                words("距离升级只差一步", "One step from the next tier"),
                words(
                    "再消费一点就能升级，送您一张券。",
                    "A little more and you rise: here is a coupon.",
                ),
            ),
            rest(3),
            *used,
            tell(
                "remind",
                words("升级券快用吧", "Your coupon is waiting"),
                words(
                    "还差一点就升级了，别忘了用券。",
                    "You are close: do not forget your coupon.",
                ),
            ),
        )
