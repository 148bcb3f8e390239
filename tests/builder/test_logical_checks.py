"""What is proved about the conditions of a ladder, with a member who shows it."""

import sys
from random import Random
from typing import Any

import pytest

from app.builder import findings, proofs
from app.builder.findings import findings_in
from app.builder.proofs.memory import Memory
from app.errors import Finding, Severity
from app.program.codec import load
from tests.builder.programmes import SPEND, at_least, document, field, tier

ORDERS = {"count_of": ["order", "365d"]}
EVER = {"sum_of": ["order.net", "lifetime"]}
MONTH = {"sum_of": ["order.net", "30d"]}
WEEK = {"days_of": ["order", "7d"]}
KNOWN = {"is_set": [{"var": "phone"}]}
GOLD, VIP = "/ladders/0/tiers/1/condition", "/ladders/0/tiers/2/condition"
STAY = "/ladders/0/tiers/1/retention"


def both(*parts: Any) -> dict[str, Any]:
    return {"and": list(parts)}


def either(*parts: Any) -> dict[str, Any]:
    return {"or": list(parts)}


def ladder(*conditions: Any, **more: Any) -> dict[str, Any]:
    """A ladder on which gold, vip and so on ask for something."""
    keys = ["gold", "vip", "top", "star"]
    tiers = [tier(key, each) for key, each in zip(keys, conditions, strict=False)]
    return document(tier("regular"), *tiers, **more)


def told(content: Any) -> list[Finding]:
    return list(findings_in(load(content)))


def value(found: Finding, metric: str) -> Any:
    """Give what the member that is shown has of a metric or field."""
    assert found.example is not None
    return next(value for key, value in found.example.values.items() if metric in key)


