"""What the API answers with: shapes, written down once."""

from app.errors import Severity
from app.runtime.records import Status
from app.web.api.shapes import (
    Anything,
    ByKey,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Shape,
    Text,
    Whole,
    needed,
    optional,
)
from app.words import Words

ID = Text(
    pattern="^[0-9]+$", example="120034", about=Words("编号，写作文字。", "An id, as a text.")
)
MOMENT = Text(format="date-time", example="2026-03-01T10:30:00Z")
BOTH = Keyed(
    name="Words",
    parts=(needed("zh", Text()), needed("en", Text())),
    about=Words("同一段文字的中文和英文。", "The same text in Chinese and in English."),
)
SEVERITY = OneOf(words=tuple(each.value for each in Severity))


def made_up(said: Shape, name: str | None = None) -> Keyed:
    """Give the shape of a member made up to show a finding, told in one language or in both."""
    return Keyed(
        name=name,
        parts=(needed("said", said), needed("values", ByKey(value=Anything()))),
        about=Words(
            "编造的会员，用来说明问题；values 按字段，或按指标的 JSON-Logic。",
            "A member made up to show it; values by field, or by metric in JSON-Logic.",
        ),
    )


FINDING = Keyed(
    name="Finding",
    parts=(
        needed(
            "path",
            Text(
                example="/values/amount",
                about=Words(
                    "问题所在：请求体内的 JSON Pointer；地址参数写作 ?名称。",
                    "Where: a JSON pointer into the body, or ?name for a parameter.",
                ),
            ),
        ),
        needed("message", Text()),
        needed("severity", SEVERITY),
        optional("fix", Text()),
        optional("example", made_up(Text(), "MadeUpMember")),
    ),
)
FINDINGS = Listed(item=FINDING)
PROBLEM = Keyed(
    name="Problem",
    parts=(
        needed("type", Text(format="uri-reference")),
        needed("title", Text()),
        needed("status", Whole(least=400, most=599)),
        needed("detail", Text()),
        needed("findings", FINDINGS),
        optional("reference", OrNull(shape=Text())),
    ),
    about=Words("出了什么问题（RFC 9457）。", "What went wrong (RFC 9457)."),
)
TIERS = ByKey(
    value=OrNull(shape=Text()),
    about=Words(
        "每个等级体系上现在的等级；null 表示不在其中。",
        "The tier now, on each ladder; null is not being on it.",
    ),
)
GAINED = Listed(
    item=Keyed(
        name="Gained",
        parts=(
            needed("ladder", Text()),
            needed("from", OrNull(shape=Text())),
            needed("to", OrNull(shape=Text())),
        ),
    )
)
EVENT_RESULT = Keyed(
    name="EventResult",
    parts=(
        needed(
            "status",
            OneOf(words=(Status.CREATED.value, Status.KNOWN.value, Status.REFUSED.value)),
        ),
        needed("object", OrNull(shape=Text())),
        needed("id", OrNull(shape=ID)),
        needed("member_id", OrNull(shape=ID)),
        needed("findings", FINDINGS),
        needed("gained", GAINED),
        needed("tiers", TIERS),
    ),
)
BATCH_RESULT = Keyed(
    name="BatchResult",
    parts=(
        needed("created", Whole(least=0)),
        needed("known", Whole(least=0)),
        needed("refused", Whole(least=0)),
        needed("events", Listed(item=EVENT_RESULT)),
    ),
)
VALUES = ByKey(
    value=Anything(),
    about=Words(
        "按字段。金额是主单位的数（99.99），日期 2026-03-01，时刻为 UTC，引用是编号。",
        "By field. Money in the main unit (99.99), days as 2026-03-01, moments in UTC,"
        " references as ids.",
    ),
)
RECORD = Keyed(
    name="Record",
    parts=(
        needed("object", Text()),
        needed("id", ID),
        optional("member_id", ID),
        needed("created_at", MOMENT),
        needed("values", VALUES),
        optional("tiers", TIERS),
        optional("gained", GAINED),
    ),
)
NEXT = needed(
    "next",
    OrNull(
        shape=Text(
            about=Words(
                "下一页的 cursor；没有更多时为 null。",
                "The cursor of the next page; null at the end.",
            )
        )
    ),
)
RECORD_PAGE = Keyed(name="RecordPage", parts=(needed("items", Listed(item=RECORD)), NEXT))
DRAFT = Keyed(
    name="Draft",
    parts=(
        needed("version", Whole(least=1)),
        needed("saved_at", MOMENT),
        needed("saved_by", OrNull(shape=Text())),
        needed("ready", Flag(about=Words("没有阻碍发布的问题。", "Nothing blocks a release."))),
        needed("findings", FINDINGS),
        needed("content", Anything()),
    ),
)
RELEASE = Keyed(
    name="Release",
    parts=(
        needed("number", Whole(least=1)),
        needed("note", Text()),
        needed("live", Flag()),
        needed("restores", OrNull(shape=Whole(least=1))),
        needed("published_at", MOMENT),
        needed("published_by", OrNull(shape=Text())),
    ),
)
RELEASES = Keyed(name="Releases", parts=(needed("items", Listed(item=RELEASE)),))
APPLY = OneOf(
    words=("now", "next", "new"),
    about=Words(
        "now：立即重新评定所有会员；next：等下一次评定；new：只对新会员，老会员沿用原来的条件。",
        "now places every member at once; next waits for the next evaluation; new is for new"
        " members only, the others keep the conditions there were.",
    ),
)
PUBLISHED = Keyed(
    name="Published",
    parts=(
        needed("number", Whole(least=1)),
        needed("apply", APPLY),
        needed("placed", OrNull(shape=Whole(least=0))),
        needed("changed", OrNull(shape=Whole(least=0))),
    ),
)
