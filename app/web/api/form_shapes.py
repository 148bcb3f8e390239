"""What the API takes and answers about forms: shapes, written down once."""

from app.runtime.forms import KnownBy
from app.web.api.answers import BOTH, GAINED, ID, MOMENT, TIERS
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
    optional,
)
from app.words import LANGUAGES, Words

QUESTION = Keyed(
    name="Question",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("kind", Text(example="choice")),
        needed(
            "questions",
            Listed(
                item=Anything(),
                about=Words("子表单每一行的问题。", "The questions of each row of a sub-form."),
            ),
        ),
    ),
)
FORMS = Keyed(
    name="Forms",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="Form",
                    parts=(
                        needed("key", Text(example="profile")),
                        needed("label", BOTH),
                        needed("object", Text(example="member")),
                        needed("url", OrNull(shape=Text(format="uri"))),
                        needed("submissions", Whole(least=0)),
                        needed("questions", Listed(item=QUESTION)),
                    ),
                )
            ),
        ),
    ),
)
SENDING = Keyed(
    name="FormSending",
    parts=(
        needed(
            "answers",
            ByKey(
                value=Anything(),
                about=Words(
                    "按问题的标识；子表单是列表。", "By key of the question; rows are a list."
                ),
            ),
        ),
        optional(
            "member",
            Text(
                example="phone:13800138000",
                about=Words(
                    "已确认是谁：编号，或唯一字段和它的值。不写就按答案认人。",
                    "Who it surely is: an id, or a unique field with its value."
                    " Without it, the answers tell.",
                ),
            ),
        ),
        optional("consent", Flag(about=Words("是否勾选同意。", "Whether the box was ticked."))),
        optional("language", OneOf(words=LANGUAGES)),
    ),
)
SENT = Keyed(
    name="FormSent",
    parts=(
        needed("id", ID),
        needed("form", Text()),
        needed("member_id", OrNull(shape=ID)),
        needed("record_id", OrNull(shape=ID)),
        needed("joined", Flag(about=Words("是否新入会。", "Whether they became a member."))),
        needed("gained", GAINED),
        needed("tiers", TIERS),
    ),
)
SUBMISSIONS = Keyed(
    name="Submissions",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="Submission",
                    parts=(
                        needed("id", ID),
                        needed("sent_at", MOMENT),
                        needed("member_id", OrNull(shape=ID)),
                        needed("record_id", OrNull(shape=ID)),
                        needed("release", Whole(least=1)),
                        needed("known_by", OneOf(words=tuple(each.value for each in KnownBy))),
                        needed("language", OneOf(words=LANGUAGES)),
                        needed(
                            "answers",
                            OrNull(
                                shape=ByKey(
                                    value=Anything(),
                                    about=Words(
                                        "原样；会员注销后为 null。",
                                        "As sent; null once the member was forgotten.",
                                    ),
                                )
                            ),
                        ),
                        needed("consent", OrNull(shape=Text())),
                        needed("joined", Flag()),
                        needed("gained", GAINED),
                    ),
                )
            ),
        ),
        needed("next", OrNull(shape=ID)),
    ),
)
LINK = Keyed(
    name="FormLink",
    parts=(
        needed("url", Text(format="uri")),
        needed("member_id", ID),
        needed("expires_at", MOMENT),
    ),
)
