"""What a draft would do to the members' tiers, as JSON."""

from app.access import Scope
from app.builder import drafts
from app.builder.preview import Movement, impact
from app.web import bearer
from app.web.api.answers import BOTH, ID
from app.web.api.operations import Answer, Asked, Operation, Said
from app.web.api.shapes import (
    Anything,
    ByKey,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
)
from app.web.services import services
from app.words import Words

LOOKED_AT = 5_000
"""Members placed within a request."""

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
        needed("severity", OneOf(words=("error", "warning", "note"))),
        needed("message", BOTH),
        needed(
            "example",
            OrNull(
                shape=Keyed(
                    parts=(needed("said", BOTH), needed("values", ByKey(value=Anything()))),
                )
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


def get_impact(_asked: Asked) -> Answer:
    space, program_id = bearer.space(), bearer.key().program_id
    content = drafts.get(space, program_id).content
    found = impact(space, program_id, content, now=services().clock(), most=LOOKED_AT)
    return Answer(content=found.to_json())


OPERATIONS = (
    Operation(
        name="get_impact",
        method="GET",
        path="/program/draft/impact",
        policy=Scope.PROGRAM_READ,
        title=Words("预览草稿的影响", "Preview what the draft would do"),
        about=Words(
            "如果现在发布并立即重新定级：谁升、谁降、谁不变。不写入任何数据；有错误的草稿没有预览。",
            "Who would rise, fall or stay if it were published and applied now. Nothing is written;"
            " a draft with errors has no preview.",
        ),
        view=get_impact,
        answers={200: Said(about=Words("预览。", "The preview."), shape=IMPACT)},
        problems=(404, 422),
    ),
)
