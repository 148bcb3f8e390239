"""Before anything is taken away, every place that needs it is known."""

from typing import Any

import pytest

from app.builder.findings import examine
from app.builder.uses import uses_of_field, uses_of_object
from app.errors import Severity
from app.program.codec import load
from app.program.program import Program


def a_shop(**more: Any) -> dict[str, Any]:
    return {
        "key": "shop",
        "label": {"zh": "书店", "en": "Bookshop"},
        "objects": [
            {
                "key": "member",
                "label": {"zh": "会员", "en": "Member"},
                "fields": [
                    {"key": "city", "kind": "text", "label": "City"},
                    {
                        "key": "home",
                        "kind": "reference",
                        "label": "Home",
                        "options": {"object": "store"},
                    },
                    {
                        "key": "spend",
                        "kind": "rollup",
                        "label": "Spend",
                        "options": {
                            "expression": {"sum_of": ["order.net", "365d"]},
                            "result": "money",
                        },
                    },
                    {
                        "key": "score",
                        "kind": "formula",
                        "label": "Score",
                        "options": {"expression": {"+": [{"var": "spend"}, 1]}, "result": "money"},
                    },
                ],
            },
            {
                "key": "order",
                "label": {"zh": "订单", "en": "Order"},
                "fields": [
                    {"key": "gift", "kind": "boolean", "label": "Gift", **more.pop("gift", {})}
                ],
            },
            {
                "key": "store",
                "label": {"zh": "门店", "en": "Store"},
                "of_member": False,
                "title": "name",
                "fields": [
                    {"key": "name", "kind": "text", "label": "Name"},
                    {
                        "key": "seats",
                        "kind": "integer",
                        "label": "Seats",
                        "check": {"condition": {">": [{"var": "seats"}, 0]}},
                    },
                ],
            },
        ],
        "ladders": [
            {
                "key": "main",
                "label": {"zh": "等级", "en": "Tiers"},
                "tiers": [
                    {"key": "plain", "label": "Plain"},
                    {
                        "key": "gold",
                        "label": {"zh": "金卡", "en": "Gold"},
                        "condition": {
                            "and": [
                                {">=": [{"var": "score"}, 100]},
                                {"==": [{"var": "home.name"}, "A"]},
                                {
                                    ">": [
                                        {
                                            "count_of": [
                                                "order",
                                                "365d",
                                                {"==": [{"var": "gift"}, True]},
                                            ]
                                        },
                                        1,
                                    ]
                                },
                            ]
                        },
                    },
                ],
            }
        ],
        "segments": [{"key": "near", "label": "Near", "where": {"==": [{"var": "city"}, "杭州"]}}],
        "forms": [
            {
                "key": "join",
                "label": {"zh": "入会", "en": "Join"},
                "who": {"by": "phone"},
                "pages": [
                    {
                        "key": "one",
                        "items": [
                            {"kind": "field", "key": "tel", "field": "phone"},
                            {"kind": "field", "key": "town", "field": "city"},
                        ],
                    }
                ],
            }
        ],
        **more,
    }


@pytest.fixture(scope="module")
def program() -> Program:
    return load(a_shop())


GOLD = "/ladders/0/tiers/1/condition"


@pytest.mark.parametrize(
    ("place", "paths"),
    [
        ("member.city", ["/segments/0/where", "/forms/0/pages/0/items/1"]),
        ("member.score", [GOLD]),
        ("member.spend", ["/objects/0/fields/3/options/expression"]),
        ("member.phone", ["/forms/0/who/by", "/forms/0/pages/0/items/0"]),
        ("order.net", ["/objects/0/fields/2/options/expression"]),
        ("order.gift", [GOLD]),
        ("member.home", [GOLD]),
        ("store.name", [GOLD, "/objects/2/title"]),
        ("store.seats", []),
    ],
    ids=str,
)
def test_a_field_is_found_wherever_it_is_read_shown_or_asked_for(
    program: Program, place: str, paths: list[str]
) -> None:
    owner, _, key = place.partition(".")
    found = uses_of_field(program, owner, key)
    assert [each.path for each in found] == paths
    assert all(each.where.zh and each.where.en for each in found)


@pytest.mark.parametrize(
    ("key", "paths"),
    [
        ("store", [GOLD, "/objects/0/fields/1"]),
        ("order", [GOLD, "/objects/0/fields/2/options/expression"]),
    ],
)
def test_an_object_is_found_by_what_counts_its_records_or_leads_to_them(
    program: Program, key: str, paths: list[str]
) -> None:
    assert [each.path for each in uses_of_object(program, key)] == paths


def test_a_retired_field_that_is_still_read_gets_a_warning_and_a_form_cannot_ask_it() -> None:
    content = a_shop(gift={"retired": True})
    content["objects"][0]["fields"][0]["retired"] = True
    told = {
        each.path: each.severity
        for each in examine(load(content)).findings
        if "停用" in each.message.zh
    }
    assert told == {
        GOLD: Severity.WARNING,
        "/segments/0/where": Severity.WARNING,
        "/forms/0/pages/0/items/1": Severity.ERROR,
    }
