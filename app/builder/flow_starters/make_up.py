"""Those who missed the next tier by a little are told that they can make up for it."""

from collections.abc import Iterator

from app.builder.flow_starters.base import (
    Document,
    Starter,
    chain,
    first_ladder,
    ladder_key,
    tell,
    words,
)
from app.program.program import Program
from app.words import Words

NO_MAKE_UP = Words(
    "等级还没有开启“补差晋升”：在“等级”右边的设置里打开。",
    "The ladder has no make-up yet: turn it on in the settings of Tiers.",
)


class MakeUp(Starter):
    key = "make_up"
    label = Words("补差晋升邀请", "Invite to make up")
    about = Words("只差一点成长值：请会员补差升级", "A little growth short: pay the rest and rise")
    icon = "plus"
    order = 7
    of_tiers = True

    def flow(self, program: Program | None) -> Document:
        options = {"ladder": ladder_key(program), "gap": "50"}
        return chain(
            {"kind": "near_next_tier", "options": options},
            tell(
                "invite",
                words("补一点就升级", "Make up a little and rise"),
                words(
                    "离下一级只差一点，在会员中心可以补差升级。",
                    "You are nearly there: make up the rest in the member centre.",
                ),
            ),
            reentry="each_period",
        )

    def _missing(self, program: Program | None) -> Iterator[Words]:
        yield from super()._missing(program)
        ladder = first_ladder(program)
        if ladder is not None and ladder.make_up is None:
            yield NO_MAKE_UP
