"""Points that are about to expire are told of while they can still be used."""

from collections.abc import Iterator

from app.builder.flow_starters.base import Document, Starter, chain, tell, words
from app.program.program import Program
from app.words import Words

NO_POINTS = Words("需要先有积分。", "It needs points first.")


class Expiring(Starter):
    key = "expiring"
    label = Words("积分到期提醒", "Before points expire")
    about = Words("到期前 7 天、至少 100 分时提醒", "7 days before, where 100 or more go")
    icon = "clock"
    order = 8

    def flow(self, program: Program | None) -> Document:
        currency = program.currencies[0].key if program and program.currencies else "points"
        options = {"currency": currency, "days": 7, "least": 100, "time": "10:00"}
        return chain(
            {"kind": "points_expiring", "options": options},
            tell(
                "tell",
                words("积分快到期了", "Your points expire soon"),
                words(
                    "您有积分 7 天内到期，兑换或抵扣都别错过。",
                    "Some of your points expire within 7 days: use them in time.",
                ),
            ),
            reentry="each_time",
        )

    def _missing(self, program: Program | None) -> Iterator[Words]:
        yield from super()._missing(program)
        if not (program and program.currencies):
            yield NO_POINTS
