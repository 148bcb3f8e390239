"""Currencies, parameters and settings are changed in the draft, one at a time."""

from collections.abc import Callable
from typing import Any

import pytest

from app.builder import drafts, keyed, parts
from app.builder.active_uses import uses_of_active_kinds
from app.builder.keyed import Given, Listed
from app.builder.parts import Elsewhere, StillUsed, print_of
from app.builder.releases import NotReady
from app.builder.segments import Author
from app.builder.uses import Use
from app.errors import NotFound
from app.program.codec import load
from app.storage.activity_kinds import recorded_kinds
from app.storage.balances import has_entries
from app.storage.spaces import Spaces
from tests.builder.programmes import document, field
from tests.runtime.clubs import Club

STAMPS: dict[str, Any] = {"key": "stamps", "label": {"zh": "印花", "en": "Stamps"}}
GOLD: dict[str, Any] = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": 2000,
}
IN_STAMPS = {
    ">=": [{"sum_of": ["entry.amount", "365d", {"==": [{"var": "currency"}, "stamps"]}]}, 5]
}
OLD = {**STAMPS, "key": "stamps_old"}
ACTIVE = {"var": "active_kinds"}
END = {"key": "end", "kind": "end", "options": {}}


@pytest.fixture
def club(spaces: Spaces) -> Club:
    return Club(spaces, document(currencies=[STAMPS], parameters=[GOLD]))


def draft(club: Club) -> Any:
    with club.spaces.reading(club.workspace_id) as space:
        return drafts.get(space, club.program_id).content


def author(club: Club) -> Author:
    return Author(now=club.now, by="me@mine.example")


def acting(club: Club, act: Callable[..., Any], *given: Any, **more: Any) -> Any:
    with club.spaces.writing(club.workspace_id) as space:
        return act(space, club.program_id, *given, author=author(club), **more)


def test_what_is_added_gets_a_key_out_of_its_name_that_nothing_else_has(club: Club) -> None:
    label = {"zh": "印花", "en": "Stamps"}
    for expected in ("stamps_2", "stamps_3"):
        saved = acting(club, keyed.add, Listed.CURRENCIES, {"label": label})
        assert saved.key == expected
    taken = acting(club, keyed.add, Listed.CURRENCIES, {"label": {"zh": "分", "en": "Points"}})
    assert taken.key == "points_2", "A given currency has that key."
    made = acting(club, keyed.add, Listed.PARAMETERS, {**GOLD, "label": {"zh": "新", "en": "新"}})
    assert made.key == "parameter"
    assert load(draft(club)).find_parameter("parameter") is not None


def test_a_change_is_kept_over_what_was_seen_and_nothing_else(club: Club) -> None:
    renamed = {**STAMPS, "spendable": False}
    seen = print_of(STAMPS)
    acting(club, parts.change, Listed.CURRENCIES.value, renamed, seen=seen)
    assert draft(club)["currencies"] == [renamed]
    with pytest.raises(Elsewhere):
        acting(club, parts.change, Listed.CURRENCIES.value, STAMPS, seen=seen)
    assert draft(club)["currencies"] == [renamed]


def test_a_given_currency_is_renamed_and_never_taken_away(club: Club) -> None:
    miles = {"key": "points", "label": {"zh": "里程", "en": "Miles"}}
    acting(club, parts.change, Listed.CURRENCIES.value, miles, seen=print_of(None))
    program = load(draft(club))
    assert [each.label.zh for each in program.currencies] == ["成长值", "里程", "印花"]
    with pytest.raises(Given):
        acting(club, keyed.remove, Listed.CURRENCIES, "points")


def test_what_can_be_no_key_is_not_written(club: Club) -> None:
    strange = {"key": "No Key", "label": {"zh": "无", "en": "None"}}
    with pytest.raises(NotFound):
        acting(club, parts.change, Listed.CURRENCIES.value, strange, seen=print_of(None))
    with pytest.raises(NotFound):
        acting(club, keyed.remove, Listed.PARAMETERS, "nothing")


def test_what_is_taken_away_comes_back_by_undoing(club: Club) -> None:
    before = draft(club)
    saved = acting(club, keyed.remove, Listed.PARAMETERS, "gold_spend")
    assert "parameters" not in draft(club)
    acting(club, parts.undo, saved.kept, seen=saved.version)
    assert draft(club) == before


def uses(content: dict[str, Any], of: Listed, key: str) -> list[str]:
    return [each.path for each in of.uses(load(content), key)]


