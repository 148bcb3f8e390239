"""Whoever would lose a tier hears of it in time, and somebody calls the best of them."""

from app.builder.flow_starters.base import Document, Starter, chain, ladder_key, rest, tell, words
from app.program.program import Program
from app.words import Words


class Falling(Starter):
    key = "falling"
    label = Words("降级预警", "Before a tier is lost")
    about = Words(
        "考核前 30 天还没达标：提醒，15 天后仍没达标再提醒", "30 days before the review, and again"
    )
    icon = "down-arrow"
    order = 6
    of_tiers = True

    def flow(self, program: Program | None) -> Document:
        options = {"ladder": ladder_key(program), "days": 30, "time": "10:00"}
        return chain(
            {"kind": "tier_at_risk", "options": options},
            tell(
                "warn",
                words("您的等级快到期了", "Your tier is about to end"),
                words(
                    "离考核还有 30 天，再努力一点就能保住现在的等级和权益。",
                    "30 days to the review: a little more keeps your tier and its benefits.",
                ),
            ),
            rest(15),
            tell(
                "again",
                words("还有两周", "Two weeks left"),
                words(
                    "还来得及保级，看看您还差多少。",
                    "There is still time: see what you are missing.",
                ),
            ),
            reentry="each_period",
        )
