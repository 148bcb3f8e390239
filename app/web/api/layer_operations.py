"""The operations on layers, histories of tiers and members at risk, as OpenAPI describes them."""

from app.access import Scope
from app.runtime.at_risk import LONGEST
from app.web.api.answers import ID, MOMENT, NEXT, TIERS
from app.web.api.holding import DAY, LAYER, WAYS
from app.web.api.ladders import MEMBER_ID
from app.web.api.layers import (
    add_layer,
    add_trial,
    end_layer,
    list_at_risk,
    list_layers,
    list_notices,
    list_tier_changes,
)
from app.web.api.operations import Operation, Said, in_path, in_query
from app.web.api.shapes import Keyed, Listed, OneOf, OrNull, Shape, Text, Whole, needed, optional
from app.words import Words

MOST = 500
LONGEST_REASON = 500
LADDER = Text(
    example="main",
    about=Words(
        "等级体系；只有一个时可以不写。", "The ladder; needed where there are several of them."
    ),
)
REASON = Text(shortest=1, longest=LONGEST_REASON, example="公司十周年答谢")
NEW_LAYER = Keyed(
    name="NewLayer",
    parts=(
        optional("ladder", LADDER),
        needed(
            "kind",
            OneOf(
                words=("floor", "lock", "paid"),
                about=Words(
                    "floor：至少是这一级；lock：就是这一级，高于其他一切；paid：付费取得。",
                    "floor: at least this tier; lock: exactly this one, whatever else there is;"
                    " paid: it was bought.",
                ),
            ),
        ),
        needed("tier", Text(example="gold")),
        needed("reason", REASON),
        optional(
            "starts_at",
            Text(
                example="2026-05-01T00:00:00+08:00",
                about=Words("何时开始；不写是现在。", "When it begins; now, if left out."),
            ),
        ),
        optional(
            "ends_at",
            OrNull(
                shape=Text(
                    example="2027-05-01T00:00:00+08:00",
                    about=Words(
                        "何时结束（不含）；null：直到有人结束它。",
                        "When it ends, not included; null: until somebody ends it.",
                    ),
                )
            ),
        ),
    ),
)
NEW_TRIAL = Keyed(
    name="NewTrial",
    parts=(optional("ladder", LADDER), needed("trial", Text(example="taste"))),
)
END = Keyed(name="EndOfLayer", parts=(needed("reason", REASON),))
GRANTED = Keyed(name="Granted", parts=(needed("layer", LAYER), needed("tiers", TIERS)))
LAYERS = Keyed(name="Layers", parts=(needed("items", Listed(item=LAYER)),))
TIER = OrNull(shape=Text())
CHANGES = Keyed(
    name="TierChanges",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="TierChange",
                    parts=(
                        needed("ladder", TIER),
                        needed("at", MOMENT),
                        needed("from", TIER),
                        needed("to", TIER),
                        needed("earned_from", TIER),
                        needed("earned_to", TIER),
                        needed("layer", OneOf(words=("earned", "manual", "trial", "paid"))),
                        needed("reason", Text(example="review")),
                        needed("cause", OrNull(shape=Text())),
                    ),
                    about=Words(
                        "from、to 是实际等级；只有挣得的等级变了时两者相同。",
                        "`from` and `to` are tiers in force; they are the same where only the"
                        " earned one changed.",
                    ),
                )
            ),
        ),
        NEXT,
    ),
)
NOTICES = Keyed(
    name="Notices",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="MemberNotice",
                    parts=(
                        needed("member_id", ID),
                        needed("ladder", TIER),
                        needed("tier", TIER),
                        needed("due", DAY),
                        needed("at", MOMENT),
                    ),
                )
            ),
        ),
    ),
)
AT_RISK = Keyed(
    name="MembersAtRisk",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="MemberAtRisk",
                    parts=(
                        needed("member_id", ID),
                        needed("tier", Text()),
                        needed("falls_to", Text()),
                        needed("due", DAY),
                        needed("failed", OrNull(shape=DAY)),
                        needed("told_at", OrNull(shape=MOMENT)),
                        needed("missing", WAYS),
                    ),
                )
            ),
        ),
        NEXT,
    ),
)
LIMIT = in_query("limit", Whole(least=1, most=MOST), Words("最多多少条。", "How many at most."))
CURSOR = in_query(
    "cursor", Text(longest=4096), Words("上一页回答里的 next。", "`next` of the page before.")
)
LAYER_ID = in_path("layer", Words("这一层的编号。", "The layer's id."), example="120051")


