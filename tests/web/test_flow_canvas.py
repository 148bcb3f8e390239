"""The page of an automation's canvas: what it carries, and the flow read aloud as one writes."""

import json
from copy import deepcopy
from typing import Any

import pytest

from app.access import Role
from app.program.codec import load
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS
from app.web.builder.flow_reading import said
from tests.web.houses import CONTENT, House, Visitor
from tests.web.test_designing import carried, draft, seen_by, send

FLOW: dict[str, Any] = {
    "key": "near",
    "label": {"zh": "临近升级提醒", "en": "Near the next tier"},
    "trigger": {"kind": "near_next_tier", "options": {"ladder": "main", "gap": 100}},
    "start": "points",
    "steps": [
        {"key": "points", "kind": "grant_points", "options": {"amount": 50}, "next": "wait"},
        {
            "key": "wait",
            "kind": "wait_for",
            "options": {"event": "order", "time": {"days": 3}},
            "next": {"timeout": "mail"},
        },
        {
            "key": "mail",
            "kind": "send_message",
            "options": {"channel": "sms", "title": "提醒", "text": "还差一点"},
        },
    ],
}


def with_flow(flow: Any = None) -> Any:
    return {**deepcopy(CONTENT), "flows": [FLOW if flow is None else flow]}


def keep(visitor: Visitor) -> None:
    """Put the flow into the draft."""
    content = {**draft(visitor.house), "flows": [FLOW]}
    answer = send(visitor, json.dumps({"content": content, "seen": seen_by(visitor)}))
    assert answer.status_code == 200, answer.text


def read(visitor: Visitor, content: Any) -> Any:
    answer = visitor.client.post(
        f"{visitor.house.at}/flows/near/read",
        data=json.dumps({"content": content}),
        headers={"X-CSRFToken": visitor.token(), "Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_page_carries_the_flow_read_aloud_and_every_kind(house: House) -> None:
    visitor = house.signed_in()
    keep(visitor)
    found = carried(visitor.read(f"{house.at}/flows/near"))
    page = found["page"]
    assert (page["mode"], page["key"]) == ("edit", "near")
    assert "100" in page["read"]["trigger"]["zh"]
    assert page["read"]["steps"]["wait"]["sentence"]["zh"] == "等会员下单，最多 3 天"
    assert {each["key"] for each in page["kinds"]["steps"]} == {each.key for each in STEP_KINDS}
    triggers = {each["key"]: each for each in page["kinds"]["triggers"]}
    assert set(triggers) == {each.key for each in TRIGGER_KINDS}
    assert triggers["activity"]["record"] == "activity"
    assert triggers["record_created"]["record"] is None
    assert [each["key"] for each in page["currencies"]] == ["growth", "points"]
    assert found["urls"]["counts"] == f"{house.at}/flows/near/counts.json"
    assert found["urls"]["dry_run"] == f"{house.at}/flows/near/try.json"


def test_a_flow_that_the_draft_does_not_have_is_not_found(house: House) -> None:
    visitor = house.signed_in()
    assert visitor.get(f"{house.at}/flows/none").status_code == 404
    keep(visitor)
    assert visitor.get(f"{house.at}/flows/near").status_code == 200
    elsewhere = house.signed_in(team="theirs")
    assert elsewhere.get(f"{house.at}/flows/near").status_code == 404


def test_a_flow_is_read_as_it_is_being_written_and_nothing_is_saved(house: House) -> None:
    visitor = house.signed_in()
    before = draft(house)
    answer = read(visitor, with_flow())
    assert answer["readable"]
    ways = answer["steps"]["mail"]["ways"]
    assert [each["key"] for each in ways] == ["next", "refused"]
    assert draft(house) == before


def test_a_flow_that_cannot_be_read_is_said_to_be_so(house: House) -> None:
    unreadable: dict[str, Any] = {"readable": False, "trigger": None, "steps": {}}
    assert read(house.signed_in(), {"flows": 5}) == unreadable
    assert read(house.signed_in(), {**CONTENT, "flows": []}) == unreadable


@pytest.mark.parametrize("kind", [each.key for each in STEP_KINDS])
@pytest.mark.parametrize("value", [None, 7, "x", ["x"], {"x": 7}, [{"x": 7}]])
def test_a_step_with_odd_options_is_still_read_aloud(kind: str, value: Any) -> None:
    options = {} if value is None else {e.key: value for e in STEP_KINDS[kind].options}
    step = {"key": "a", "kind": kind, "options": options}
    program = load(with_flow({**FLOW, "start": "a", "steps": [step]}))
    answer = said(program, program.flows[0])
    assert answer.steps["a"].sentence is not None


@pytest.mark.parametrize("kind", [each.key for each in TRIGGER_KINDS])
@pytest.mark.parametrize("value", [None, 7, "x", ["x"], {"x": 7}, [{"x": 7}]])
def test_a_trigger_with_odd_options_is_still_read_aloud(kind: str, value: Any) -> None:
    options = {} if value is None else {e.key: value for e in TRIGGER_KINDS[kind].options}
    program = load(with_flow({**FLOW, "trigger": {"kind": kind, "options": options}}))
    answer = said(program, program.flows[0])
    assert answer.trigger is not None


def test_what_is_not_set_yet_is_left_open_in_a_sentence(house: House) -> None:
    steps = [{"key": "a", "kind": "grant_points"}]
    flow = {**FLOW, "trigger": {"kind": "near_next_tier"}, "start": "a", "steps": steps}
    answer = read(house.signed_in(), with_flow(flow))
    assert answer["steps"]["a"]["sentence"] == {"zh": "发 … 积分", "en": "Give … Points"}
    assert "None" not in answer["trigger"]["zh"]


def test_whoever_may_not_read_the_programme_sees_no_canvas(house: House) -> None:
    keep(house.signed_in())
    for role in Role:
        visitor = house.signed_in(role)
        answer = visitor.get(f"{house.at}/flows/near")
        assert answer.status_code in {200, 403}
        if answer.status_code == 200:
            found = carried(answer.text)
            assert ("dry_run" in found["urls"]) == found["may"]["edit"]


def test_what_is_asked_otherwise_is_refused(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.client.post(
        f"{house.at}/flows/near/read",
        data="[]",
        headers={"X-CSRFToken": visitor.token(), "Content-Type": "application/json"},
    )
    assert answer.status_code == 422