SURE: dict[str, tuple[dict[str, Any], str, str]] = {
    "two thresholds that exclude each other": (
        ladder(both(at_least(500), {"<": [SPEND, 500]})),
        GOLD,
        "满足“最近 365 天消费满 ¥500”的会员，不可能又满足“最近 365 天消费低于 ¥500”",
    ),
    "more days than a week has": (ladder(at_least(8, WEEK)), GOLD, "没有会员能达到“等级gold”"),
    "less this month than ever": (
        ladder(both(at_least(100, MONTH), {"<": [EVER, 100]})),
        GOLD,
        "没有会员能达到",
    ),
    "fewer orders than days with orders": (
        ladder(both(at_least(5, WEEK), {"<": [{"count_of": ["order", "30d"]}, 5]})),
        GOLD,
        "没有会员能达到",
    ),
    "spend without an order": (
        ladder(both(at_least(1), {"==": [ORDERS, 0]})),
        GOLD,
        "没有会员能达到",
    ),
    "a tier that the members of the ladder cannot reach": (
        ladder(at_least(100), ladder={"members": {"<": [SPEND, 100]}}),
        GOLD,
        "没有会员能达到“等级gold”",
    ),
    "a city that is no other": (
        ladder(
            both({"==": [{"var": "city"}, "bj"]}, {"==": [{"var": "city"}, "sh"]}),
            fields=[field("city", "text")],
        ),
        GOLD,
        "没有会员能达到",
    ),
    "an option that is none of those there are": (
        ladder(
            both(
                {"!=": [{"var": "city"}, "bj"]},
                {"!=": [{"var": "city"}, "sh"]},
                {"is_set": [{"var": "city"}]},
            ),
            fields=[field("city", "choice", options={"choices": ["bj", "sh"]})],
        ),
        GOLD,
        "没有会员能达到",
    ),
    "a date before and after another": (
        ladder(
            both({"<": [{"var": "born"}, "2000-01-01"]}, {">": [{"var": "born"}, "2000-06-01"]}),
            fields=[field("born", "date", required=True)],
        ),
        GOLD,
        "没有会员能达到",
    ),
    "a top ten that is no top twenty": (
        ladder(
            both(
                {"<": [{"rank_of": [SPEND, "percent"]}, 10]},
                {">=": [{"rank_of": [SPEND, "percent"]}, 20]},
            )
        ),
        GOLD,
        "没有会员能达到",
    ),
    "a score above what its parts add up to": (
        ladder({">=": [{"score": [[SPEND, 60, 1000], [ORDERS, 40, 10]]}, 101]}),
        GOLD,
        "没有会员能达到",
    ),
    "a condition all meet": (ladder(at_least(0)), GOLD, "人人都满足"),
    "all meet one or the other": (
        ladder(either(at_least(100), {"<": [SPEND, 200]})),
        GOLD,
        "人人都满足",
    ),
    "the same in other words": (
        ladder(at_least(100), {"!": [{"<": [SPEND, 100]}]}),
        GOLD,
        "和更高的“等级vip”一样",
    ),
    "half of nine is more than four": (
        ladder(at_least(5, ORDERS), {">=": [{"*": [ORDERS, 2]}, 9]}),
        GOLD,
        "和更高的“等级vip”一样",
    ),
    "twice as many are more": (
        ladder(at_least(6, ORDERS), {">=": [{"*": [ORDERS, 2]}, 9]}),
        GOLD,
        "一定也满足更高的“等级vip”",
    ),
    "more in a year than ever": (
        ladder(both(at_least(500), at_least(500, EVER))),
        f"{GOLD}/and/1",
        "满足其余条件的会员一定满足它",
    ),
    "one that is in the other": (
        ladder(either(at_least(500), both(at_least(900), KNOWN))),
        f"{GOLD}/or/1",
        "满足它的会员已经满足其余的条件",
    ),
    "a branch nobody takes": (
        ladder(either(at_least(500), at_least(8, WEEK))),
        f"{GOLD}/or/1",
        "没有会员能满足它",
    ),
    "the same asked twice": (
        ladder(both(at_least(500), KNOWN, at_least(500))),
        f"{GOLD}/and/2",
        "不起作用",
    ),
    "what the ladder asks of everybody already": (
        ladder(both(at_least(500), KNOWN), ladder={"members": KNOWN}),
        f"{GOLD}/and/1",
        "不起作用",
    ),
    "a part deep inside": (
        ladder(both(KNOWN, either(at_least(500), at_least(700)))),
        f"{GOLD}/and/1/or/1",
        "不起作用",
    ),
    "members there cannot be": (
        ladder(at_least(5), ladder={"members": both(at_least(9), {"<": [SPEND, 9]})}),
        "/ladders/0/members",
        "没有会员能满足“等级”的条件",
    ),
    "members that are all": (
        ladder(at_least(5), ladder={"members": at_least(0)}),
        "/ladders/0/members",
        "可以不写",
    ),
    "a tier nobody can keep": (
        document(tier("regular"), tier("gold", at_least(500), retention=at_least(8, WEEK))),
        STAY,
        "没有会员能保住“等级gold”",
    ),
    "a tier that is lost at once": (
        document(tier("regular"), tier("gold", at_least(500), retention={"<": [SPEND, 500]})),
        STAY,
        "下次考核就会降级",
    ),
    "staying that is harder": (
        document(tier("regular"), tier("gold", at_least(500), retention=at_least(800))),
        STAY,
        "比升到它还难",
    ),
    "a tier all keep": (
        document(tier("regular"), tier("gold", at_least(500), retention=at_least(0))),
        STAY,
        "人人都满足",
    ),
    "a goal that is the tier": (
        document(
            tier("regular"),
            tier("gold", at_least(500), stages=[{"key": "s", "condition": at_least(600)}]),
        ),
        "/ladders/0/tiers/1/stages/0/condition",
        "它不是路上的一步",
    ),
    "a trial for nobody": (
        document(
            tier("regular"),
            tier("gold", at_least(500)),
            ladder={"trials": [{"key": "t", "tier": "gold", "who": at_least(8, WEEK)}]},
        ),
        "/ladders/0/trials/0/who",
        "没有会员能满足“t”的条件",
    ),
}


