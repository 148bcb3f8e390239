"""Ladders to begin with are right as they are, and what tiers measure has a name."""

import pytest

from app.builder.findings import findings_in
from app.builder.measures import measures_of, usual_measures
from app.builder.starts import STARTS, Start
from app.errors import Severity
from app.program.codec import load
from tests.web.houses import at_least, tier


def programme(*ladders: object) -> object:
    return {"format": 1, "key": "shop", "label": "店", "ladders": list(ladders)}


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.key)
def test_a_start_can_be_published_as_it_is(start: Start) -> None:
    found = findings_in(load(programme(start.ladder)))
    assert [each for each in found if each.severity is Severity.ERROR] == []


def test_a_metric_that_tiers_compare_has_a_name_and_a_unit() -> None:
    ladder = {
        "key": "main",
        "tiers": [
            tier("slate", "普通", "Regular"),
            tier("bronze", "铜", "Bronze", at_least(300)),
            tier(
                "gold",
                "金",
                "Gold",
                {"and": [at_least(900), {">": [{"count_of": ["order", "365d"]}, 4]}]},
            ),
        ],
    }
    program = load(programme(ladder))
    spend, orders = measures_of(program, program.ladders[0])
    assert spend.expression == {"sum_of": ["order.net", "365d"]}
    assert (spend.label.zh, spend.unit.zh, spend.whole) == ("最近 365 天消费", "元", False)
    assert (orders.label.en, orders.unit.zh, orders.whole) == (
        "Number of orders in the last 365 days",
        "次",
        True,
    )


def test_what_compares_nothing_that_counts_is_no_metric() -> None:
    ladder = {
        "key": "main",
        "tiers": [
            tier("slate", "普通", "Regular"),
            tier("bronze", "铜", "Bronze", {">=": [{"nonsense": [1]}, 3]}),
            tier("gold", "金", "Gold", {">=": [{"var": "joined_at"}, "2026-01-01"]}),
        ],
    }
    program = load(programme(ladder))
    assert measures_of(program, program.ladders[0]) == ()


def test_there_are_metrics_to_begin_with() -> None:
    ladder = {"key": "main", "tiers": [tier("slate", "普通", "Regular")]}
    assert len(usual_measures(load(programme(ladder)), "main")) == 6
