"""What is wrong with a rule is told with its place and, where it is known, what to write."""

from typing import Any

import pytest

from app.errors import Severity
from app.expression.check import check
from app.expression.types import (
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Relation,
    Scope,
    Text,
)

SCOPE = Scope(
    variables={
        "age": Integer(0, 150),
        "whole": Integer(-(2**53), 2**53),
        "name": Text(),
        "spent": Decimal(2),
        "born": Date(),
        "seen_at": Instant(),
        "ok": Boolean(),
        "level": Choice(("vip", "new")),
        "tags": ListOf(Text()),
    },
    relations={"order": Relation({"net": Decimal(2), "day": Date()}, "day")},
)


@pytest.mark.parametrize(
    ("rule", "place", "fix"),
    [
        ({"and": [{">=": [{"var": "age"}, "18"]}, True]}, "/and/0/>=/1", "18"),
        ({"==": [{"var": "name"}, 5]}, "/==/1", '"5"'),
        ({">": [{"var": "spent"}, 99.999]}, "/>/1", "2 decimal"),
        ({"==": [{"var": "level"}, "gold"]}, "/==/1", "vip, new"),
        ({"<": [{"var": "born"}, "31.12.2025"]}, "/</1", "2026-01-31"),
        ({"<": [{"var": "born"}, "2025-02-29"]}, "/</1", "2026-01-31"),
        ({"<": [{"var": "seen_at"}, "2025-02-01"]}, "/</1", "+08:00"),
        ({"<": [{"var": "seen_at"}, {"var": "born"}]}, "/</1", None),
        ({"and": [{"var": "age"}]}, "/and/0", "!!"),
        ({"if": [{"var": "name"}, True, False]}, "/if/0", "!!"),
        ({"==": [{"var": "agee"}, 1]}, "/==/0", "'age'"),
        ({"==": [{"var": "order"}, 1]}, "/==/0", "count_of"),
        ({"==": [{"var": "tags"}, ["a"]]}, "/==/0", "any_of"),
        ({"==": [{"+": [{"var": "born"}, 1]}, 1]}, None, None),
        ({"!": {"foo": 1}}, "/!", None),
        ({"between": [1, 2]}, "", None),
        ({"in": [{"var": "age"}, {"var": "name"}]}, "/in/0", None),
        ({"in": [1, {"var": "tags"}]}, "/in/0", '"1"'),
        ({"starts_with": [{"var": "age"}, "a"]}, "/starts_with/0", None),
        ({"matches": [{"var": "name"}, "("]}, "/matches/1", None),
        ({"missing": [{"var": "name"}]}, None, None),
        ({"==": [{"date_add": [{"var": "born"}, 1, "hour"]}, None]}, None, None),
        ({"changed": ["age"]}, "", None),
        ({"==": [{"tier": []}, "gold"]}, "/==/0", None),
        ({"var": "name"}, "", "!!"),
    ],
)
def test_a_wrong_rule_is_a_finding_with_its_place(
    rule: Any, place: str | None, fix: str | None
) -> None:
    errors = check(rule, SCOPE).errors
    assert errors
    assert all(each.message.zh and each.message.en for each in errors)
    if place is not None:
        assert errors[0].path == place
    if fix is not None:
        assert errors[0].fix is not None
        assert fix in errors[0].fix.en


def test_every_mistake_is_told_at_once_and_only_once() -> None:
    rule = {"and": [{">": [{"+": [{"var": "x"}, 1]}, 1]}, {"==": [{"var": "age"}, "a"]}]}
    assert [each.path for each in check(rule, SCOPE).errors] == ["/and/0/>/0/+/0", "/and/1/==/1"]


@pytest.mark.parametrize(
    "rule",
    [
        {"matches": [{"var": "name"}, "a"]},
        {"==": [{"length": [{"map": [{"var": "tags"}, 1]}]}, 1]},
        {"in": ["a", {"merge": [{"var": "tags"}]}]},
        {"in": ["name", {"missing": ["name"]}]},
    ],
)
def test_words_for_one_record_are_refused_for_many(rule: Any) -> None:
    assert not check(rule, SCOPE).errors
    assert check(rule, SCOPE, set_wise=True).errors


def test_a_result_that_may_leave_its_range_is_a_warning_and_no_error() -> None:
    found = check({">": [{"*": [{"var": "whole"}, {"var": "whole"}]}, 1]}, SCOPE)
    assert not found.errors
    assert [each.severity for each in found.findings] == [Severity.WARNING]


def test_a_rule_says_what_it_reads() -> None:
    rule = {
        "and": [
            {">": [{"var": "age"}, 1]},
            {"<": [{"sum_of": ["order.net", "7d", {">": [{"var": "net"}, 1]}]}, 5]},
        ]
    }
    found = check(rule, SCOPE)
    assert found.variables == ("age",)
    assert [each.relation for each in found.rollups] == ["order"]


def test_amounts_are_read_in_the_main_unit_and_kept_in_the_smallest() -> None:
    for written in (99.99, "99.99"):
        found = check({">": [{"var": "spent"}, written]}, SCOPE)
        assert found.tree.arguments[1].value == 9999  # type: ignore[union-attr]  # A comparison.
