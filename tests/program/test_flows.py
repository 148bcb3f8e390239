"""Automations as documents: written as they were read, and told what is wrong with them."""

from typing import Any

import pytest

from app.builder.diff import changes
from app.builder.exchange import as_imported
from app.builder.findings import examine
from app.program.codec import dump, load
from app.program.flow_options import Widget
from app.program.flow_words import Naming
from app.program.program import Program
from app.program.reader import Unreadable
from app.program.steps import STEP_KINDS, StepKind
from app.program.triggers import TRIGGER_KINDS, TriggerKind
from app.words import Words

TELL = {
    "key": "tell",
    "kind": "send_message",
    "options": {"title": "Hello", "text": "There you are."},
}
ACTIVITY = {"kind": "activity", "options": {"kind": "visit"}}


def programme(*steps: Any, **more: Any) -> dict[str, Any]:
    flow = {
        "key": "hello",
        "label": {"zh": "你好", "en": "Hello"},
        "trigger": ACTIVITY,
        "start": steps[0]["key"] if steps else None,
        "steps": list(steps),
    }
    return {"format": 1, "key": "club", "label": "Club", "flows": [flow | more]}


def said(content: Any) -> list[str]:
    return [
        f"{each.path.removeprefix('/flows/0')}: {each.message.en}"
        for each in examine(load(content)).findings
        if each.path.startswith("/flows/0")
    ]


def test_a_flow_is_written_as_it_was_read() -> None:
    wait = {"key": "rest", "kind": "wait", "options": {"time": {"days": 3}}, "next": "tell"}
    content = programme(wait, TELL, folder="promotion", tags=["a"], enabled=False, reentry="once")
    (flow,) = dump(load(content))["flows"]
    assert flow == content["flows"][0]
    assert load(dump(load(content))) == load(content)


def test_a_sound_flow_has_nothing_said_about_it() -> None:
    assert said(programme(TELL)) == []


def test_a_flow_without_trigger_or_first_step_never_begins() -> None:
    found = said(programme(TELL, trigger=None, start="nowhere"))
    assert "/trigger: Hello has no trigger, so it would never begin." in found
    assert "/start: Hello has no first step: `start` is the key of a step." in found


def test_a_step_nothing_leads_to_is_pointed_out() -> None:
    found = said(programme(TELL, {"key": "lost", "kind": "end"}))
    assert found == ["/steps/1: Nothing leads to lost; it is never done."]


def test_a_way_that_leads_nowhere_and_one_there_is_not_are_refused() -> None:
    found = said(programme(TELL | {"next": {"next": "nowhere", "maybe": "tell"}}))
    assert "/steps/0/next/next: There is no step 'nowhere'." in found
    assert any(each.startswith("/steps/0/next/maybe: This step has no way") for each in found)


def test_a_circle_needs_a_wait_in_it() -> None:
    found = said(programme(TELL | {"next": "tell"}))
    assert [each for each in found if each.startswith("/steps/0/next: Members would come back")]
    wait = {"key": "rest", "kind": "wait", "options": {"time": {"days": 1}}, "next": "tell"}
    assert said(programme(TELL | {"next": "rest"}, wait)) == []


def test_a_flow_of_which_nothing_comes_is_pointed_out() -> None:
    found = said(programme({"key": "over", "kind": "end"}))
    assert found == ["/steps: Nothing comes of Hello: no step gives, changes or tells."]


def test_advertising_says_who_agreed_to_it() -> None:
    options = TELL["options"] | {"purpose": "marketing"}  # type: ignore[operator]
    (found,) = said(programme(TELL | {"options": options}))
    assert found.startswith("/steps/0/options/consent: This advertisement does not say")


def test_a_flow_that_sets_itself_in_motion_is_pointed_out() -> None:
    make = {
        "key": "make",
        "kind": "create_record",
        "options": {"object": "activity", "values": {"kind": "visit", "occurred_at": "now"}},
    }
    trigger = {"kind": "record_created", "options": {"object": "activity"}}
    (found,) = said(programme(make, trigger=trigger))
    assert found.startswith("/steps/0: This step sets off its own automation")


@pytest.mark.parametrize(
    ("step", "finding"),
    [
        ({"kind": "send_fax"}, "/steps/0/kind: There is no kind of step 'send_fax'."),
        (
            {"kind": "grant_coupon", "options": {"coupon": "gone"}},
            "/steps/0/options/coupon: There is no coupon 'gone'.",
        ),
        (
            {"kind": "wait", "options": {"time": {"weeks": 1}}},
            "/steps/0/options/time: A duration is written",
        ),
        (
            {"kind": "grant_points", "options": {}},
            "/steps/0/options/amount: How many must be set.",
        ),
        (
            {"kind": "condition", "options": {"where": {"==": [{"var": "shoe"}, 1]}}},
            "/steps/0/options/where",
        ),
        (
            {
                "kind": "ab_split",
                "options": {"holdout": 10, "variants": [{"key": "a", "percent": 50}]},
            },
            "/steps/0/options/variants: Groups and those held out make 60 %",
        ),
    ],
)
def test_what_a_step_may_not_say_is_refused_at_its_place(step: Any, finding: str) -> None:
    found = said(programme({"key": "one"} | step))
    assert [each for each in found if each.startswith(finding)], found


def test_a_flow_that_is_no_flow_is_refused_with_the_place() -> None:
    with pytest.raises(Unreadable) as refused:
        load(programme(TELL | {"wrong": 1}, trigger={"kind": 4}))
    paths = {each.path for each in refused.value.findings}
    assert paths == {"/flows/0/trigger/kind", "/flows/0/steps/0/wrong"}


def test_changes_of_a_flow_are_told_in_words() -> None:
    old = load(programme(TELL))
    wait = {"key": "rest", "kind": "wait", "options": {"time": {"days": 3}}, "next": "tell"}
    new = load(programme(wait, TELL, enabled=False))
    sentences = [each.sentence.en for each in changes(old, new)]
    assert "Changed the automation “Hello” from “on” to “off”" in sentences
    assert any("Added the step “rest”" in each and "Wait 3 days" in each for each in sentences)
    assert any("Removed the automation" in e.sentence.en for e in changes(old, load(_without())))


def _without() -> dict[str, Any]:
    return {"format": 1, "key": "club", "label": "Club"}


def test_an_imported_flow_rests() -> None:
    assert load(as_imported(programme(TELL))).flows[0].enabled is False


@pytest.mark.parametrize("kind", [*TRIGGER_KINDS, *STEP_KINDS], ids=lambda kind: str(kind.key))
def test_every_kind_says_what_it_does_and_how_it_is_drawn(kind: TriggerKind | StepKind) -> None:
    naming = Naming(Program(key="club", label=Words("", "")))
    said = kind.sentence({}, naming)
    assert kind.__module__.endswith(f".{kind.key}")
    assert all(kind.label)
    assert isinstance(said, Words)
    assert all(all(each.label) and each.widget in Widget for each in kind.options)
