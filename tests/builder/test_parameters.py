"""Parameters: thresholds with a name, which an operator changes alone."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from app.builder import drafts, parameters, releases
from app.builder.diff import changes
from app.builder.parameters import Unpublished, plan, set_value, uses_of
from app.errors import Conflict, Invalid, NotFound, Severity
from app.program.checked import check_program
from app.program.codec import dump, load
from app.program.reader import Unreadable
from app.program.sentences import sentence
from app.storage import programs
from app.storage.space import Space
from app.storage.spaces import Spaces
from tests.builder.programmes import document, field, findings, tier

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
SPEND = {"sum_of": ["order.net", "365d"]}
GOLD = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": 2000,
    "least": 500,
    "most": 10000,
}
CITY = field("city", "text")
IN_WUHAN = {"==": [{"var": "city"}, "Wuhan"]}


def named(key: str = "gold_spend") -> dict[str, Any]:
    return {"var": f"parameter.{key}"}


def with_parameter(**more: Any) -> dict[str, Any]:
    gold = tier("gold", {">=": [SPEND, named()]})
    return document(tier("regular"), gold, fields=[CITY], parameters=[{**GOLD, **more}])


CASES = with_parameter(cases=[{"when": IN_WUHAN, "value": 1500}])


def said(content: Any, language: str = "zh") -> str:
    checked = check_program(load(content)).ladders["main"]
    words = sentence(checked.conditions["gold"], checked.scope)
    return words.zh if language == "zh" else words.en


@pytest.fixture
def space(database_url: str) -> Iterator[Space]:
    spaces = Spaces.at(database_url)
    with spaces.installation() as connection:
        workspace = programs.create_workspace(
            connection, spaces.ids.one(connection), key="team", label="team", at=0
        )
    with spaces.writing(workspace) as opened:
        yield opened
    spaces.engine.dispose()


def published(space: Space, content: Any) -> int:
    program_id = drafts.create(space, content, now=NOW, by=None)
    releases.publish(space, program_id, note="", now=NOW, by=None)
    return program_id


def live(space: Space, program_id: int) -> Any:
    row = programs.get_program(space, program_id)
    assert row.live_release_id is not None
    return programs.get_release_by_id(space, program_id, row.live_release_id).content


def draft(space: Space, program_id: int) -> Any:
    return drafts.get(space, program_id).content


def save(space: Space, program_id: int, content: Any) -> None:
    seen = drafts.get(space, program_id).version
    drafts.save(space, program_id, content, seen=seen, now=NOW, by=None)


def change(space: Space, program_id: int, value: Any, case: int | None = None) -> None:
    planned = plan(space, program_id, "gold_spend", value, case=case)
    set_value(space, program_id, planned, note="", now=NOW, by=None)


def test_a_rule_reads_as_if_the_number_stood_in_it() -> None:
    assert said(with_parameter()) == "最近 365 天消费满 ¥2,000"
    assert said(with_parameter(), "en") == "Spend in the last 365 days is at least ¥2,000"


def test_a_document_with_parameters_is_written_as_it_was_read() -> None:
    assert dump(load(dump(load(CASES)))) == dump(load(CASES))


def test_a_value_per_segment_is_said_with_whom_it_is_for() -> None:
    assert said(CASES) == ("最近 365 天消费满 ¥2,000（若字段city为“Wuhan”则为 ¥1,500）")


def test_a_parameter_nobody_designed_is_found_with_its_place() -> None:
    content = document(tier("regular"), tier("gold", {">=": [SPEND, named("gold_spent")]}))
    found = findings(content | {"parameters": [GOLD]})
    wrong = found["/ladders/0/tiers/1/condition/>=/1"]
    assert "gold_spent" in wrong.message.zh
    assert wrong.fix is not None
    assert "gold_spend" in wrong.fix.zh


def test_a_parameter_no_rule_reads_is_warned_of() -> None:
    found = findings(document() | {"parameters": [GOLD]})
    assert found["/parameters/0"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("value", "wrong"), [(499.99, True), (500, False), (10000, False), (10000.01, True)]
)
def test_a_value_beyond_its_bounds_blocks_a_release(value: float, wrong: bool) -> None:  # noqa: FBT001  # What is expected.
    found = findings(with_parameter(value=value))
    assert ("/parameters/0/value" in found) is wrong


def test_a_value_for_some_members_keeps_within_the_bounds_too() -> None:
    found = findings(with_parameter(cases=[{"when": IN_WUHAN, "value": 100}]))
    assert list(found) == ["/parameters/0/cases/0/value"]


def test_a_parameter_is_not_called_like_a_field_of_members() -> None:
    gold = tier("gold", {">=": [SPEND, named("city")]})
    content = document(tier("regular"), gold, fields=[CITY], parameters=[{**GOLD, "key": "city"}])
    assert list(findings(content)) == ["/parameters/0/key"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"kind": "colour"}, "kind"),
        ({"value": "many"}, "value"),
        ({"value": None}, "value"),
        ({"value": 9.999}, "value"),
        ({"least": "few"}, "least"),
        ({"cases": [{"when": IN_WUHAN, "value": "x"}]}, "cases/0/value"),
        ({"cases": [{"value": 5}]}, "cases/0/when"),
        ({"worth": 5}, "worth"),
    ],
)
def test_what_is_no_parameter_is_refused_with_its_place(more: dict[str, Any], place: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load(with_parameter(**more))
    assert [each.path for each in refused.value.findings] == [f"/parameters/0/{place}"]


def test_a_case_that_is_no_condition_is_found_where_it_is_written() -> None:
    found = check_program(load(with_parameter(cases=[{"when": {"var": "city"}, "value": 600}])))
    assert "/parameters/0/cases/0/when" in {each.path for each in found.findings}


def test_a_value_that_differs_by_member_cannot_filter_records() -> None:
    counted = {"count_of": ["order", "365d", {">=": [{"var": "amount"}, named()]}]}
    gold = tier("gold", {">=": [counted, 3]})
    content = document(tier("regular"), gold, fields=[CITY], parameters=[CASES["parameters"][0]])
    assert "/ladders/0/tiers/1/condition/>=/0/count_of/2/>=/1" in findings(content)
    content["parameters"] = [GOLD]
    assert findings(content) == {}


def test_a_parameter_says_which_rules_use_it_also_through_a_formula() -> None:
    worth = field("worth", "formula", options={"expression": named(), "result": "money"})
    gold = tier("gold", {">=": [SPEND, {"var": "worth"}]}, retention={">=": [SPEND, named()]})
    content = document(tier("regular"), gold, fields=[CITY, worth], parameters=[GOLD])
    (found,) = uses_of(load(content)).values()
    assert [(each.path, each.where.zh) for each in found] == [
        ("/ladders/0/tiers/1/condition", "等级gold·晋升条件"),
        ("/ladders/0/tiers/1/retention", "等级gold·保级条件"),
        ("/objects/0/fields/1/options/expression", "会员·字段worth"),
    ]
    assert found[0].sentence.zh == "最近 365 天消费满 ¥2,000"


def test_another_value_is_told_as_from_what_to_what() -> None:
    (found,) = changes(load(with_parameter()), load(with_parameter(value=2500)))
    assert found.sentence.zh == "金卡门槛：¥2,000 → ¥2,500"
    assert found.sentence.en == "Gold spend: ¥2,000 → ¥2,500"
    assert found.path == "/parameters/0/value"
    other = with_parameter(cases=[{"when": IN_WUHAN, "value": 1800}])
    (found,) = changes(load(CASES), load(other))
    assert found.sentence.zh == "金卡门槛（字段city为“Wuhan”）：¥1,500 → ¥1,800"


@pytest.mark.parametrize(
    "more",
    [
        {"label": "门槛"},
        {"least": 600},
        {"most": None},
        {"help": "季度初调整"},
        {"kind": "integer"},
        {"cases": [{"when": IN_WUHAN, "value": 600}]},
    ],
)
def test_whatever_a_parameter_says_differently_is_told(more: dict[str, Any]) -> None:
    assert len(changes(load(with_parameter()), load(with_parameter(**more)))) == 1
    assert len(changes(load(with_parameter(**more)), load(with_parameter()))) == 1


def test_one_value_is_published_alone_and_the_draft_follows(space: Space) -> None:
    program_id = published(space, with_parameter())
    change(space, program_id, "2,500")
    assert live(space, program_id) == with_parameter(value=2500)
    assert draft(space, program_id) == with_parameter(value=2500)
    newest = releases.history(space, program_id)[0]
    assert (newest.number, newest.note) == (2, "金卡门槛：¥2,000 → ¥2,500")


def test_a_draft_with_other_changes_keeps_them_and_takes_the_value_too(space: Space) -> None:
    program_id = published(space, with_parameter())
    other = with_parameter() | {"label": {"zh": "新名称", "en": "New name"}}
    save(space, program_id, other)
    change(space, program_id, 2500)
    assert live(space, program_id) == with_parameter(value=2500)
    assert draft(space, program_id) == with_parameter(value=2500) | {"label": other["label"]}


def test_a_draft_that_says_something_else_of_the_same_value_is_not_written_over(
    space: Space,
) -> None:
    program_id = published(space, with_parameter())
    save(space, program_id, with_parameter(value=3000))
    with pytest.raises(Unpublished):
        change(space, program_id, 2500)
    assert draft(space, program_id) == with_parameter(value=3000)
    assert live(space, program_id) == with_parameter()
    change(space, program_id, 3000)
    assert live(space, program_id) == with_parameter(value=3000)


def test_a_draft_without_the_parameter_is_left_as_it_is(space: Space) -> None:
    program_id = published(space, with_parameter())
    without = document(fields=[CITY])
    save(space, program_id, without)
    change(space, program_id, 2500)
    assert draft(space, program_id) == without


def test_a_draft_that_cannot_even_be_read_is_left_as_it_is(space: Space) -> None:
    program_id = published(space, with_parameter())
    unreadable: list[Any] = [{"parameters": "none"}, {"parameters": ["x", 3]}, {"objects": 5}]
    for broken in unreadable:
        save(space, program_id, broken)
        value = plan(space, program_id, "gold_spend", 2500)
        assert value.draft is None


def test_the_value_for_some_members_is_changed_by_itself(space: Space) -> None:
    program_id = published(space, CASES)
    change(space, program_id, 1800, case=0)
    wanted = deepcopy(CASES)
    wanted["parameters"][0]["cases"][0]["value"] = 1800
    assert live(space, program_id) == wanted == draft(space, program_id)


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        ("gold_spend", 499, Invalid),
        ("gold_spend", "many", Invalid),
        ("gold_spend", "", Invalid),
        ("gold_spend", 2000, Conflict),
        ("silver_spend", 1000, NotFound),
    ],
)
def test_a_value_that_will_not_do_changes_nothing(
    space: Space, key: str, value: Any, refusal: type[Exception]
) -> None:
    program_id = published(space, with_parameter())
    with pytest.raises(refusal):
        plan(space, program_id, key, value)
    assert len(releases.history(space, program_id)) == 1


def test_somebody_who_saves_the_draft_meanwhile_loses_nothing(space: Space) -> None:
    program_id = published(space, with_parameter())
    planned = plan(space, program_id, "gold_spend", 2500)
    other = with_parameter() | {"label": "另一个名字"}
    save(space, program_id, other)
    with pytest.raises(Conflict):
        set_value(space, program_id, planned, note="", now=NOW, by=None)
    assert draft(space, program_id) == other


def test_nothing_is_changed_before_the_first_release(space: Space) -> None:
    program_id = drafts.create(space, with_parameter(), now=NOW, by=None)
    with pytest.raises(Conflict):
        plan(space, program_id, "gold_spend", 2500)


def test_each_case_says_for_whom_it_holds() -> None:
    program = load(CASES)
    (words,) = parameters.cases_of(program.parameters[0], program)
    assert words.zh == "字段city为“Wuhan”"