def _added(about: Words, shape: Shape) -> dict[int, Said]:
    return {201: Said(about=about, shape=shape)}


OPERATIONS = (
    Operation(
        name="list_layers",
        method="GET",
        path="/members/{member}/layers",
        policy=Scope.STANDING_READ,
        title=Words("会员的各层等级", "A member's layers"),
        about=Words(
            "人工设定、体验、付费的等级：生效的在前，然后是未开始的、已结束的。",
            "Tiers set by a person, tried or paid for: those in force first, then those to come,"
            " then those that are over.",
        ),
        view=list_layers,
        parameters=(MEMBER_ID,),
        answers={200: Said(about=Words("各层等级。", "The layers."), shape=LAYERS)},
        problems=(409, 410),
    ),
    Operation(
        name="add_layer",
        method="POST",
        path="/members/{member}/layers",
        policy=Scope.STANDING_WRITE,
        title=Words("设定或售出一个等级", "Give a member a tier"),
        about=Words(
            "各层互不影响：实际等级取最高的一层，锁定优先。再次购买同一等级，从原来的到期时间续期。",
            "Layers leave each other alone: the tier in force is the highest, or the locked one. A"
            " tier that is paid for again goes on from where the time paid for ends.",
        ),
        view=add_layer,
        parameters=(MEMBER_ID,),
        body=NEW_LAYER,
        answers=_added(Words("这一层和现在的等级。", "The layer, and the tier now."), GRANTED),
        problems=(410,),
    ),
    Operation(
        name="end_layer",
        method="POST",
        path="/members/{member}/layers/{layer}/end",
        policy=Scope.STANDING_WRITE,
        title=Words("结束一层等级", "End a layer"),
        about=Words(
            "其他各层不变。已经结束的为 409。",
            "Every other layer stays as it is. 409 where it is over already.",
        ),
        view=end_layer,
        parameters=(MEMBER_ID, LAYER_ID),
        body=END,
        answers={200: Said(about=Words("已结束。", "It is over."), shape=GRANTED)},
        problems=(410,),
    ),
    Operation(
        name="start_trial",
        method="POST",
        path="/members/{member}/trials",
        policy=Scope.STANDING_WRITE,
        title=Words("开始体验", "Start a trial"),
        about=Words(
            "每位会员在一个等级体系上只能体验一次；不能体验时为 409 并说明原因。",
            "Once in a life on each ladder; 409 says why a member may not.",
        ),
        view=add_trial,
        parameters=(MEMBER_ID,),
        body=NEW_TRIAL,
        answers=_added(Words("体验已开始。", "The trial has begun."), GRANTED),
        problems=(410,),
    ),
    Operation(
        name="list_tier_changes",
        method="GET",
        path="/members/{member}/tier-changes",
        policy=Scope.STANDING_READ,
        title=Words("会员的等级变动", "A member's tier changes"),
        about=Words("最近的在前。", "Newest first."),
        view=list_tier_changes,
        parameters=(MEMBER_ID, LIMIT, CURSOR),
        answers={200: Said(about=Words("一页变动。", "A page of changes."), shape=CHANGES)},
        problems=(409, 410),
    ),
    Operation(
        name="list_notices",
        method="GET",
        path="/notices",
        policy=Scope.STANDING_READ,
        title=Words("最近的降级提醒", "The latest notices"),
        about=Words(
            "按规则提前告知、届时会失去等级的会员，最近的在前。",
            "Members who were told, as the ladder says, that they would lose a tier; newest first.",
        ),
        view=list_notices,
        parameters=(LIMIT,),
        answers={200: Said(about=Words("提醒。", "Notices."), shape=NOTICES)},
        problems=(409,),
    ),
    Operation(
        name="list_at_risk",
        method="GET",
        path="/at-risk",
        policy=Scope.STANDING_READ,
        title=Words("即将降级的会员", "Members about to lose a tier"),
        about=Words(
            "这些天内考核、照现在的数据保不住等级的会员，最早考核的在前；指标截至上次计算。",
            "Members reviewed within so many days who would not keep their tier as things stand,"
            " the earliest first; metrics are as of their last refresh.",
        ),
        view=list_at_risk,
        parameters=(
            in_query("ladder", LADDER, LADDER.about),
            in_query(
                "days",
                Whole(least=1, most=LONGEST),
                Words("多少天以内；默认 30。", "Within how many days; 30 by default."),
            ),
            LIMIT,
            CURSOR,
        ),
        answers={200: Said(about=Words("一页会员。", "A page of members."), shape=AT_RISK)},
        problems=(409, 422),
    ),
)
