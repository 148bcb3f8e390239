"""Other systems call an automation: signed, heard once, mapped to a member and a record."""

import re
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from app.access import Role
from app.clock import to_instant
from app.runtime import hooks as calls
from app.runtime.hook_signature import signature
from app.storage import flow_runs, records
from app.storage import hooks as kept
from app.storage.flow_runs import Asked, RunRow
from tests.runtime.flowing import flow, tell
from tests.web.houses import CONTENT, House

OPTIONS: dict[str, Any] = {
    "by": "external_id",
    "member": {"var": "customer.id"},
    "where": {"==": [{"var": "event"}, "course.done"]},
    "object": "activity",
    "values": {
        "kind": {"var": "event"},
        "occurred_at": {"var": "at"},
        "value": {"*": [{"var": "hours"}, 60]},
        "external_id": {"var": "id"},
    },
}
BODY: dict[str, Any] = {
    "event": "course.done",
    "id": "c-1",
    "at": "2026-03-01T03:00:00Z",
    "hours": 1.5,
    "customer": {"id": "anna"},
}
KEY = "flow"


class Caller:
    """Another system, with the address and the secret it was given."""

    def __init__(self, house: House, **options: Any) -> None:
        self.house, self.club = house, house.mine
        self.club.join("anna")
        hooked = flow("webhook", tell(), options=OPTIONS | options)
        self.club.wait(minutes=1)
        self.club.publish({**CONTENT, "flows": [hooked]})
        house.now = self.club.now
        self.client = house.app.test_client()
        self.renew()

    def renew(self) -> None:
        operator = self.house.signed_in(Role.OPERATOR)
        answer = operator.post(f"{self.house.at}/flows/{KEY}/hook")
        assert answer.status_code == 303, answer.text
        page = operator.get(f"{self.house.at}/flows/{KEY}/hook").text
        address, secret = re.findall(r'readonly value="([^"]+)"', page)
        self.path, self.secret = address.removeprefix("http://127.0.0.1:8000"), secret

    def call(self, body: Any = None, key: str = "msg_1", **changed: str) -> TestResponse:
        sent = orjson.dumps(BODY if body is None else body)
        at = str(to_instant(self.house.now) // 1_000_000)
        headers = {
            "webhook-id": key,
            "webhook-timestamp": at,
            "webhook-signature": signature(key, at, sent, self.secret),
        } | changed
        return self.client.post(self.path, data=sent, headers=headers)

    def runs(self) -> list[RunRow]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return flow_runs.latest(space, self.club.program_id, Asked(), limit=99)

    def activities(self) -> list[dict[str, Any]]:
        kept = self.club.live.catalogue.records["activity"]
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return [records.by_field(kept, row) for row in space.execute(records.own(space, kept))]


def test_a_signed_call_lets_its_member_in_and_keeps_its_record_once(house: House) -> None:
    caller = Caller(house)
    first, second = caller.call(), caller.call()
    assert (first.status_code, first.get_json()) == (202, {"outcome": "entered", "known": False})
    assert (second.status_code, second.get_json()) == (200, {"outcome": "entered", "known": True})
    (run,) = caller.runs()
    (kept,) = caller.activities()
    assert (run.object, run.record_id) == ("activity", kept["id"])
    assert (kept["kind"], kept["value"], kept["external_id"]) == ("course.done", 90.0, "c-1")
    assert caller.call(BODY | {"id": "c-2"}, key="msg_2").status_code == 202
    assert len(caller.runs()) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "²"},
        {"webhook-id": ""},
        {"webhook-id": "x" * 101},
    ],
)
def test_a_call_that_proves_nothing_is_refused(house: House, changed: dict[str, str]) -> None:
    caller = Caller(house)
    answer = caller.call(**changed)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert caller.runs() == []


