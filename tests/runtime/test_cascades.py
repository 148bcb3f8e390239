"""Automations that set one another off: named, stopped, and told of before (C-17)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.builder.findings import examine
from app.program.codec import load
from app.runtime import firing
from app.storage import occurrences
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step, tell

Clubs = Callable[..., Club]


def writes(kind: str, key: str = "make") -> dict[str, Any]:
    return step(
        key, "create_record", object="activity", values={"kind": kind, "occurred_at": "now"}
    )


def test_a_cascade_pauses_the_flow_it_goes_through_and_names_the_way(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firing, "MOST_CHAINED", 3)
    at_work = Flowing(
        club(
            programme(
                flow("activity", writes("b"), options={"kind": "a"}) | {"key": "first"},
                flow("activity", tell(), options={"kind": "b"}) | {"key": "second"},
            )
        )
    )
    at_work.club.join("anna")

    def paused() -> occurrences.FlowState | None:
        with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
            return occurrences.states(space, at_work.club.program_id).get("second")

    for n in range(3):
        at_work.club.act("anna", "a", external_id=f"a{n}")
        at_work.run()
    state = paused()
    assert state is not None
    assert state.paused_at is None
    at_work.club.act("anna", "a", external_id="a4")
    at_work.run()
    state = paused()
    assert state is not None
    assert state.paused_by == firing.GUARD
    assert "first>second" in (state.paused_why or "")
    assert at_work.states(flow="second").count("done") == 3


def test_members_who_go_in_by_themselves_are_no_cascade(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firing, "MOST_CHAINED", 3)
    at_work = Flowing(club(programme(flow("activity", tell(), options={"kind": "a"}))))
    at_work.club.join("anna")
    for n in range(6):
        at_work.club.act("anna", "a", external_id=f"a{n}")
        at_work.run()
    assert at_work.states() == ["done"] * 6


def said(*flows: Any) -> list[str]:
    found = examine(load(programme(*flows))).findings
    return [each.message.en for each in found if "set" in each.message.en]


def test_a_ring_of_automations_is_told_of_before_it_is_published() -> None:
    first = flow("activity", writes("b"), options={"kind": "a"}) | {"key": "first", "label": "A"}
    second = flow("activity", writes("a"), options={"kind": "b"}) | {"key": "second", "label": "B"}
    (finding,) = said(first, second)
    assert "A → B → A" in finding
    assert said(first, second | {"enabled": False}) == []
    assert said(first) == []


def test_an_automation_that_sets_itself_off_is_told_of_once() -> None:
    alone = flow("activity", writes("a"), options={"kind": "a"})
    (finding,) = said(alone)
    assert "its own automation" in finding
