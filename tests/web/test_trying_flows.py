"""A flow of the draft is tried over HTTP and on a terminal, by whoever may edit it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from werkzeug.test import TestResponse

from app.access import Role
from app.builder import drafts
from app.cli import main
from tests.runtime.clubs import Club
from tests.runtime.flowing import COUPON, flow, give, programme, step, tell
from tests.web.api.callers import a_caller
from tests.web.houses import CONTENT, House, Visitor, some_members

FLOW = flow("manual", give(next="rest"), step("rest", "wait", time={"hours": 2}), tell())


def designed(house: House) -> None:
    """Save a draft with the flow in it."""
    club = house.mine
    with club.spaces.writing(club.workspace_id) as space:
        seen = drafts.get(space, club.program_id).version
        content = {**CONTENT, "coupons": [COUPON], "flows": [FLOW]}
        drafts.save(space, club.program_id, content, seen=seen, now=club.now, by=None)


def send(visitor: Visitor, body: Any, key: str = "flow") -> TestResponse:
    return visitor.client.post(
        f"{visitor.house.at}/flows/{key}/try.json",
        json=body,
        headers={"X-CSRFToken": visitor.token(), "Accept": "application/json"},
    )


def test_the_canvas_is_told_how_members_would_go(house: House) -> None:
    some_members(house.mine)
    designed(house)
    answer = send(house.signed_in(), {"members": "last"})
    assert answer.status_code == 200, answer.text
    runs = answer.get_json()["runs"]
    assert 0 < len(runs) <= 5
    for run in runs:
        assert run["state"] == "done"
        assert [each["step"] for each in run["steps"]] == ["give", "rest", "tell"]
        assert [each["says"]["zh"] for each in run["would"]] == [
            "会发“Ten off”1 张",
            "会发站内信“Hello”",
        ]


@pytest.mark.parametrize(
    "body",
    [
        {"members": "all"},
        {"members": [1]},
        {"members": []},
        {"moment": "tomorrow"},
        {"moment": "2026-03-01T12:00:00"},
        {"answers": {"rest": "never"}},
        {"answers": ["rest"]},
        {"who": "last"},
        [],
    ],
    ids=str,
)
def test_what_is_not_asked_for_is_refused(house: House, body: Any) -> None:
    some_members(house.mine)
    designed(house)
    assert send(house.signed_in(), body).status_code == 422


def test_a_flow_that_the_draft_lacks_is_not_found(house: House) -> None:
    designed(house)
    assert send(house.signed_in(), {"members": "last"}, key="none").status_code == 404


def test_who_may_not_edit_the_draft_may_not_try_it(house: House) -> None:
    designed(house)
    assert send(house.signed_in(Role.ANALYST), {"members": "last"}).status_code == 403


def shop(found: Club) -> Club:
    found.join("a")
    found.publish(programme(FLOW))
    return found


def test_the_api_tries_a_flow_of_the_draft(house: House, tmp_path: Path) -> None:
    club = shop(Club(house.spaces, programme(), key="third"))
    caller = a_caller(club, tmp_path)
    (run,) = caller.get("/program/draft/flows/flow/trial?members=external_id:a").get_json()["runs"]
    assert (run["state"], len(run["steps"]), len(run["would"])) == ("done", 3, 2)
    assert caller.get("/program/draft/flows/flow/trial?moment=soon").status_code == 422


def test_a_terminal_tries_a_flow_of_the_draft(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = house.spaces.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("RUNGS_DATABASE_URL", url)
    shop(Club(house.spaces, programme(), key="third"))
    asked = ["flow", "try", "flow", "--workspace", "third"]
    told = CliRunner().invoke(main, [*asked, "external_id:a", "--json"])
    assert told.exit_code == 0, told.output
    (run,) = json.loads(told.output)["runs"]
    assert run["state"] == "done"
    said = CliRunner().invoke(main, asked)
    assert "→ give" in said.output
