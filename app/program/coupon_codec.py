"""Designs of coupons as JSON: read with the place of every mistake, written the same each time."""

import re
from datetime import date
from typing import Any

from app.days import from_day, to_day
from app.program.benefit import Every
from app.program.budget_codec import dump_budgets_named, read_budgets_named
from app.program.coupon import ALWAYS, CouponDesign, OnRefund, Validity
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.reader import Reader, without_empty
from app.words import Words

LONGEST = 3660
"""Days of a validity."""
MOST_EACH = 10_000
KEYS = (
    "key kind label options minimum valid stores goods most_each cost budget transferable on_refund"
    " help"
)
_COUNTED = re.compile(r"([1-9][0-9]{0,3})(d|mo)", re.ASCII)
_MONEY = Field(
    key="money", kind="money", label=Words("金额", "Amount"), options={"not_negative": True}
)


def read_coupon(reader: Reader, value: Any, path: str) -> CouponDesign:
    content = reader.mapping(value, path)
    reader.only(content, path, KEYS)
    key = reader.key(content, path)
    kind = content.get("kind")
    if not isinstance(kind, str):
        reader.wrong(f"{path}/kind", "优惠券要有类型。", "A coupon needs a kind.")
    most = content.get("most_each")
    return CouponDesign(
        key=key,
        kind=str(kind),
        label=reader.words(content.get("label"), f"{path}/label", key),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
        minimum=_money(reader, content.get("minimum"), f"{path}/minimum") or 0,
        valid=read_validity(reader, content.get("valid"), f"{path}/valid"),
        stores=_words(reader, content, "stores", path),
        goods=_words(reader, content, "goods", path),
        most_each=None
        if most is None
        else reader.whole(content, "most_each", path, 1, least=1, most=MOST_EACH),
        cost=_money(reader, content.get("cost"), f"{path}/cost"),
        budgets=read_budgets_named(reader, content, path),
        transferable=reader.flag(content, "transferable", path, default=False),
        on_refund=reader.one_of(
            OnRefund, content.get("on_refund"), f"{path}/on_refund", OnRefund.RETURN
        ),
        help=_words(reader, content, "help", path),
    )


def _words(reader: Reader, content: Any, name: str, path: str) -> Words | None:
    said = content.get(name)
    return None if said is None else reader.words(said, f"{path}/{name}")


def _money(reader: Reader, value: Any, path: str) -> int | None:
    try:
        found: int | None = FIELD_KINDS["money"].parse(value, _MONEY)
    except Refused as refused:
        reader.wrong(path, refused.words.zh, refused.words.en)
        return None
    return found


def read_validity(reader: Reader, value: Any, path: str) -> Validity:
    """Read `30d`, `1mo`, `month`, or `{"from": …, "until": …}`."""
    if value is None:
        return ALWAYS
    if isinstance(value, dict):
        return _fixed(reader, value, path)
    if isinstance(value, str) and value in list(Every):
        return Validity(until_end_of=Every(value))
    counted = _COUNTED.fullmatch(value) if isinstance(value, str) else None
    if counted is not None and int(counted[1]) <= LONGEST:
        number = int(counted[1])
        return Validity(days=number) if counted[2] == "d" else Validity(months=number)
    words = "、".join(Every)
    reader.wrong(
        path,
        f"{value!r} 不是有效期。可以写 30d、1mo、{words}，或起止日期。",
        f"{value!r} is no validity. One is 30d, 1mo, {', '.join(Every)}, or two dates.",
    )
    return ALWAYS


def _fixed(reader: Reader, value: Any, path: str) -> Validity:
    content = reader.mapping(value, path)
    reader.only(content, path, "from until")
    return Validity(
        first=_day(reader, content.get("from"), f"{path}/from"),
        last=_day(reader, content.get("until"), f"{path}/until"),
    )


def _day(reader: Reader, value: Any, path: str) -> int | None:
    if value is None:
        return None
    try:
        return to_day(date.fromisoformat(value))
    except (TypeError, ValueError):
        reader.wrong(path, "日期应写成 2026-03-01。", "A date is written as 2026-03-01.")
        return None


def dump_coupon(design: CouponDesign) -> dict[str, Any]:
    """Write a design; what is at its default is left out."""
    head = {"key": design.key, "kind": design.kind, "label": design.label.to_json()}
    return head | without_empty(
        {
            "options": dict(design.options),
            "minimum": _dump_money(design.minimum) or None,
            "valid": dump_validity(design.valid),
            "stores": _dump_words(design.stores),
            "goods": _dump_words(design.goods),
            "most_each": design.most_each,
            "cost": _dump_money(design.cost),
            "budget": dump_budgets_named(design.budgets),
            "transferable": design.transferable,
            "on_refund": None if design.on_refund is OnRefund.RETURN else design.on_refund.value,
            "help": _dump_words(design.help),
        }
    )


def _dump_money(value: int | None) -> Any:
    return FIELD_KINDS["money"].to_json(value, _MONEY)


def _dump_words(words: Words | None) -> Any:
    return None if words is None else words.to_json()


def dump_validity(valid: Validity) -> Any:
    if valid.is_fixed:
        days = {"from": valid.first, "until": valid.last}
        return {key: from_day(day).isoformat() for key, day in days.items() if day is not None}
    if valid.days is not None:
        return f"{valid.days}d"
    if valid.months is not None:
        return f"{valid.months}mo"
    return None if valid.until_end_of is None else valid.until_end_of.value
