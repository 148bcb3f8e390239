"""Automations over the API: listed, started, paused, followed, tried again and moved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.access import Scope
from app.runtime.run_words import refusal
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import flow_batch
from app.storage.spaces import Spaces
from app.words import Words
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell
from tests.web.api.callers import Caller, a_caller

CARE = flow("manual", step("rest", "wait", time={"days": 1}), tell()) | {"key": "care"}
THANKS = flow("activity", give(), tell(), options={"kind": "visit"}) | {"key": "thanks"}


class Desk:
    """A caller beside a club whose automations run when told to."""

    def __init__(self, club: Club, caller: Caller) -> None:
        self.club = club
        self.caller = caller
        self.at_work = Flowing(club)
        self.anna = club.join("anna")

    def posted(self, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.caller.post(path, {} if body is None else body)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def got(self, path: str) -> Any:
        answer = self.caller.get(path)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def start(self) -> str:
        self.posted("/flows/care/runs", {"members": [str(self.anna)]}, 201)
        self.at_work.run()
        return str(self.got("/runs?flow=care")["items"][0]["run"])

    def fail(self, patch: pytest.MonkeyPatch) -> str:
        def broken(*_: object) -> None:
            raise RuntimeError("no")

        self.club.act("anna", "visit")
        with capture_logs(), patch.context() as inside:
            inside.setattr(type(STEPS["grant_coupon"]), "advance", broken)
            for _ in range(8):
                self.at_work.run()
                self.club.wait(minutes=1)
        return str(self.got("/runs?state=failed")["items"][0]["run"])


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    spaces = Spaces.at(database_url)
    club = Club(spaces, programme(CARE, THANKS))
    yield Desk(club, a_caller(club, tmp_path))
    spaces.engine.dispose()


def test_automations_are_listed_with_their_runs_by_state(desk: Desk) -> None:
    desk.start()
    care, thanks = desk.got("/flows")["items"]
    assert (care["key"], care["works"], care["trigger"]) == ("care", True, "manual")
    assert (care["counts"], thanks["counts"]) == ({"waiting": 1}, {})


def test_a_member_goes_in_by_hand_and_is_followed(desk: Desk) -> None:
    run = desk.start()
    desk.club.wait(days=1)
    desk.at_work.run()
    found = desk.got(f"/runs/{run}")
    assert found["state"] == "done"
    assert [(each["step"], each["way"]) for each in found["trace"]] == [
        ("rest", "next"),
        ("tell", "next"),
    ]


def test_only_what_is_started_by_hand_is_started(desk: Desk) -> None:
    desk.posted("/flows/thanks/runs", {"members": [str(desk.anna)]}, 409)
    desk.posted("/flows/none/runs", {"members": [str(desk.anna)]}, 404)


def test_nobody_goes_on_while_an_automation_is_paused(desk: Desk) -> None:
    run = desk.start()
    paused = desk.posted("/flows/care/pause", {"reason": "a mistake"})
    assert paused["items"][0]["paused_at"] is not None
    desk.club.wait(days=2)
    desk.at_work.run()
    assert desk.got(f"/runs/{run}")["state"] == "waiting"
    assert desk.posted("/flows/care/resume")["items"][0]["paused_at"] is None
    desk.at_work.run()
    assert desk.got(f"/runs/{run}")["state"] == "done"


def test_runs_are_cancelled_one_by_one_or_all(desk: Desk) -> None:
    run = desk.start()
    assert desk.posted(f"/runs/{run}/cancel", {"reason": "asked to"})["error"] == "asked to"
    desk.posted(f"/runs/{run}/cancel", {}, 409)
    desk.start()
    assert desk.posted("/flows/care/cancel") == {"cancelled": 1}
    assert desk.got("/runs?state=waiting")["items"] == []


def test_failed_runs_are_tried_again_by_name_by_automation_and_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = desk.fail(monkeypatch)
    assert desk.got("/flow-health")["failed_runs"] == 1
    assert desk.posted("/runs/retry", {"flow": "care"}) == {"retried": 0}
    assert desk.posted("/runs/retry", {"runs": [run]}) == {"retried": 1}
    assert desk.posted("/runs/retry") == {"retried": 0}
    desk.at_work.run()
    assert desk.got(f"/runs/{run}")["state"] == "done"
    desk.posted(f"/runs/{run}/retry", {}, 409)
    desk.posted("/runs/retry", {"runs": ["1-2"]}, 404)


def test_a_run_says_why_it_ended_in_both_languages(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = desk.got(f"/runs/{desk.fail(monkeypatch)}")
    assert found["error"] == "RuntimeError: no"
    assert "试了 5 次" in found["why"]["zh"]
    assert "five times" in found["why"]["en"]
    assert desk.got(f"/runs/{desk.start()}")["why"] is None


def test_a_refused_step_tells_its_reason(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object, work: Work) -> None:
        reason = refusal(Words("金额必填。", "The amount is required."))
        flow_batch.fail(work.space, {each.member_id: reason for each in work.tokens()})

    with monkeypatch.context() as patch:
        patch.setattr(type(STEPS["grant_coupon"]), "advance", refused)
        desk.club.act("anna", "visit")
        desk.at_work.run()
    (found,) = desk.got("/runs?state=failed")["items"]
    assert found["error"] == "The amount is required."
    assert found["why"] == {"zh": "金额必填。", "en": "The amount is required."}


def test_a_failed_run_is_put_aside(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = desk.fail(monkeypatch)
    assert desk.posted("/runs/discard", {"runs": [run]}) == {"discarded": 1}
    assert desk.got(f"/runs/{run}")["state"] == "cancelled"
    assert desk.got("/flow-health")["failed_runs"] == 0


def test_a_run_is_moved_to_the_live_release(desk: Desk) -> None:
    run = desk.start()
    desk.posted(f"/runs/{run}/move", {"step": "tell"}, 409)
    desk.club.publish(programme(CARE))
    desk.posted(f"/runs/{run}/move", {"step": "nowhere"}, 422)
    assert desk.posted(f"/runs/{run}/move", {"step": "tell"})["step"] == "tell"
    desk.at_work.run()
    assert desk.got(f"/runs/{run}")["state"] == "done"


def test_who_stands_at_each_step_is_counted(desk: Desk) -> None:
    desk.start()
    desk.club.act("anna", "visit")
    desk.at_work.run()
    assert desk.got("/flows/care/counts") == {
        "steps": {"rest": {"here": 1, "waiting": 1, "failed": 0, "left": {}}},
        "runs": {"waiting": 1},
    }
    assert desk.got("/flows/thanks/counts")["steps"]["give"]["left"] == {"next": 1}
    assert desk.caller.get("/flows/none/counts").status_code == 404


def test_the_list_of_runs_is_read_page_by_page(desk: Desk) -> None:
    runs = []
    for _ in range(3):
        runs.append(desk.start())
        desk.club.wait(minutes=1)
    seen, before = [], ""
    while True:
        page = desk.got(f"/runs?limit=2{before}")
        seen += [each["run"] for each in page["items"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert seen == runs[::-1]


def test_overdue_runs_are_told(desk: Desk) -> None:
    desk.start()
    desk.club.wait(days=2)
    found = desk.got("/flow-health")
    assert (found["overdue"], found["oldest_due_at"]) == (1, "2026-03-02T04:00:00Z")


def test_whoever_may_only_read_starts_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    run = desk.start()
    reader = a_caller(desk.club, tmp_path, scopes=(Scope.STANDING_READ, Scope.PROGRAM_READ))
    for path, body in (
        ("/flows/care/runs", {"members": [str(desk.anna)]}),
        ("/flows/care/pause", {}),
        ("/runs/retry", {}),
        (f"/runs/{run}/cancel", {}),
        (f"/runs/{run}/move", {"step": "tell"}),
    ):
        assert reader.post(path, body).status_code == 403
    assert reader.get("/runs").status_code == 200