def test_each_place_that_names_a_currency_is_told(club: Club) -> None:
    content = document(
        currencies=[STAMPS, OLD],
        segments=[{"key": "collectors", "label": "集花人", "where": IN_STAMPS}],
        earning={
            "rules": [{"key": "buy", "label": "消费", "amount": 1, "currency": "stamps"}],
            "boosts": [
                {
                    "key": "day",
                    "label": "双倍",
                    "times": 2,
                    "when": {"days": [8]},
                    "currency": "stamps",
                }
            ],
            "ceilings": [{"currency": "stamps", "day": 10}],
        },
        budgets=[{"key": "all", "label": "印花预算", "most": 100, "currency": "stamps"}],
        benefits=[
            {
                "key": "faster",
                "kind": "points_multiplier",
                "label": "加速",
                "options": {"times": 2, "currency": "stamps"},
            }
        ],
        flows=[
            {
                "key": "give",
                "label": "送印花",
                "trigger": {"kind": "manual"},
                "start": "give",
                "steps": [
                    {
                        "key": "give",
                        "kind": "grant_points",
                        "options": {"amount": 1, "currency": "stamps"},
                    }
                ],
            }
        ],
        templates=[
            {
                "key": "told",
                "label": "余额",
                "texts": {"sms": {"text": {"zh": "{{ balance.stamps }}", "en": ""}}},
            }
        ],
    )
    tiers = content["ladders"][0]["tiers"]
    tiers[1]["pack"] = {"points": [{"amount": 5, "currency": "stamps"}]}
    assert set(uses(content, Listed.CURRENCIES, "stamps")) == {
        "/earning/rules/0",
        "/earning/boosts/0",
        "/earning/ceilings/0",
        "/budgets/0",
        "/ladders/0/tiers/1/pack/points/0/currency",
        "/benefits/0",
        "/flows/0/steps/0",
        "/segments/0/where",
        "/templates/0",
    }
    assert uses(content, Listed.CURRENCIES, "stamps_old") == []


def test_a_currency_or_a_parameter_that_is_used_stays(club: Club) -> None:
    condition = {">=": [{"sum_of": ["order.net", "365d"]}, {"var": "parameter.gold_spend"}]}
    content = document(currencies=[STAMPS], parameters=[GOLD])
    content["ladders"][0]["tiers"][1]["condition"] = {"and": [condition, IN_STAMPS]}
    with club.spaces.writing(club.workspace_id) as space:
        seen = drafts.get(space, club.program_id).version
        drafts.keep(space, club.program_id, content, seen=seen, now=club.now, by=None)
    for of, key in ((Listed.CURRENCIES, "stamps"), (Listed.PARAMETERS, "gold_spend")):
        with pytest.raises(StillUsed) as stays:
            acting(club, keyed.remove, of, key)
        assert [each.path for each in stays.value.uses] == ["/ladders/0/tiers/1/condition"]
    assert draft(club) == content


def test_a_form_and_a_formula_use_a_parameter_as_well() -> None:
    half = {"/": [{"var": "parameter.gold_spend"}, 2]}
    content = document(
        parameters=[GOLD],
        fields=[field("half", "formula", options={"expression": half, "result": "number"})],
        forms=[
            {
                "key": "join",
                "label": "入会",
                "who": {"by": "phone"},
                "pages": [
                    {
                        "key": "one",
                        "items": [
                            {
                                "kind": "field",
                                "key": "phone",
                                "field": "phone",
                                "visible": {">": [{"var": "parameter.gold_spend"}, 1]},
                            }
                        ],
                    }
                ],
            }
        ],
    )
    found = uses(content, Listed.PARAMETERS, "gold_spend")
    assert found == ["/objects/0/fields/0/options/expression", "/forms/0"]


def test_settings_are_written_over_what_was_seen(club: Club) -> None:
    before = keyed.settings_of(draft(club))
    after = {
        "label": {"zh": "新名", "en": "New"},
        "summary": {"zh": "", "en": ""},
        "settings": {"week_starts": "sunday", "active_kinds": ["purchase", "visit"]},
    }
    acting(club, keyed.settle, after, seen=print_of(before))
    program = load(draft(club))
    assert program.label.zh == "新名"
    assert program.settings.calendar.week_starts == 6
    assert program.settings.active_kinds == ("purchase", "visit")
    with pytest.raises(Elsewhere):
        acting(club, keyed.settle, before, seen=print_of(before))


def test_what_goes_by_being_active_is_told() -> None:
    rule = {">=": [{"count_of": ["activity", "7d", {"in": [{"var": "kind"}, ACTIVE]}]}, 1]}
    quiet = {"key": "quiet", "label": "沉睡", "start": "end", "steps": [END]}
    content = document(
        segments=[{"key": "awake", "label": "活跃的人", "where": rule}],
        flows=[
            {**quiet, "trigger": {"kind": "inactive", "options": {"days": 30}}},
            {
                **quiet,
                "key": "own",
                "trigger": {"kind": "inactive", "options": {"days": 30, "kinds": ["visit"]}},
            },
        ],
    )
    found: tuple[Use, ...] = uses_of_active_kinds(load(content))
    assert [each.path for each in found] == ["/segments/0/where", "/flows/0/trigger"]


def test_what_members_did_and_have_is_found_on_each_database(club: Club) -> None:
    club.join("ann")
    club.act("ann", "visit")
    club.act("ann", "visit")
    with club.spaces.reading(club.workspace_id) as space:
        catalogue = club.live.catalogue
        assert recorded_kinds(space, catalogue, among=100) == ["visit"]
        assert not has_entries(space, catalogue.records["entry"], "stamps")


def test_the_currency_of_a_live_programme_stays(club: Club) -> None:
    changed = document(settings={"currency": "USD"})
    with pytest.raises(NotReady) as refused:
        club.publish(changed)
    assert [each.path for each in refused.value.findings] == ["/settings/currency"]
