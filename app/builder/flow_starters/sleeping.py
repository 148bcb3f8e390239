"""Those who have done nothing for a month are missed, and brought back by a coupon."""

from app.builder.flow_starters.base import Document, Starter, chain, gift, tell, words
from app.program.program import Program
from app.words import Words


class Sleeping(Starter):
    key = "sleeping"
    label = Words("沉睡唤醒", "Wake the sleeping")
    about = Words(
        "30 天没有行为：先问候，7 天没回来再发券", "30 days silent: a word, then a coupon"
    )
    icon = "moon"
    order = 3
    gives = True

    def flow(self, program: Program | None) -> Document:
        given = gift(program)
        return chain(
            {"kind": "inactive", "options": {"days": 30}},
            tell(
                "miss",
                words("好久不见", "We miss you"),
                words(
                    "有一阵子没见您了，回来看看新品吧。",
                    "It has been a while: come and see what is new.",
                ),
            ),
            {
                "key": "back",
                "kind": "wait_for",
                "options": {"event": "order", "time": {"days": 7}},
                "next": {"happened": "done", "timeout": "give" if given else "again"},
            },
            {"key": "done", "kind": "goal", "next": {}},
            *({**each, "next": "again"} for each in given),
            tell(
                "again",
                words("送您一张回归券", "A coupon to come back"),
                words("回来下单，这张券就是您的。", "Come back and use it on your next order."),
            ),
        )
