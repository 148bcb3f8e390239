"""Tasks over the API: listed, decided once, and automations that fall too far behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import Role
from app.runtime import behind
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.desks import Desk, decide
from tests.runtime.flowing import flow, give, programme, step
from tests.web.api.callers import Caller, a_caller

SPLIT = [{"key": "a", "percent": 50}, {"key": "b", "percent": 50}]
ASKING = flow(
    "activity",
    step("groups", "ab_split", variants=SPLIT, next=dict.fromkeys("ab", "approve")),
    decide(users=["mia@example.com"], how="all", roles=["owner"], next={"approved": "give"}),
    give(next={}),
    options={"kind": "visit"},
)


class Counter:
    """A caller beside a desk."""

    def __init__(self, desk: Desk, caller: Caller) -> None:
        self.desk, self.caller = desk, caller

    def decide(self, status: int = 200, **body: str) -> object:
        answer = self.caller.post(f"/tasks/{self.desk.task().key}/decisions", body)
        assert answer.status_code == status, answer.text
        return answer.get_json()


@pytest.fixture
def counter(sqlite_url: str, tmp_path: Path) -> Iterator[Counter]:
    spaces = Spaces.at(sqlite_url)
    club = Club(spaces, programme(ASKING))
    desk = Desk(club)
    desk.hire("mia")
    desk.hire("boss", Role.OWNER)
    club.join("anna")
    desk.visit()
    yield Counter(desk, a_caller(club, tmp_path))
    spaces.engine.dispose()


def test_tasks_are_listed_by_whom_they_wait_for(counter: Counter) -> None:
    def keys(query: str) -> list[str]:
        return [each["task"] for each in counter.caller.get(f"/tasks?{query}").get_json()["items"]]

    key = counter.desk.task().key
    assert keys("open=true") == keys("user=mia@example.com") == keys("role=owner") == [key]
    assert keys("role=clerk") == keys("open=false") == keys("overdue=true") == []


def test_a_task_is_decided_by_each_who_is_asked_and_then_never_again(counter: Counter) -> None:
    counter.decide(action="approved", user="mia@example.com")
    assert counter.desk.task().state == "open"
    counter.decide(403, action="approved", user="mia@example.com")
    counter.decide(action="approved", user="boss@example.com", note="Fine.")
    counter.desk.run()
    assert counter.desk.coupons(counter.desk.task().member_id) == 1
    counter.decide(409, action="refused", note="no")
    found = counter.caller.get(f"/tasks/{counter.desk.task().key}").get_json()
    assert [each["action"] for each in found["history"]] == ["opened", "approved", "approved"]


def test_a_decision_that_lacks_a_reason_is_refused(counter: Counter) -> None:
    counter.decide(422, action="refused")
    counter.decide(404, action="refused", user="nobody@example.com")


def test_groups_of_a_test_are_compared(counter: Counter) -> None:
    found = counter.caller.get("/flows/flow/groups/groups?days=7").get_json()
    assert [each["members"] for each in found["groups"]] == [1]
    assert counter.caller.get("/flows/flow/groups/approve").status_code == 404


def test_events_wait_while_automations_are_far_behind(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "MANY", 2)
    club = counter.desk.club
    for name in ("ben", "cleo"):
        club.join(name)
        club.act(name, "visit")
    event = {
        "object": "activity",
        "member": {"external_id": "anna"},
        "kind": "look",
        "occurred_at": club.now.isoformat(),
    }
    assert counter.caller.post("/events", event).status_code == 201
    club.wait(minutes=11)
    refused = counter.caller.post("/events", event)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    counter.desk.run()
    assert counter.caller.post("/events", event).status_code == 201
