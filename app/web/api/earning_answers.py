"""Shapes of what earning rules answer: why an entry came about, what a record would earn."""

from app.program.budget import Of
from app.runtime.budget_marks import Mark
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.shapes import (
    Anything,
    Either,
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

STEPS = Listed(
    item=BOTH,
    about=Words("一步一步怎么算出来的。", "Step by step, how it came about."),
)
FACTOR = Keyed(
    parts=(
        needed("kind", OneOf(words=("tier", "grant", "boost"))),
        needed("key", Text()),
        needed("label", BOTH),
        needed("times", Share()),
    )
)
WHY = Keyed(
    name="Why",
    parts=(
        needed("entry", ID),
        needed("rule", Text(about=Words("规则的标识。", "The key of the rule."))),
        needed("label", OrNull(shape=BOTH)),
        needed("sentence", OrNull(shape=BOTH)),
        needed("object", Text()),
        needed("record", ID),
        needed("at", MOMENT),
        needed("currency", Text()),
        needed("amount", Whole()),
        needed("taken_back", Whole(least=0)),
        needed("base", OrNull(shape=Text())),
        needed("times", OrNull(shape=Text())),
        needed("factors", Listed(item=FACTOR)),
        needed(
            "tiers",
            Anything(about=Words("当时的等级，按体系。", "The tiers of that time, by ladder.")),
        ),
        needed("budget", OrNull(shape=Text())),
        needed("steps", STEPS),
    ),
)
TRYING = Keyed(
    name="TryingToEarn",
    parts=(
        optional("object", Text(example="order")),
        needed(
            "values",
            Anything(about=Words("记录的字段；不写时间就是现在。", "Fields; without a time, now.")),
        ),
    ),
)
WOULD = Keyed(
    name="WouldEarn",
    parts=(
        needed("rule", Text()),
        needed("label", BOTH),
        needed("currency", Text()),
        needed("amount", Whole(least=0)),
        needed("steps", STEPS),
    ),
)
WOULD_EARN = Keyed(parts=(needed("items", Listed(item=WOULD)),))
MANY = Either(
    shapes=(
        Whole(),
        Text(about=Words("按面值的预算：主单位的钱。", "At face value: money in the main unit.")),
    )
)
BUDGET = Keyed(
    name="BudgetUse",
    parts=(
        needed("budget", Text()),
        needed("label", BOTH),
        needed("of", OneOf(words=tuple(each.value for each in Of))),
        needed("currency", OrNull(shape=Text(about=Words("积分的预算才有。", "Of points alone.")))),
        needed("since", OrNull(shape=Text(about=Words("本期第一天。", "Its first day.")))),
        needed("limit", MANY),
        needed("used", MANY),
        needed("refused", MANY),
        needed("stops", Flag()),
        needed(
            "mark",
            OrNull(
                shape=OneOf(
                    words=tuple(each.value for each in Mark),
                    about=Words(
                        "low 已用八成，used_up 已用完。", "Four fifths are used up, or all of it."
                    ),
                )
            ),
        ),
        needed(
            "seen",
            Flag(about=Words("有人确认看过。", "Somebody has said to have seen it.")),
        ),
    ),
)
BUDGETS = Keyed(parts=(needed("items", Listed(item=BUDGET)),))
CAUSE = Text(shortest=1, longest=190, example="reward-77")
HOLDING = Keyed(
    name="HoldRequest",
    parts=(
        needed("cause", CAUSE),
        needed("currency", Text(example="points")),
        needed("amount", Whole(least=1)),
        optional("ends_at", Text(format="date-time", example="2026-03-01T10:30:00Z")),
        optional("note", Text(longest=1000)),
    ),
)
NAMED = Keyed(name="NamedHold", parts=(needed("cause", CAUSE),))
HOLD = Keyed(
    name="Hold",
    parts=(
        needed("cause", Text()),
        needed("member_id", ID),
        needed("currency", Text()),
        needed("amount", Whole(least=1)),
        needed("held_at", MOMENT),
        needed("ends_at", OrNull(shape=MOMENT)),
        needed("state", OneOf(words=("open", "released", "spent"))),
    ),
)
