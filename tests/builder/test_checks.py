"""What is found before a release, in the places where it is wrong."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.builder import gallery
from app.builder.checks import CHECKS
from app.builder.findings import findings_in
from app.builder.implications import implies
from app.errors import Severity
from app.program.codec import load
from app.program.reader import Unreadable
from tests.builder.programmes import SPEND, at_least, document, field, findings, tier

GOLD = "/ladders/0/tiers/1/condition"
FIELD = "/objects/0/fields/0"


def test_each_check_is_filed_under_its_name() -> None:
    for each in CHECKS:
        assert type(each).__module__.rpartition(".")[2] == each.key
        assert each.label.zh
        assert each.label.en


@pytest.mark.parametrize("key", gallery.keys())
def test_a_ready_made_programme_has_nothing_to_be_put_right(key: str) -> None:
    found = findings_in(load(dict(gallery.get(key).document)))
    assert [each for each in found if each.severity is not Severity.NOTE] == []


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a kind there is not": (
        document(fields=[field("city", "chioce")]),
        f"{FIELD}/kind",
        "没有字段类型“chioce”",
    ),
    "an option the kind does not have": (
        document(fields=[field("city", "text", options={"max_lenght": 5})]),
        f"{FIELD}/options/max_lenght",
        "没有选项“max_lenght”",
    ),
    "an option of the wrong form": (
        document(fields=[field("age", "integer", options={"min": "zero"})]),
        f"{FIELD}/options/min",
        "这里应是数字",
    ),
    "choices that are none": (
        document(fields=[field("city", "choice", options={"choices": [5]})]),
        f"{FIELD}/options/choices/0",
        "选项应写成文字",
    ),
    "a choice without choices": (
        document(fields=[field("city", "choice")]),
        f"{FIELD}/options/choices",
        "单选字段要有选项",
    ),
    "a default the field does not take": (
        document(fields=[field("born", "date", default="tomorrow")]),
        f"{FIELD}/default",
        "tomorrow",
    ),
    "a computed field that must be filled in": (
        document(
            fields=[field("x", "formula", required=True, options={"expression": {"+": [1, 2]}})]
        ),
        f"{FIELD}/required",
        "不能设为必填",
    ),
    "tags that must be unique": (
        document(fields=[field("likes", "tags", unique=True)]),
        f"{FIELD}/unique",
        "不能要求唯一",
    ),
    "a reference to nothing": (
        document(fields=[field("shop", "reference", options={"object": "stroe"})]),
        f"{FIELD}/options/object",
        "没有对象“stroe”",
    ),
    "a time that is no field": (
        document(objects=[{"key": "visit", "label": "到店", "occurred": "on", "fields": []}]),
        "/objects/1/occurred",
        "没有字段“on”",
    ),
    "a time that is no time": (
        document(
            objects=[
                {
                    "key": "visit",
                    "label": "到店",
                    "occurred": "shop",
                    "fields": [field("shop", "text")],
                }
            ]
        ),
        "/objects/1/occurred",
        "要用日期或日期时间字段",
    ),
    "a title that is no field": (
        document(objects=[{"key": "shop", "label": "门店", "title": "name", "of_member": False}]),
        "/objects/1/title",
        "没有字段“name”",
    ),
    "a given field of another kind": (
        document(fields=[field("phone", "text")]),
        f"{FIELD}/kind",
        "“手机号”是内置字段",
    ),
    "a given field that is suddenly required": (
        document(fields=[field("phone", "phone", required=True)]),
        f"{FIELD}/required",
        "“手机号”是内置的",
    ),
    "a given object dated otherwise": (
        document(objects=[{"key": "order", "label": "订单", "occurred": "channel"}]),
        "/objects/1/occurred",
        "“订单”是内置的",
    ),
    "a given object that belongs to nobody": (
        document(objects=[{"key": "order", "label": "订单", "of_member": False}]),
        "/objects/1/of_member",
        "“订单”是内置的",
    ),
    "a key of the product": (
        document(fields=[field("created_at", "datetime")]),
        f"{FIELD}/key",
        "标识“created_at”已用于",
    ),
    "a key of a standing": (
        document(fields=[field("tier_main", "text")]),
        f"{FIELD}/key",
        "所处等级的名字",
    ),
    "a key of the records below": (
        document(fields=[field("order", "text")]),
        f"{FIELD}/key",
        "与“会员”的下级记录“订单”相撞",
    ),
    "a ladder without tiers": (
        document() | {"ladders": [{"key": "main", "label": "等级"}]},
        "/ladders/0/tiers",
        "至少要有一个等级",
    ),
    "a lowest tier that asks": (
        document(tier("regular", at_least(1))),
        "/ladders/0/tiers/0/condition",
        "最低一级不能有条件",
    ),
    "a formula of another type": (
        document(
            fields=[field("x", "formula", options={"expression": "hello", "result": "number"})]
        ),
        f"{FIELD}/options/expression",
        "",
    ),
    "a metric of what there is not": (
        document(fields=[field("x", "rollup", options={"expression": {"sum_of": ["sale.net"]}})]),
        f"{FIELD}/options/expression/sum_of/0",
        "sale",
    ),
    "more fields than a table takes": (
        document(fields=[field(f"f{n}", "text") for n in range(393)]),
        "/objects/0/fields",
        "有 401 个字段，最多 400 个",
    ),
}


@pytest.mark.parametrize(("content", "path", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_blocks_the_release_and_is_named_in_its_place(
    content: dict[str, Any], path: str, words: str
) -> None:
    found = findings(content)
    assert words in found[path].message.zh
    assert found[path].severity is Severity.ERROR


BETTER: dict[str, tuple[dict[str, Any], str, str]] = {
    "four conditions": (
        document(
            tier("regular"),
            tier(
                "gold",
                {
                    "and": [
                        at_least(1000),
                        {
                            "or": [
                                at_least(5, {"count_of": ["order", "365d"]}),
                                at_least(9000, {"sum_of": ["order.net", "lifetime"]}),
                            ]
                        },
                        {"is_set": [{"var": "phone"}]},
                    ]
                },
            ),
        ),
        GOLD,
        "有 4 个条件",
    ),
    "seven tiers": (
        document(tier("regular"), *(tier(f"t{n}", at_least(n * 100)) for n in range(1, 7))),
        "/ladders/0/tiers",
        "有 7 级",
    ),
    "the same condition twice": (
        document(tier("regular"), tier("gold", at_least(100)), tier("vip", at_least(100))),
        GOLD,
        "和更高的“等级vip”一样",
    ),
    "a higher tier that asks for less": (
        document(tier("regular"), tier("gold", at_least(500)), tier("vip", at_least(100))),
        GOLD,
        "一定也满足更高的“等级vip”",
    ),
    "a higher tier that leaves a condition out": (
        document(
            tier("regular"),
            tier("gold", {"and": [at_least(500), {"is_set": [{"var": "phone"}]}]}),
            tier("vip", at_least(500)),
        ),
        GOLD,
        "没有会员会停在“等级gold”",
    ),
    "a colour nobody can draw": (
        document(tier("regular", color="rainbow")),
        "/ladders/0/tiers/0/color",
        "没有颜色“rainbow”",
    ),
    "many fields": (
        document(fields=[field(f"f{n}", "text") for n in range(292)]),
        "/objects/0/fields",
        "已有 300 个字段",
    ),
    "an active kind that is misspelled": (
        document(settings={"active_kinds": ["purchse"]}),
        "/settings/active_kinds/0",
        "很像的“purchase”",
    ),
    "an active kind twice": (
        document(settings={"active_kinds": ["purchase", "purchase"]}),
        "/settings/active_kinds/1",
        "写了两次",
    ),
}


@pytest.mark.parametrize(("content", "path", "words"), BETTER.values(), ids=BETTER.keys())
def test_what_might_be_better_is_said_and_does_not_block(
    content: dict[str, Any], path: str, words: str
) -> None:
    found = findings(content)
    assert list(found) == [path]
    assert words in found[path].message.zh
    assert found[path].severity is Severity.WARNING


FINE = {
    "three conditions": document(
        tier("regular"),
        tier(
            "gold",
            {
                "and": [
                    at_least(1000),
                    at_least(9, {"count_of": ["order", "365d"]}),
                    {"is_set": [{"var": "phone"}]},
                ]
            },
        ),
    ),
    "six tiers": document(
        tier("regular"), *(tier(f"t{n}", at_least(n * 100)) for n in range(1, 6))
    ),
    "299 fields": document(fields=[field(f"f{n}", "text") for n in range(291)]),
    "another name for a given field": document(fields=[field("phone", "phone")]),
    "a reference named like its object": document(
        fields=[field("shop", "reference", options={"object": "shop"})],
        objects=[{"key": "shop", "label": "门店", "of_member": False}],
    ),
}


@pytest.mark.parametrize("content", FINE.values(), ids=FINE.keys())
def test_what_is_fine_is_not_spoken_of(content: dict[str, Any]) -> None:
    assert findings(content) == {}


def test_a_formula_that_leads_back_to_itself_is_told_at_each_station() -> None:
    content = document(
        fields=[
            field("a", "formula", options={"expression": {"+": [{"var": "b"}, 1]}}),
            field("b", "formula", options={"expression": {"+": [{"var": "a"}, 1]}}),
        ]
    )
    said = {
        each.path: each.message.zh for each in findings_in(load(content)) if "绕" in each.message.zh
    }
    assert said == {
        f"/objects/0/fields/{n}/options/expression": f"“字段{key}”绕了一圈又用到它自己。"
        for n, key in enumerate("ab")
    }


def test_a_field_that_is_gone_is_told_wherever_it_is_still_used() -> None:
    rich = document(
        tier("regular"),
        tier("gold", {"and": [at_least(500), {"==": [{"var": "city"}, "bj"]}]}),
        ladder={"members": {"is_set": [{"var": "city"}]}},
        fields=[
            field("city", "text"),
            field("home", "formula", options={"expression": {"var": "city"}, "result": "text"}),
        ],
    )
    assert findings(rich) == {}
    without = deepcopy(rich)
    del without["objects"][0]["fields"][0]
    places = [each.path for each in findings_in(load(without)) if "city" in each.message.zh]
    assert [each.partition("/var")[0] for each in places] == [
        "/ladders/0/members/is_set/0",
        f"{GOLD}/and/1/==/0",
        "/objects/0/fields/0/options/expression",
    ]


def test_a_wrong_field_does_not_hide_what_else_is_wrong() -> None:
    content = document(
        tier("regular"),
        tier("gold", {">=": [{"var": "spent"}, 5]}),
        fields=[field("x", "nothing"), field("y", "integer", options={"min": []})],
    )
    paths = {each.path for each in findings_in(load(content))}
    assert {f"{FIELD}/kind", "/objects/0/fields/1/options/min"} < paths
    assert any(each.startswith(GOLD) for each in paths)


@pytest.mark.parametrize(
    ("given_rule", "asked", "expected"),
    [
        (at_least(500), at_least(499), True),
        (at_least(500), at_least(500), True),
        (at_least(500), at_least(501), False),
        ({">": [SPEND, 500]}, at_least(500), True),
        (at_least(500), {">": [SPEND, 500]}, False),
        (at_least(501), {">": [SPEND, 500]}, True),
        ({"<": [{"var": "rank"}, 5]}, {"<=": [{"var": "rank"}, 5]}, True),
        ({"<=": [{"var": "rank"}, 5]}, {"<": [{"var": "rank"}, 5]}, False),
        ({"<": [{"var": "rank"}, 5]}, {"<": [{"var": "rank"}, 10]}, True),
        ({"and": [at_least(9), {"var": "x"}]}, {"or": [at_least(5), {"var": "y"}]}, True),
        ({"or": [at_least(9), {"var": "x"}]}, at_least(5), False),
        ({"or": [at_least(9), at_least(7)]}, at_least(5), True),
        (at_least(9), at_least(5, {"sum_of": ["order.net", "30d"]}), False),
        ({"==": [{"var": "x"}, True]}, {"==": [{"var": "x"}, 1]}, False),
    ],
)
def test_one_condition_follows_from_another(given_rule: Any, asked: Any, *, expected: bool) -> None:
    assert implies(given_rule, asked) is expected


RICH = document(
    tier("regular"),
    tier("gold", {"and": [at_least(500), {"==": [{"var": "city"}, "bj"]}]}, color="gold"),
    ladder={"members": {"is_set": [{"var": "phone"}]}},
    fields=[
        field("city", "choice", options={"choices": ["bj", {"key": "sh", "label": "上海"}]}),
        field("spend", "rollup", options={"expression": SPEND, "result": "money"}),
        field("home", "formula", options={"expression": {"var": "city"}, "result": "text"}),
        field("age", "integer", options={"min": 1, "max": 99, "unit": "岁"}, default=5),
        field("code", "text", options={"pattern": "a+", "max_length": 9}),
        field("tel", "phone", options={"region": "CN"}),
        field("shop", "reference", options={"object": "shop"}),
        field("no", "serial", options={"prefix": "M", "digits": 6}),
    ],
    objects=[
        {
            "key": "visit",
            "label": "到店",
            "occurred": "on",
            "title": "on",
            "fields": [field("on", "date")],
        },
        {"key": "shop", "label": "门店", "of_member": False, "fields": [field("name", "text")]},
    ],
    settings={"timezone": "UTC", "week_starts": "sunday", "active_kinds": ["x"]},
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-2, 2)
    | st.sampled_from(["", "text", "var", "on", "(", "tags", "order"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["key", "label", "var", "and", "zh", "choices", "expression"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from places(inner, (*path, step))


@given(path=st.sampled_from(list(places(RICH))), value=ANYTHING)
def test_whatever_is_written_is_answered_with_findings(
    path: tuple[str | int, ...], value: Any
) -> None:
    content = deepcopy(RICH)
    place: Any = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    try:
        program = load(content)
    except Unreadable:
        return
    for each in findings_in(program):
        assert each.path.startswith("/")
        assert each.message.zh
        assert each.message.en
