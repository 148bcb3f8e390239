"""Shapes of what is asked of the ledger and of what it answers."""

from app.program.fields.integer import LARGEST
from app.runtime.postings import FROM_OUTSIDE
from app.runtime.records import Status
from app.web.api.answers import BOTH, GAINED, ID, MOMENT, RECORD, TIERS
from app.web.api.shapes import (
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Share,
    Text,
    Whole,
    needed,
    optional,
)
from app.words import Words

MOST_SHOWN = 500
AMOUNT = Whole(
    least=-LARGEST,
    most=LARGEST,
    about=Words(
        "余额的变动：获得为正，使用为负。", "What the balance gains; spending is negative."
    ),
)
CAUSE = Text(
    shortest=1,
    longest=190,
    example="order-1001",
    about=Words(
        "缘由编号：同一个编号只记一次。", "What brings it about; the same cause is entered once."
    ),
)
DAY = Text(
    example="2027-01-01",
    about=Words("失效日：当天起不能再用。", "The first day on which it cannot be spent."),
)
POSTING = Keyed(
    name="Posting",
    parts=(
        needed("cause", CAUSE),
        needed("currency", Text(example="points")),
        needed("amount", AMOUNT),
        optional("kind", OneOf(words=tuple(each.value for each in FROM_OUTSIDE))),
        optional(
            "earned",
            Whole(
                about=Words("调整中算作获得的部分。", "How much of an adjustment counts as earned.")
            ),
        ),
        optional("occurred_at", Text(format="date-time", example="2026-03-01T10:30:00Z")),
        optional("expires_on", DAY),
        optional("note", Text(longest=1000)),
    ),
)
REVERSING = Keyed(
    name="Reversing",
    parts=(
        needed("cause", CAUSE),
        needed(
            "of",
            Text(
                shortest=1,
                example="order-1001",
                about=Words("要冲正的账目的缘由编号。", "The cause of the entry to be reversed."),
            ),
        ),
        optional(
            "amount",
            Whole(
                least=1,
                most=LARGEST,
                about=Words("不写就是全部。", "All of it where this is left out."),
            ),
        ),
        optional("extend_to", DAY),
        optional("note", Text(longest=1000)),
    ),
)
HOLDING = Keyed(
    name="Holding",
    parts=(
        needed("currency", Text()),
        needed("label", BOTH),
        needed("spendable", Flag(about=Words("能不能使用。", "Whether it can be spent."))),
        needed("balance", Whole(about=Words("全部账目的合计。", "The sum of all entries."))),
        needed("earned", Whole(about=Words("累计获得。", "Earned in total."))),
        needed(
            "available",
            Whole(least=0, about=Words("现在可以使用的。", "What can be spent now.")),
        ),
        needed(
            "pending",
            Whole(least=0, about=Words("到某天才能用的。", "What can be spent on a later day.")),
        ),
        needed("held", Whole(least=0, about=Words("冻结的。", "What is held for something."))),
        needed(
            "owed",
            Whole(least=0, about=Words("以后获得的先还它。", "Later earnings pay this first.")),
        ),
    ),
)
HOLDINGS = Keyed(
    name="Holdings",
    parts=(
        needed("member_id", ID),
        needed("as_of", MOMENT),
        needed("items", Listed(item=HOLDING)),
    ),
)
ENTRIES = Keyed(
    name="Entries",
    parts=(
        needed(
            "items",
            Listed(item=RECORD, about=Words("最近记的在前。", "The last one kept first.")),
        ),
        needed(
            "next",
            OrNull(
                shape=Text(
                    about=Words(
                        "下一页的 before；没有更多时为 null。", "`before` of the next page."
                    )
                )
            ),
        ),
    ),
)
ENTERED = Keyed(
    name="Entered",
    parts=(
        needed("status", OneOf(words=(Status.CREATED.value, Status.KNOWN.value))),
        needed("id", ID),
        needed("member_id", ID),
        needed("gained", GAINED),
        needed("tiers", TIERS),
    ),
)
PAID = Keyed(
    name="Paid",
    parts=(
        needed(
            "points",
            Whole(least=1, most=LARGEST, about=Words("报价里的数量。", "As it was quoted.")),
        ),
        needed(
            "reference",
            Text(
                shortest=1,
                longest=150,
                example="pay-20260301-7",
                about=Words(
                    "付款的编号：同一笔付款只确认一次。",
                    "The payment's own number; it is confirmed once.",
                ),
            ),
        ),
    ),
)
QUOTE = Keyed(
    name="Quote",
    parts=(
        needed("available", Flag()),
        needed("currency", OrNull(shape=Text())),
        needed("from", OrNull(shape=Text())),
        needed("to", OrNull(shape=Text())),
        needed(
            "points",
            OrNull(shape=Whole(least=1, about=Words("还差多少。", "What is missing."))),
        ),
        needed(
            "most",
            OrNull(shape=Whole(least=0, about=Words("最多可以补多少。", "What may be made up."))),
        ),
        needed(
            "price",
            OrNull(shape=Share(about=Words("主单位的金额。", "Money, in the main unit."))),
        ),
        needed(
            "code",
            OrNull(shape=Text(about=Words("没有报价的原因。", "Why there is no quote."))),
        ),
        needed("reason", OrNull(shape=BOTH)),
    ),
)
