"""Computed fields mean the same wherever they are named."""

from typing import Any

import pytest

from app.program.field import Field
from app.program.formulas import circles_in, expand
from app.program.objects import MEMBER, ORDER, Object
from app.program.program import Program
from app.words import Words

NOWHERE = Words("", "")


def formula(key: str, expression: Any, kind: str = "formula") -> Field:
    return Field(key=key, kind=kind, label=Words(key, key), options={"expression": expression})


def a_programme(*fields: Field, of_order: tuple[Field, ...] = ()) -> Program:
    store = Object(
        key="shop",
        label=Words("门店", "Shop"),
        of_member=False,
        fields=(
            Field(key="area", kind="integer", label=Words("面积", "Area")),
            formula("size", {"/": [{"var": "area"}, {"var": ["area", 1]}]}),
        ),
    )
    shop = Field(key="shop", kind="reference", label=NOWHERE, options={"object": "shop"})
    return Program(
        key="cafe",
        label=Words("咖啡", "Café"),
        designed=(
            Object(key=MEMBER, label=Words("会员", "Member"), fields=(*fields, shop)),
            Object(key=ORDER, label=Words("订单", "Order"), fields=of_order),
            store,
        ),
    )


SPEND = formula("spend", {"sum_of": ["order.net", "365d"]}, "rollup")
TWICE = formula("twice", {"*": [{"var": "spend"}, 2]})


@pytest.mark.parametrize(
    ("document", "expanded"),
    [
        ({"var": "spend"}, {"sum_of": ["order.net", "365d"]}),
        ({"var": ["spend", 0]}, {"coalesce": [{"sum_of": ["order.net", "365d"]}, 0]}),
        ({"var": "twice"}, {"*": [{"sum_of": ["order.net", "365d"]}, 2]}),
        ({"var": "name"}, {"var": "name"}),
        ({"var": "nobody"}, {"var": "nobody"}),
        ({"var": ""}, {"var": ""}),
        ({"var": "shop.area"}, {"var": "shop.area"}),
        ({"var": "shop.size"}, {"/": [{"var": "shop.area"}, {"var": ["shop.area", 1]}]}),
        ("spend", "spend"),
        (["spend", {"var": "twice"}], ["spend", {"*": [{"sum_of": ["order.net", "365d"]}, 2]}]),
        ({"missing": ["spend"]}, {"missing": ["spend"]}),
    ],
)
def test_a_name_is_replaced_by_what_it_stands_for(document: Any, expanded: Any) -> None:
    assert expand(document, a_programme(SPEND, TWICE), MEMBER) == expanded


def test_the_filter_of_a_metric_speaks_of_the_records_and_not_of_the_member() -> None:
    program = a_programme(SPEND, of_order=(formula("large", {">": [{"var": "net"}, 500]}),))
    rule = {"count_of": ["order", "365d", {"and": [{"var": "large"}, {"var": "spend"}]}]}
    assert expand(rule, program, MEMBER) == {
        "count_of": ["order", "365d", {"and": [{">": [{"var": "net"}, 500]}, {"var": "spend"}]}]
    }


def test_a_quantifier_speaks_of_the_records_too() -> None:
    program = a_programme(of_order=(formula("large", {">": [{"var": "net"}, 500]}),))
    rule = {"some": [{"var": "order"}, {"var": "large"}]}
    assert expand(rule, program, MEMBER) == {
        "some": [{"var": "order"}, {">": [{"var": "net"}, 500]}]
    }


def test_a_field_that_leads_back_to_itself_is_found_and_stays_a_name() -> None:
    program = a_programme(
        formula("a", {"+": [{"var": "b"}, 1]}), formula("b", {"var": "a"}), SPEND, TWICE
    )
    assert [each.path for each in circles_in(program)] == [
        "/objects/0/fields/0/options/expression",
        "/objects/0/fields/1/options/expression",
    ]
    assert expand({"var": "a"}, program, MEMBER) == {"+": [{"var": "a"}, 1]}


def test_doubling_a_formula_forty_times_takes_no_time() -> None:
    chain = [formula(f"f{n + 1}", {"+": [{"var": f"f{n}"}, {"var": f"f{n}"}]}) for n in range(40)]
    program = a_programme(formula("f0", {"var": "name"}), *chain)
    assert list(expand({"var": "f40"}, program, MEMBER)) == ["+"]
    assert list(circles_in(program)) == []


@pytest.mark.parametrize("hostile", [{"a": 1, "b": 2}, {}, {"var": {}}, {"var": []}, {"all": []}])
def test_what_is_no_rule_is_left_for_the_check_to_refuse(hostile: Any) -> None:
    assert expand(hostile, a_programme(SPEND), MEMBER) == hostile


def test_a_very_deep_document_is_left_for_the_check_to_refuse() -> None:
    document: Any = 1
    for _ in range(900):
        document = {"!": document}
    assert list(expand(document, a_programme(SPEND), MEMBER)) == ["!"]
