"""Objects: what a programme keeps records of; some are given, such as member and order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.program.currencies import Currency
from app.program.field import Field
from app.words import Words

MEMBER = "member"
ORDER = "order"
REFUND = "refund"
ACTIVITY = "activity"
ENTRY = "entry"


class EntryKind(StrEnum):
    """Why an entry stands in the ledger."""

    EARN = "earn"
    SPEND = "spend"
    ADJUST = "adjust"
    """Somebody put a balance right; it may take more than there is."""
    MAKE_UP = "make_up"
    """Bought with spend (补差晋升)."""
    REVERSAL = "reversal"
    EXPIRY = "expiry"

    @property
    def label(self) -> Words:
        return _ENTRY_KINDS[self]

    def to_json(self) -> dict[str, Any]:
        return {"key": self.value, "label": self.label.to_json()}


_ENTRY_KINDS = {
    EntryKind.EARN: Words("获得", "Earned"),
    EntryKind.SPEND: Words("使用", "Spent"),
    EntryKind.ADJUST: Words("调整", "Adjusted"),
    EntryKind.MAKE_UP: Words("补差", "Made up"),
    EntryKind.REVERSAL: Words("冲正", "Reversed"),
    EntryKind.EXPIRY: Words("失效", "Expired"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A kind of record with its fields."""

    key: str
    label: Words
    fields: tuple[Field, ...]
    of_member: bool = True
    """Whether each record belongs to a member. One that does not is small: a store, a product."""
    occurred: str | None = None
    """The date or date-time field that says when a record happened; windows go by it."""
    title: str | None = None
    """The field a record is called by in lists and links."""

    def field(self, key: str) -> Field:
        return next(each for each in self.fields if each.key == key)

    def find_field(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)

    @property
    def in_use(self) -> tuple[Field, ...]:
        """Give the fields that are not retired."""
        return tuple(each for each in self.fields if not each.retired)

    def of_kind(self, kind: str) -> Iterator[Field]:
        return (each for each in self.fields if each.kind == kind)


def _field(key: str, kind: str, zh: str, en: str, **more: object) -> Field:
    return Field(key=key, kind=kind, label=Words(zh, en), **more)  # type: ignore[arg-type]  # The table below is checked by its tests.


NOT_NEGATIVE = {"not_negative": True}
"""What was given back is a refund, not an order of less than nothing."""

GIVEN: dict[str, Object] = {
    MEMBER: Object(
        key=MEMBER,
        label=Words("会员", "Member"),
        occurred="joined_at",
        title="name",
        fields=(
            _field("number", "serial", "会员编号", "Member no.", options={"prefix": "M"}),
            _field("external_id", "text", "外部编号", "External id", unique=True),
            _field("name", "text", "姓名", "Name"),
            _field("phone", "phone", "手机号", "Phone", unique=True),
            _field("email", "email", "邮箱", "E-mail"),
            _field("birthday", "date", "生日", "Birthday"),
            _field("joined_at", "datetime", "入会时间", "Joined", required=True),
            _field("referrer", "reference", "推荐人", "Referrer", options={"object": MEMBER}),
        ),
    ),
    ORDER: Object(
        key=ORDER,
        label=Words("订单", "Order"),
        occurred="paid_at",
        title="external_id",
        fields=(
            _field("external_id", "text", "订单号", "Order no.", unique=True),
            _field("paid_at", "datetime", "支付时间", "Paid at", required=True),
            _field(
                "amount", "money", "实付金额", "Amount paid", required=True, options=NOT_NEGATIVE
            ),
            _field("net", "money", "净消费", "Net spend", options=NOT_NEGATIVE),
            _field(
                "status",
                "choice",
                "状态",
                "Status",
                default="paid",
                options={
                    "choices": [
                        {"key": "paid", "label": {"zh": "已支付", "en": "Paid"}},
                        {
                            "key": "part_refunded",
                            "label": {"zh": "部分退款", "en": "Part refunded"},
                        },
                        {"key": "refunded", "label": {"zh": "已退款", "en": "Refunded"}},
                    ]
                },
            ),
            _field("channel", "text", "渠道", "Channel"),
            _field("store", "text", "门店", "Store"),
        ),
    ),
    REFUND: Object(
        key=REFUND,
        label=Words("退款", "Refund"),
        occurred="refunded_at",
        title="external_id",
        fields=(
            _field("external_id", "text", "退款单号", "Refund no.", unique=True),
            _field("order", "reference", "订单", "Order", required=True, options={"object": ORDER}),
            _field("amount", "money", "退款金额", "Amount refunded", required=True),
            _field("refunded_at", "datetime", "退款时间", "Refunded at", required=True),
        ),
    ),
    ACTIVITY: Object(
        key=ACTIVITY,
        label=Words("行为", "Activity"),
        occurred="occurred_at",
        title="kind",
        fields=(
            _field("external_id", "text", "外部编号", "External id", unique=True),
            _field("kind", "text", "类型", "Kind", required=True),
            _field("occurred_at", "datetime", "发生时间", "Occurred at", required=True),
            _field("value", "number", "数值", "Value"),
            _field("source", "text", "来源", "Source"),
        ),
    ),
    ENTRY: Object(
        key=ENTRY,
        label=Words("账目", "Ledger entry"),
        occurred="occurred_at",
        title="kind",
        fields=(
            _field("external_id", "text", "缘由编号", "Cause", required=True, unique=True),
            _field("currency", "choice", "币种", "Currency", required=True),
            _field("amount", "integer", "变动", "Amount", required=True),
            _field("earned", "integer", "其中获得", "Earned"),
            _field(
                "kind",
                "choice",
                "类型",
                "Kind",
                default="earn",
                options={"choices": [each.to_json() for each in EntryKind]},
            ),
            _field("occurred_at", "datetime", "发生时间", "Occurred at", required=True),
            _field("reverses", "reference", "冲正哪一笔", "Reverses", options={"object": ENTRY}),
            _field("expires_on", "date", "失效日", "Expires on"),
            _field("note", "text", "说明", "Note"),
        ),
    ),
}


def with_given(
    designed: tuple[Object, ...], currencies: tuple[Currency, ...]
) -> tuple[Object, ...]:
    """Join what an operator designed to the given objects; a given field may be relabelled.

    A designed object with a given key adds its fields behind the given ones. A designed field with
    a given key changes how that field is called, explained, laid out, masked and checked, and
    nothing else.
    """
    extra = {each.key: each for each in designed}
    joined = [
        _joined(given, extra.pop(key)) if key in extra else given for key, given in GIVEN.items()
    ]
    joined = [_in_currencies(each, currencies) if each.key == ENTRY else each for each in joined]
    return (*joined, *(each for each in designed if each.key in extra))


def _joined(given: Object, designed: Object) -> Object:
    own = {each.key: each for each in designed.fields}
    fields = tuple(
        _redressed(each, own[each.key]) if each.key in own else each for each in given.fields
    )
    known = {each.key for each in given.fields}
    added = tuple(each for each in designed.fields if each.key not in known)
    return replace(given, label=designed.label, fields=fields + added)


def _redressed(given: Field, own: Field) -> Field:
    return replace(
        given, label=own.label, help=own.help, width=own.width, mask=own.mask, check=own.check
    )


def _in_currencies(entry: Object, currencies: tuple[Currency, ...]) -> Object:
    """Offer the currencies of a programme where an entry says in which one it is."""
    choices = [{"key": each.key, "label": each.label.to_json()} for each in currencies]
    fields = tuple(
        replace(each, options={"choices": choices}) if each.key == "currency" else each
        for each in entry.fields
    )
    return replace(entry, fields=fields)
