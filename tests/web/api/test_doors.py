"""Who is let in, and with what."""

import re
from pathlib import Path

from app.access import Scope
from app.builder import drafts
from app.clock import to_instant
from app.storage import api_keys
from app.web.api import OPERATIONS
from app.web.api.operations import Operation
from tests.web.api.callers import GOLD_BY_SPENDING, a_caller, a_comment, an_order, problems
from tests.web.api.conftest import Callers


def address(operation: Operation, **parts: str) -> str:
    known = {"object": "member", "ladder": "main"}
    names = re.findall(r"{(\w+)}", operation.path)
    return operation.path.format(**(dict.fromkeys(names, "1") | known | parts))


def body_of(operation: Operation) -> object:
    return None if operation.body is None else {}


NO_KEYS = ("", "Bearer", "Bearer nonsense", "Basic bm86bm8=", "Bearer " + "x" * 4000, "Bearer é")


def test_nobody_comes_in_without_a_key(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for operation in OPERATIONS:
        for given in NO_KEYS:
            answer = shop.ask(
                operation.method, address(operation), body_of(operation), Authorization=given
            )
            assert answer.status_code == 401, operation.name
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.content_type == "application/problem+json"


def test_a_key_opens_what_its_scopes_name_and_nothing_else(calls: Callers) -> None:
    for missing in Scope:
        shop = calls(GOLD_BY_SPENDING, key=missing.name, scopes=set(Scope) - {missing})
        for operation in (each for each in OPERATIONS if each.policy is missing):
            answer = shop.ask(operation.method, address(operation), body_of(operation))
            assert answer.status_code == 403
            assert missing.value in answer.get_json()["detail"]


def test_every_operation_asks_for_a_scope() -> None:
    assert all(isinstance(each.policy, Scope) for each in OPERATIONS)


def test_a_key_that_was_revoked_opens_nothing_from_then_on(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    assert shop.get("/ladders").status_code == 200
    with shop.club.spaces.writing(shop.club.workspace_id) as space:
        (key,) = api_keys.keys(space)
        api_keys.revoke(space, key.id, at=to_instant(shop.club.now))
    assert shop.get("/ladders").status_code == 401


def test_the_database_does_not_know_the_secret_of_a_key(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    with shop.club.spaces.installation() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM api_key").all()
    assert shop.secret not in str(rows)


def test_a_key_of_another_workspace_sees_and_changes_nothing_here(calls: Callers) -> None:
    here, there = calls(GOLD_BY_SPENDING, key="here"), calls(GOLD_BY_SPENDING, key="there")
    ann = here.club.join("ann")
    order = here.post("/events", an_order("ann", 100)).get_json()
    assert there.get(f"/records/member/{ann}").status_code == 404
    assert there.get("/records/member/external_id:ann").status_code == 404
    assert there.get(f"/records/order/{order['id']}").status_code == 404
    assert there.get(f"/members/{ann}/standing").status_code == 404
    assert there.get("/members/external_id:ann/standing").status_code == 404
    assert there.get("/records/member").get_json()["items"] == []
    change = {"values": {"name": "Mallory"}}
    assert there.ask("PATCH", f"/records/member/{ann}", change).status_code == 404
    assert there.post("/events", an_order("ann", 1, "o2")).status_code == 422
    by_id = a_comment("ann") | {"member": {"id": str(ann)}}
    assert there.post("/events", by_id).status_code == 422
    referred = {"object": "refund", "member": {"id": str(ann)}, "order": order["id"], "amount": 100}
    refunded = there.post("/events", {**referred, "refunded_at": "2026-03-01"})
    assert {"/member", "/order"} <= problems(refunded).keys()
    assert here.get(f"/records/member/{ann}").get_json()["values"]["name"] is None
    assert here.club.tier("ann") == "silver"


def test_a_key_of_another_programme_of_the_team_sees_nothing_of_this_one(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ann = shop.club.join("ann")
    with shop.club.spaces.writing(shop.club.workspace_id) as space:
        shop.club.program_id = drafts.create(
            space, {**GOLD_BY_SPENDING, "key": "second"}, now=shop.club.now, by=None
        )
    shop.club.publish()
    second = a_caller(shop.club, Path(shop.app.extensions["rungs"].config.data_dir))
    assert second.get(f"/records/member/{ann}").status_code == 404
    assert second.get("/members/external_id:ann/standing").status_code == 404
    assert second.post("/events", a_comment("ann")).status_code == 422
    assert second.get("/program/draft").get_json()["content"]["key"] == "second"
    assert shop.get("/program/draft").get_json()["content"]["key"] == "club"
    assert shop.get(f"/records/member/{ann}").status_code == 200


def test_no_cookie_lets_anybody_in_or_is_handed_out(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.get("/ladders", Authorization="", Cookie="rungs-session=abc; rungs-language=zh")
    assert answer.status_code == 401
    assert "key" in answer.get_json()["detail"]
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in shop.get("/ladders").headers


def test_only_json_is_taken(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "text/json"):
        answer = shop.post("/events", a_comment("ann"), Content_Type=kind)
        assert answer.status_code == 415, kind
    assert shop.get("/records/activity").get_json()["items"] == []


BODIES = [
    (b"", 400, "not JSON"),
    (b"{", 400, "not JSON"),
    (b'{"kind": NaN}', 400, "not JSON"),
    (b'{"value": 1e999}', 400, "not JSON"),
    (b'"\\ud800"', 400, "not JSON"),
    (b"\xff", 400, "not JSON"),
    (b'{"kind": "a", "kind": "b"}', 400, "written twice"),
    (b'{"values": {"__proto__": 1}}', 400, "may not be used"),
    (b'{"member": {"constructor": "1"}}', 400, "may not be used"),
    (b'{"kind": "a\\u0000b"}', 400, "NUL"),
    (b'{"kind": ' + b"[" * 101 + b"]" * 101 + b"}", 400, "nested"),
    (b"[" * 5000, 400, "not JSON"),
    (b'{"kind": "' + b"x" * 2**21 + b'"}', 413, "2 MiB"),
    (b"[]", 422, "object"),
    (b"null", 422, "object"),
]


def test_a_body_that_is_not_strict_json_is_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for body, status, said in BODIES:
        answer = shop.post("/events", body)
        assert answer.status_code == status, body[:40]
        assert answer.content_type == "application/problem+json"
        assert said in answer.get_data(as_text=True), body[:40]


ADDRESSES = [
    ("GET", "/nothing", 404),
    ("DELETE", "/events", 405),
    ("DELETE", "/records/member", 405),
    ("DELETE", "/records/member/1", 404),
    ("OPTIONS", "/events", 405),
    ("GET", "/records/spaceship", 404),
    ("GET", "/records/member/9" + "9" * 30, 404),
    ("GET", "/records/member/-1", 404),
    ("GET", "/records/member/%C2%B2", 404),
    ("GET", "/records/member/external_id:%00", 400),
    ("GET", "/records/member?limit=0", 400),
    ("GET", "/records/member?limit=ten", 400),
    ("GET", "/records/member?colour=red", 400),
    ("GET", "/records/member?limit=1&limit=2", 400),
    ("GET", "/records/member?cursor=abc", 400),
    ("GET", "/records/member?sort=colour", 422),
    ("GET", "/records/member?sort=id%3B%20DROP%20TABLE%20member", 422),
    ("GET", "/ladders/other", 404),
    ("POST", "/program/releases/zero/restore", 404),
    ("POST", "/program/releases/0/restore", 404),
    ("POST", "/program/releases/1000000000999999999/restore", 404),
]


def test_an_address_that_is_wrong_is_answered_with_a_problem(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for method, path, status in ADDRESSES:
        answer = shop.ask(method, path, {} if method == "POST" else None)
        assert answer.status_code == status, path
        assert answer.content_type == "application/problem+json"
        assert {"type", "title", "status", "detail", "findings"} <= answer.get_json().keys()


def test_a_programme_that_was_never_published_says_so(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    with shop.club.spaces.installation() as connection:
        connection.exec_driver_sql("UPDATE program SET live_release_id = NULL")
    answer = shop.get("/ladders")
    assert answer.status_code == 409
    assert "published" in answer.get_json()["detail"]