def test_a_call_is_signed_over_its_body(house: House) -> None:
    caller = Caller(house)
    at = str(to_instant(house.now) // 1_000_000)
    proof = signature("msg_1", at, b"{}", caller.secret)
    assert caller.call(**{"webhook-signature": proof}).status_code == 401
    right = signature("msg_1", at, orjson.dumps(BODY), caller.secret)
    rotating = {"webhook-signature": f"v1,AAAA {right}"}
    assert caller.call(**rotating).status_code == 202


def test_a_caller_that_cannot_sign_sends_the_secret_in_a_header(house: House) -> None:
    caller = Caller(house, signature="header")
    assert caller.call(**{"x-rungs-secret": "guess"}).status_code == 401
    assert caller.call(**{"x-rungs-secret": caller.secret}).status_code == 202


def test_a_call_that_does_not_meet_the_condition_lets_nobody_in(house: House) -> None:
    caller = Caller(house)
    answer = caller.call(BODY | {"event": "course.begun"})
    assert (answer.status_code, answer.get_json()["outcome"]) == (202, "passed_by")
    assert (caller.runs(), caller.activities()) == ([], [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (BODY | {"customer": {"id": "nobody"}}, 404),
        (BODY | {"customer": {}}, 422),
        (BODY | {"customer": {"id": None}}, 422),
        (BODY | {"at": "yesterday"}, 422),
        ([BODY], 422),
        ("text", 422),
    ],
)
def test_a_call_that_will_not_do_may_come_again(house: House, body: Any, status: int) -> None:
    caller = Caller(house)
    assert caller.call(body).status_code == status
    assert (caller.runs(), caller.activities()) == ([], [])
    assert caller.call().status_code == 202


def test_an_address_that_was_changed_or_retired_is_not_heard(house: House) -> None:
    caller = Caller(house)
    before = caller.path
    caller.renew()
    now, caller.path = caller.path, before
    assert caller.call().status_code == 404
    caller.path = now
    assert caller.call().status_code == 202
    house.signed_in(Role.OPERATOR).post(f"{house.at}/flows/{KEY}/hook/retire")
    assert caller.call(key="msg_2").status_code == 404


def test_a_long_body_and_too_many_calls_are_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Caller(house)
    assert caller.call(BODY | {"more": "x" * 300_000}).status_code == 413
    monkeypatch.setattr(calls, "MOST_CALLS", 2)
    for n, status in enumerate((202, 202, 429)):
        answer = caller.call(BODY | {"id": f"c-{n}"}, key=f"msg_{n}")
        assert answer.status_code == status
    assert answer.headers["Retry-After"] == "60"
    house.wait(minutes=2)
    caller.club.now = house.now
    assert caller.call(BODY | {"id": "c-9"}, key="msg_9").status_code == 202


def test_an_automation_that_is_off_hears_nobody(house: House) -> None:
    caller = Caller(house)
    off = flow("webhook", tell(), options=OPTIONS, enabled=False)
    caller.club.publish({**CONTENT, "flows": [off]})
    assert caller.call().status_code == 409


def test_only_those_who_publish_see_the_secret(house: House) -> None:
    Caller(house)
    for role in (Role.ANALYST, Role.AUDITOR, Role.CLERK):
        answer = house.signed_in(role).get(f"{house.at}/flows/{KEY}/hook")
        assert answer.status_code == 403
        assert "whsec_" not in answer.text


def refused(caller: Caller) -> dict[str, int]:
    with caller.club.spaces.reading(caller.club.workspace_id) as space:
        found = kept.refusals(space, caller.club.program_id, KEY)
    return {each.reason: each.count for each in found}


def test_refused_calls_are_counted_with_the_reason_and_nothing_of_them_is_kept(
    house: House,
) -> None:
    caller = Caller(house)
    for _ in range(2):
        caller.call(**{"webhook-signature": "v1,AAAA"})
    house.wait(minutes=1)
    caller.call(BODY | {"customer": {"id": "secret-person"}})
    caller.call(BODY | {"customer": {}})
    caller.call(BODY | {"at": "yesterday"})
    caller.call([BODY])
    caller.call(BODY | {"more": "x" * 300_000})
    assert refused(caller) == {
        "unproved": 2,
        "unknown_member": 1,
        "unmapped": 1,
        "record": 1,
        "unreadable": 1,
        "too_large": 1,
    }
    page = house.signed_in().get(f"{house.at}/flows/{KEY}/hook").text
    assert "签名或密钥不对" in page
    assert "2026-03-01 12:02" in page
    health = house.signed_in().get(f"{house.at}/health").text
    assert "没有这位会员" in health
    assert "secret-person" not in page + health
    assert caller.call().status_code == 202
    assert sum(refused(caller).values()) == 7


def test_calls_at_an_old_address_or_while_it_is_off_are_counted(house: House) -> None:
    caller = Caller(house)
    before = caller.path
    caller.renew()
    caller.path, now = before, caller.path
    caller.call()
    caller.path = "/hooks/guessed"
    assert caller.call().status_code == 404
    caller.path = now
    caller.club.publish(
        {**CONTENT, "flows": [flow("webhook", tell(), options=OPTIONS, enabled=False)]}
    )
    caller.call()
    assert refused(caller) == {"retired": 1, "off": 1}


def test_a_trigger_that_cannot_fire_is_hinted_at(house: House) -> None:
    caller = Caller(house)
    over = flow("schedule", tell(), key="over", options={"cron": "0 9 30 2 *"})
    asked = flow("webhook", tell(), key="asked", options=OPTIONS)
    hooked = flow("webhook", tell(), options=OPTIONS)
    caller.club.publish({**CONTENT, "flows": [hooked, asked, over]})
    visitor = house.signed_in()
    page = visitor.get(f"{house.at}/health").text
    assert "以后 400 天里没有一次" in page
    assert "还没有生成 Webhook 地址" in page
    assert "没有人调用过" not in page
    house.wait(days=31)
    page = house.signed_in().get(f"{house.at}/health").text
    assert "30 天以上没有人调用过它" in page
