"""New members are welcomed, and asked after a week whether they need anything."""

from app.builder.flow_starters.base import Document, Starter, chain, gift, tell, words
from app.program.objects import MEMBER
from app.program.program import Program
from app.words import Words


class Welcome(Starter):
    key = "welcome"
    label = Words("新会员欢迎", "Welcome")
    about = Words(
        "入会就送新人券，7 天没下单再提醒一次", "A coupon on joining; a reminder after a week"
    )
    icon = "members"
    order = 4
    gives = True

    def flow(self, program: Program | None) -> Document:
        return chain(
            {"kind": "record_created", "options": {"object": MEMBER}},
            *gift(program),
            tell(
                "hello",
                words("欢迎加入", "Welcome"),
                words(
                    "很高兴认识您。新人礼遇已放进您的会员中心。",
                    "Good to have you. What is yours as a new member is in your member centre.",
                ),
            ),
            {
                "key": "first",
                "kind": "wait_for",
                "options": {"event": "order", "time": {"days": 7}},
                "next": {"happened": "done", "timeout": "remind"},
            },
            {"key": "done", "kind": "goal", "next": {}},
            tell(
                "remind",
                words("第一单还没下？", "No first order yet?"),
                words(
                    "新人礼遇有期限，来看看喜欢的吧。",
                    "What new members get ends soon: come and have a look.",
                ),
            ),
            reentry="once",
        )
