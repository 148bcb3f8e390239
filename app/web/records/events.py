"""One line of a member's time line: what happened, with what is worth knowing of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.program.choices import choices_of
from app.program.field import Field
from app.program.objects import ACTIVITY, ENTRY, ORDER, REFUND
from app.program.personal import is_personal
from app.runtime.postings import BY_HAND, OWN
from app.runtime.timeline import Happened
from app.web.formats import Formats
from app.web.language import t
from app.web.records.model import Event
from app.web.records.showing import field_shown
from app.words import Words

ICONS = {ORDER: "order", REFUND: "refund", ACTIVITY: "activity", ENTRY: "benefit"}
KEY = "external_id"
LONGEST_KEY = 24
TOLD_ELSEWHERE = frozenset({"amount", "net", "kind", "earned", "currency"})
"""The amount and the title say these."""
ACTIVITIES = {
    "check_in": Words("签到", "Check-in"),
    "comment": Words("评论", "Comment"),
    "like": Words("点赞", "Like"),
    "login": Words("登录", "Sign-in"),
    "purchase": Words("购买", "Purchase"),
    "redeem": Words("核销", "Redemption"),
    "referral": Words("推荐新会员", "Referral"),
    "share": Words("分享", "Share"),
    "sign_in": Words("登录", "Sign-in"),
}
"""What common kinds of activity are called; an operator's own words for them come first."""


def event(happened: Happened, formats: Formats, *, personal: bool) -> Event:
    designed = happened.object
    amount = next(
        (each for each in designed.of_kind("money") if happened.values.get(each.key) is not None),
        None,
    )
    return Event(
        icon=ICONS.get(designed.key, "mail"),
        title=_title(happened),
        detail=" · ".join(_details(happened, formats, personal=personal)),
        amount=_entered(happened, formats)
        if designed.key == ENTRY
        else _amount(designed.key, amount, happened.values, formats),
        at=happened.at,
    )


def _title(happened: Happened) -> Words:
    if happened.object.key not in {ACTIVITY, ENTRY}:
        return happened.object.label
    kind = str(happened.values.get("kind") or "")
    offered = choices_of(happened.object.field("kind"))
    own = next((each.label for each in offered if each.key == kind), None)
    return own or ACTIVITIES.get(kind) or Words(kind, kind)


def _amount(
    object_key: str, field: Field | None, values: Mapping[str, Any], formats: Formats
) -> str:
    if field is None:
        return ""
    value = values[field.key]
    return formats.money(-value if object_key == REFUND else value)


def _entered(happened: Happened, formats: Formats) -> str:
    """Write what an entry changed: +120 points."""
    amount, currency = happened.values["amount"], happened.object.field("currency")
    key = happened.values["currency"]
    label = next((each.label for each in choices_of(currency) if each.key == key), Words(key, key))
    sign = "+" if amount > 0 else ""
    return f"{sign}{formats.number(amount)} {t(label)}"


def _details(happened: Happened, formats: Formats, *, personal: bool) -> Iterator[str]:
    for field in happened.object.fields:
        shown = field_shown(happened.values.get(field.key), field, formats, personal=personal)
        if not shown or field.key in {happened.object.occurred, *TOLD_ELSEWHERE}:
            continue
        if field.kind == "reference" or is_personal(field):
            continue
        if field.key == KEY:
            # A long key was made by a machine for machines, and so were the product's own.
            mine = happened.object.key == ENTRY and shown.startswith((*OWN, BY_HAND))
            yield from (shown,) if len(shown) <= LONGEST_KEY and not mine else ()
        else:
            yield shown if field.kind == "choice" else f"{t(field.label)} {shown}"
