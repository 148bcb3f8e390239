"""A webhook step from end to end: told once under one key, and the run goes by what came of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.outbound import Answer
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step
from tests.runtime.sending import SECRET, Sending

Clubs = Callable[..., Club]


class Door:
    """Answers everything with one status."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.told: list[tuple[dict[str, str], Any]] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        self.told.append((headers, json.loads(body)))
        return Answer(status=self.status, headers={}, body=b"")


@pytest.mark.parametrize(("status", "way"), [(200, "ok"), (410, "failed")])
def test_a_run_goes_on_by_whether_the_other_system_took_it(
    club: Clubs, status: int, way: str
) -> None:
    call = step(
        "call",
        "webhook",
        type="member.visited",
        data={"orders": {"count_of": ["order", "365d"]}},
        wait=True,
        time={"days": 1},
    )
    held = club(programme(flow("activity", call, options={"kind": "visit"})))
    at_work, sending, door = Flowing(held), Sending(club=held), Door(status)
    sending.door = door  # type: ignore[assignment]  # It answers as a door does.
    sending.account("webhook", url="http://127.0.0.1:9/", secret=SECRET)
    anna = held.join("anna")
    held.act("anna", "visit")
    at_work.run()
    assert at_work.states() == ["waiting"]
    sending.send()
    at_work.run()
    ((headers, told),) = door.told
    assert (told["type"], told["data"]["member"], told["data"]["data"]) == (
        "member.visited",
        str(anna),
        {"orders": 0},
    )
    assert headers["webhook-id"] == told["data"]["id"]
    assert [at_work.trace(run) for run in at_work.runs()] == [[("call", way)]]