@pytest.mark.parametrize(("content", "path", "words"), SURE.values(), ids=SURE.keys())
def test_what_is_proved_is_told_once_in_its_place(
    content: dict[str, Any], path: str, words: str
) -> None:
    (found,) = told(content)
    assert found.path == path
    assert words in found.message.zh
    assert found.severity is Severity.WARNING
    assert found.message.en
    assert found.example is not None


UNSUSPICIOUS: dict[str, dict[str, Any]] = {
    "as many days as a week has": ladder(at_least(7, WEEK)),
    "a year and a month": ladder(both(at_least(500), at_least(100, MONTH))),
    "as much in a year as ever": ladder(both(at_least(500), at_least(501, EVER))),
    "a threshold met exactly": ladder(both(at_least(500), {"<=": [SPEND, 500]})),
    "harder step by step": ladder(at_least(100), at_least(200), at_least(300)),
    "a score of all its parts": ladder(
        {">=": [{"score": [[SPEND, 60, 1000], [ORDERS, 40, 10]]}, 100]}
    ),
    "staying that is as hard": document(
        tier("regular"), tier("gold", at_least(500), retention=at_least(500, SPEND))
    ),
    "staying by another measure": document(
        tier("regular"), tier("gold", at_least(500), retention=at_least(5, ORDERS))
    ),
    "a goal on the way": document(
        tier("regular"),
        tier("gold", at_least(500), stages=[{"key": "s", "condition": at_least(499)}]),
    ),
    "a city or no city": ladder(
        both(at_least(5), {"!=": [{"var": "city"}, "bj"]}), fields=[field("city", "text")]
    ),
    "a top ten among the top twenty": ladder(
        {"<": [{"rank_of": [SPEND, "percent"]}, 20]}, {"<": [{"rank_of": [SPEND, "percent"]}, 10]}
    ),
    "the last quarter is not this one": ladder(
        both(
            at_least(5, {"count_of": ["order", "this_quarter"]}),
            {"<": [{"count_of": ["order", "last_year"]}, 5]},
        )
    ),
}


@pytest.mark.parametrize("content", UNSUSPICIOUS.values(), ids=UNSUSPICIOUS.keys())
def test_what_somebody_can_meet_and_miss_is_not_spoken_of(content: dict[str, Any]) -> None:
    assert told(content) == []


def test_a_member_shows_that_a_higher_tier_is_easier() -> None:
    (found,) = told(ladder(at_least(500), at_least(3, ORDERS)))
    assert found.path == VIP
    assert found.severity is Severity.WARNING
    assert "满足“等级vip”，却不满足更低的“等级gold”" in found.message.zh
    assert value(found, "count_of") >= 3
    assert value(found, "sum_of") < 500


@pytest.mark.parametrize(
    ("lower", "higher", "easier"), [(500, 499, True), (500, 500, True), (500, 501, False)]
)
def test_a_higher_tier_is_easier_from_just_below_the_threshold(
    lower: int, higher: int, *, easier: bool
) -> None:
    """Of 499 and of 500 nobody stays on the lower tier; 501 is as it should be."""
    assert [each.path for each in told(ladder(at_least(lower), at_least(higher)))] == [
        GOLD
    ] * easier


def test_a_higher_tier_that_leaves_something_out_is_noted() -> None:
    content = ladder(both(at_least(500), at_least(5, WEEK)), at_least(900))
    (found,) = told(content)
    assert (found.path, found.severity) == (VIP, Severity.NOTE)
    assert "没有再要求“最近 7 天订单天数满 5 天”" in found.message.zh
    assert value(found, "days_of") < 5
    assert value(found, "sum_of") >= 900


def test_a_tier_that_is_passed_by_one_or_the_other_above_is_told() -> None:
    content = ladder(at_least(100), both(at_least(50), KNOWN), both(at_least(50), {"!": [KNOWN]}))
    found = next(each for each in told(content) if each.path == GOLD)
    assert "总会满足某个更高等级的条件" in found.message.zh
    assert value(found, "sum_of") >= 100


