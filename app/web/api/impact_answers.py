"""What the API says of who would rise or fall, and of what would go out."""

from app.builder.preview import Movement
from app.program.benefit import Every
from app.web.api.answers import BOTH, ID, NEXT, SEVERITY, made_up
from app.web.api.shapes import (
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
)
from app.words import Words

TIER_OR_NONE = OrNull(
    shape=Text(about=Words("null：不在等级体系内。", "Null is not being on the ladder."))
)
MOVEMENT = OneOf(words=tuple(each.value for each in Movement))
LADDER_IMPACT = Keyed(
    name="LadderImpact",
    parts=(
        needed("ladder", Text()),
        needed(
            "counts",
            Keyed(parts=tuple(needed(each.value, Whole(least=0)) for each in Movement)),
        ),
        needed(
            "moves",
            Listed(
                item=Keyed(
                    parts=(
                        needed("from", TIER_OR_NONE),
                        needed("to", TIER_OR_NONE),
                        needed("movement", MOVEMENT),
                        needed("members", Whole(least=0)),
                    )
                )
            ),
        ),
        needed(
            "examples",
            Listed(
                item=Keyed(
                    parts=(
                        needed("member_id", ID),
                        needed("movement", MOVEMENT),
                        needed("from", TIER_OR_NONE),
                        needed("to", TIER_OR_NONE),
                    )
                )
            ),
        ),
    ),
)
RARE = Keyed(
    name="RarelyMet",
    parts=(
        needed("path", Text()),
        needed("severity", SEVERITY),
        needed("message", BOTH),
        needed("example", OrNull(shape=made_up(BOTH))),
    ),
)
COUNT = Whole(least=0)
COST = Text(
    about=Words("全部用掉的成本，主单位。", "What they cost if all are used, in the main unit.")
)
PACKS_OUT = Keyed(
    parts=(needed("ladder", Text()), needed("tier", Text()), needed("members", COUNT))
)
COUPONS_OUT = (
    needed("coupon", Text()),
    needed("count", COUNT),
    needed("cost", OrNull(shape=COST)),
    needed("refused", COUNT),
    needed(
        "at_most",
        Flag(
            about=Words(
                "几种券共用一个不够的预算：count 是上限，refused 是下限。",
                "Others draw on a budget that is too small: count is a ceiling, refused a floor.",
            )
        ),
    ),
    needed(
        "budget",
        OrNull(shape=Text(about=Words("拦下其余的预算。", "The budget that stops the others."))),
    ),
)
OUTGOING = Keyed(
    name="Outgoing",
    about=Words(
        "会发出什么、要花多少；积分含阶段奖励和礼包。",
        "What would go out and what it would cost; points are those of stages and packs.",
    ),
    parts=(
        needed(
            "points",
            Listed(item=Keyed(parts=(needed("currency", Text()), needed("points", COUNT)))),
        ),
        needed(
            "stages",
            Listed(
                item=Keyed(
                    parts=(
                        needed("ladder", Text()),
                        needed("tier", Text()),
                        needed("stage", Text()),
                        needed("members", COUNT),
                        needed("currency", Text()),
                        needed("points", COUNT),
                    )
                )
            ),
        ),
        needed("trials_converted", COUNT),
        needed("trials_ended", COUNT),
        needed("notices", COUNT),
        needed("packs", Listed(item=PACKS_OUT)),
        needed("coupons", Listed(item=Keyed(parts=COUPONS_OUT))),
        needed("cost", COST),
        needed(
            "cost_unknown",
            Listed(
                item=Text(),
                about=Words(
                    "没有写明成本、未计入的券。", "Coupons that say no cost and are not counted."
                ),
            ),
        ),
        needed(
            "recurring",
            Listed(
                item=Keyed(
                    parts=(
                        needed("ladder", Text()),
                        needed("tier", Text()),
                        needed("every", OneOf(words=tuple(each.value for each in Every))),
                        needed("members", COUNT),
                        *COUPONS_OUT,
                    )
                ),
                about=Words(
                    "从下一期起，每期会发多少。", "What goes out each time, from the next one on."
                ),
            ),
        ),
    ),
)
IMPACT = Keyed(
    name="Impact",
    parts=(
        needed("members", Whole(least=0)),
        needed("looked_at", Whole(least=0)),
        needed(
            "estimated",
            Flag(
                about=Words(
                    "会员很多时由固定抽样推算，数字是约数。",
                    "Of many members a fixed sample stands for all, and numbers are estimates.",
                )
            ),
        ),
        needed(
            "blank",
            Listed(
                item=Text(),
                about=Words(
                    "还没有数据、按空值计算的字段。", "Fields without values yet, read as blank."
                ),
            ),
        ),
        needed("ladders", Listed(item=LADDER_IMPACT)),
        needed("outgoing", OUTGOING),
        needed(
            "findings",
            Listed(
                item=RARE,
                about=Words(
                    "几乎没有会员满足的条件（不到 5%）；少于 30 位会员时不下结论。",
                    "Conditions that fewer than 5 % of the members meet; of fewer than 30 members"
                    " nothing is said.",
                ),
            ),
        ),
    ),
)
MOVERS = Keyed(
    name="Movers",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="Mover",
                    parts=(
                        needed("member_id", ID),
                        needed("from", TIER_OR_NONE),
                        needed("to", TIER_OR_NONE),
                        needed("why", BOTH),
                    ),
                )
            ),
        ),
        NEXT,
    ),
)
