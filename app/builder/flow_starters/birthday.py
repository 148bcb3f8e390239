"""A blessing and a gift on the birthday, once a year."""

from app.builder.flow_starters.base import (
    NO_COUPON,
    Document,
    Starter,
    birthday_of,
    chain,
    gift,
    tell,
    words,
)
from app.program.program import Program
from app.words import Words

NO_BIRTHDAY = Words(
    "会员还没有“生日”：先在“数据”里加一个日期字段，再在触发条件里选它。",
    "Members have no birthday yet: add a date in Data, then choose it in the trigger.",
)


class Birthday(Starter):
    key = "birthday"
    label = Words("生日祝福", "Birthday")
    about = Words("生日当天 9:00 送祝福和礼物", "A gift and a blessing on the day, at 9")
    icon = "benefit"
    order = 2
    gives = True

    def flow(self, program: Program | None) -> Document:
        options = {"field": birthday_of(program) or "birthday", "time": "09:00"}
        return chain(
            {"kind": "date_field", "options": options},
            *gift(program),
            tell(
                "bless",
                words("生日快乐", "Happy birthday"),
                words("祝您生日快乐，一份小礼物请收下。", "Happy birthday: here is a little gift."),
            ),
            reentry="each_period",
        )

    def lacks(self, program: Program | None) -> Words | None:
        if birthday_of(program) is None:
            return NO_BIRTHDAY
        return None if gift(program) else NO_COUPON
