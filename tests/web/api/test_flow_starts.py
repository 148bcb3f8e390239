"""Automations are started over the API: by name or by segment; who is refused is told, with why."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import Scope
from app.runtime import bulk, starting
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.flowing import SPENT, Flowing, flow, programme, step, tell
from tests.web.api.callers import Caller, a_caller

CARE = flow("manual", tell(), step("rest", "wait", time={"days": 1}), key="care")
ONCE = flow("manual", tell(), key="once", reentry="once")
BIG = {"key": "big", "label": "大客户", "where": {">=": [SPENT, 100]}}


class Desk:
    def __init__(self, club: Club, caller: Caller) -> None:
        self.club, self.caller = club, caller
        self.ids = [club.join(f"m{n}") for n in range(4)]

    def posted(self, flow_key: str, body: Any, status: int = 201, **more: str) -> Any:
        answer = self.caller.post(f"/flows/{flow_key}/runs", body, **more)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def names(self, *places: int) -> dict[str, list[str]]:
        return {"members": [str(self.ids[each]) for each in places]}


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    spaces = Spaces.at(database_url)
    club = Club(spaces, programme(CARE, ONCE, segments=[BIG]))
    yield Desk(club, a_caller(club, tmp_path))
    spaces.engine.dispose()


def test_one_member_goes_in_and_the_start_can_be_read_again(desk: Desk) -> None:
    told = desk.posted("care", desk.names(0))
    assert (told["total"], told["entered"], told["refused"]) == (1, 1, 0)
    again = desk.caller.get(f"/flow-starts/{told['start']}")
    assert again.get_json() == told
    assert desk.caller.get("/flow-starts/1").status_code == 404


def test_who_is_refused_is_told_with_the_reason(desk: Desk) -> None:
    desk.posted("once", desk.names(0))
    Flowing(desk.club).run()
    body = {"members": [*desk.names(0, 1)["members"], "999999"]}
    told = desk.posted("once", body)
    assert (told["entered"], told["refused"]) == (1, 2)
    assert {each["member_id"]: each["reason"] for each in told["refused_members"]} == {
        str(desk.ids[0]): "once",
        "999999": "gone",
    }
    assert {each["reason"]: each["members"] for each in told["reasons"]} == {"once": 1, "gone": 1}


def test_nobody_who_is_in_it_goes_in_again_where_that_is_not_wanted(desk: Desk) -> None:
    desk.posted("care", desk.names(0))
    told = desk.posted("care", desk.names(0, 1) | {"skip_inside": True})
    assert [each["reason"] for each in told["refused_members"]] == ["inside"]
    assert desk.posted("care", desk.names(0))["entered"] == 1


def test_everybody_of_a_segment_goes_in(desk: Desk) -> None:
    desk.club.buy("m2", 150)
    told = desk.posted("care", {"segment": "big"})
    assert (told["total"], told["entered"]) == (1, 1)
    assert [run.member_id for run in Flowing(desk.club).runs()] == [desk.ids[2]]


def test_a_large_segment_goes_in_in_the_background(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "LIMIT", 2)
    told = desk.posted("care", desk.names(0, 1, 2, 3), 202)
    assert (told["waiting"], told["finished_at"]) == (4, None)
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    after = desk.caller.get(f"/flow-starts/{told['start']}").get_json()
    assert (after["entered"], after["waiting"]) == (4, 0)
    assert after["finished_at"] is not None


def test_a_request_that_is_sent_again_under_its_key_lets_nobody_in_twice(desk: Desk) -> None:
    first = desk.posted("care", desk.names(0), Idempotency_Key="same")
    assert desk.posted("care", desk.names(0), Idempotency_Key="same") == first
    assert len(Flowing(desk.club).runs()) == 1


@pytest.mark.parametrize(
    "body", [{}, {"members": ["1"], "segment": "big"}, {"segment": "none"}, {"members": ["x"]}]
)
def test_a_request_that_names_nobody_or_twice_is_refused(desk: Desk, body: Any) -> None:
    assert desk.caller.post("/flows/care/runs", body).status_code == 422


def test_whoever_may_only_read_starts_nothing(desk: Desk, tmp_path: Path) -> None:
    reader = a_caller(desk.club, tmp_path, scopes=[Scope.STANDING_READ])
    assert reader.post("/flows/care/runs", desk.names(0)).status_code == 403
