"""A rule sees its record's fields, what they refer to, and the records below."""

from app.expression.types import Choice, Decimal, Instant, Reference
from app.program.field import Field
from app.program.ladder import Ladder, Tier
from app.program.objects import MEMBER, ORDER, Object
from app.program.program import Program
from app.program.scope import scope_of
from app.words import Words

CITIES = {"choices": [{"key": "bj", "label": {"zh": "北京", "en": "Beijing"}}]}
PROGRAM = Program(
    key="cafe",
    label=Words("咖啡", "Café"),
    designed=(
        Object(
            key=MEMBER,
            label=Words("会员", "Member"),
            fields=(
                Field(
                    key="shop",
                    kind="reference",
                    label=Words("常去门店", "Usual shop"),
                    options={"object": "shop"},
                ),
                Field(
                    key="spend",
                    kind="rollup",
                    label=Words("年消费", "Yearly spend"),
                    options={"expression": {"sum_of": ["order.net", "365d"]}},
                ),
                Field(key="vip", kind="boolean", label=Words("贵宾", "VIP guest")),
            ),
        ),
        Object(
            key="shop",
            label=Words("门店", "Shop"),
            of_member=False,
            fields=(Field(key="city", kind="choice", label=Words("城市", "City"), options=CITIES),),
        ),
        Object(key="note", label=Words("备注", "Note"), fields=()),
    ),
    ladders=(
        Ladder(
            key="main",
            label=Words("等级", "Ladder"),
            tiers=(
                Tier(key="regular", label=Words("普通", "Regular")),
                Tier(key="gold", label=Words("金卡", "Gold")),
            ),
        ),
    ),
)


def test_a_rule_reads_fields_and_what_they_refer_to() -> None:
    scope = scope_of(PROGRAM, MEMBER)
    assert scope.find("joined_at") == Instant()
    assert scope.find("shop") == Reference("shop")
    assert scope.find("shop.city") == Choice(("bj",))


def test_a_computed_field_is_no_variable() -> None:
    assert "spend" not in scope_of(PROGRAM, MEMBER).variables


def test_what_belongs_to_a_member_and_happened_at_a_time_can_be_counted() -> None:
    scope = scope_of(PROGRAM, MEMBER)
    assert set(scope.relations) == {"order", "refund", "activity", "entry"}
    assert scope.relations["order"].occurred == "paid_at"
    assert scope.relations["order"].fields["net"] == Decimal(lo=0)


def test_records_that_refer_to_another_object_can_be_counted_there() -> None:
    assert set(scope_of(PROGRAM, ORDER).relations) == {"refund"}


def test_things_are_called_as_people_call_them() -> None:
    scope = scope_of(PROGRAM, MEMBER)
    assert scope.label("order.net") == Words("消费", "spend")
    assert scope.label("order") == Words("订单", "orders")
    assert scope.label("activity") == Words("行为", "activities")
    assert scope.label("vip") == Words("贵宾", "VIP guest")
    assert scope.label("shop.city") == Words("常去门店的城市", "usual shop city")
    assert scope.label("tier:main:gold") == Words("金卡", "Gold")
    assert scope.label("order.status:paid") == Words("已支付", "Paid")


def test_a_rule_of_a_ladder_may_leave_the_ladder_unnamed() -> None:
    assert scope_of(PROGRAM, MEMBER, ladder="main").ladder == "main"
    assert scope_of(PROGRAM, MEMBER).ladders == {"main": ("regular", "gold")}


def test_the_kinds_that_count_as_active_are_a_parameter() -> None:
    assert scope_of(PROGRAM, MEMBER).parameters == {"active_kinds": ["purchase"]}