def test_the_member_who_shows_a_contradiction_meets_all_but_the_last() -> None:
    (found,) = told(ladder(both(at_least(500), KNOWN, {"<": [SPEND, 100]})))
    assert value(found, "sum_of") >= 500
    assert found.example is not None
    assert "phone" not in found.example.values, "The phone has no part in it."


def test_a_formula_is_told_where_its_name_stands() -> None:
    content = ladder(
        both(at_least(500), {"var": "rich"}),
        fields=[
            field("rich", "formula", options={"expression": at_least(100), "result": "boolean"})
        ],
    )
    (found,) = told(content)
    assert found.path == f"{GOLD}/and/1"


def test_what_cannot_be_decided_is_said_to_be_open() -> None:
    long = {">": [{"length": [{"cat": [{"coalesce": [{"var": "name"}, ""]}, "x"]}]}, 9]}
    found = told(ladder(at_least(500), both(at_least(200, EVER), long)))
    assert [each.severity for each in found] == [Severity.NOTE]
    assert "部分未证明" in found[0].message.zh
    assert found[0].path == "/ladders/0"


def test_wrong_conditions_are_left_to_be_put_right_first() -> None:
    found = told(ladder(at_least(8, WEEK), {">=": [{"var": "cups"}, 5]}))
    assert all(each.severity is Severity.ERROR for each in found)


def test_without_a_solver_it_is_said_once_what_is_not_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, proofs.MODULE, raising=False)
    monkeypatch.setitem(sys.modules, proofs.SOLVER, None)
    contradiction = ladder(both(at_least(500), {"<": [SPEND, 500]}))
    (found,) = told(contradiction)
    assert (found.path, found.severity) == ("/ladders", Severity.NOTE)
    assert "未证明" in found.message.zh
    assert "Not proven" in found.message.en
    plain, note = told(ladder(at_least(500), at_least(100)))
    assert plain.path == GOLD
    assert "一定也满足更高的“等级vip”" in plain.message.zh
    assert plain.example is None
    assert "未证明" in note.message.zh
    assert told(document(tier("regular"))) == []


def test_another_module_that_is_missing_is_not_taken_for_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proofs, "MODULE", "app.builder.proofs.nothing")
    with pytest.raises(ModuleNotFoundError):
        proofs.find_solver()


def test_the_answer_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    content = ladder(
        both(at_least(500), KNOWN), at_least(3, ORDERS), either(at_least(1), at_least(8, WEEK))
    )
    first = told(content)
    assert first
    assert told(content) == first, "What is remembered."
    for _ in range(3):
        monkeypatch.setattr(findings, "_MEMORY", Memory())
        assert told(content) == first, "What is proved anew."


def test_what_is_remembered_of_one_document_is_not_said_of_another() -> None:
    for amount in (499, 501, 499):
        expected = [] if amount == 501 else [GOLD]
        assert [each.path for each in told(ladder(at_least(500), at_least(amount)))] == expected


def test_conditions_too_large_to_prove_are_left_open_and_cost_no_more() -> None:
    chance = Random(3)
    keys = [f"f{n}" for n in range(12)]

    def compared() -> Any:
        one, other = ({"var": chance.choice(keys)} for _ in range(2))
        right = chance.choice([chance.randrange(1000), other, {"+": [other, one]}])
        return {chance.choice([">=", "<", "==", "!="]): [{"var": chance.choice(keys)}, right]}

    def large() -> Any:
        return either(*(both(*(compared() for _ in range(4))) for _ in range(14)))

    whole = {"required": True, "options": {"min": 0, "max": 100_000}}
    content = ladder(
        *(large() for _ in range(4)), fields=[field(key, "integer", **whole) for key in keys]
    )
    assert "部分未证明" in told(content)[-1].message.zh
