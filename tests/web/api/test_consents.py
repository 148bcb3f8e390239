"""Consents as callers of the API meet them, and as forms write them."""

from typing import Any

import pytest

from app.access import Scope
from app.clock import to_instant
from app.runtime.forms import Sending, submit
from app.runtime.releases import live
from app.storage import consents
from tests.runtime.clubs import document
from tests.web.api.callers import Caller
from tests.web.api.conftest import Callers

ANN = "/members/external_id:ann/consents"
JOIN: dict[str, Any] = {
    "key": "join",
    "label": "Join",
    "who": {"by": "phone"},
    "consent": {"text": {"zh": "同意接收优惠", "en": "Send me offers"}, "purpose": "marketing"},
    "pages": [{"key": "one", "items": [{"kind": "field", "key": "phone", "field": "phone"}]}],
}
CONTENT = document(
    ("regular", None), forms=[JOIN | {"consent": JOIN["consent"] | {"required": False}}]
)


@pytest.fixture
def shop(calls: Callers) -> Caller:
    made = calls(CONTENT)
    made.club.join("ann")
    made.club.join("ben")
    return made


def test_a_consent_is_written_down_and_read_back(shop: Caller) -> None:
    assert shop.get(ANN).get_json()["items"] == []
    asked = {"given": True, "channel": "sms", "version": "v1", "note": "on paper"}
    made = shop.post(ANN, asked | {"at": "2026-02-01T09:00:00+08:00"})
    assert made.status_code == 201, made.text
    found = shop.get(ANN).get_json()
    assert found["items"] == [made.get_json()]
    assert (
        made.get_json().items()
        >= {
            "purpose": "marketing",
            "channel": "sms",
            "given": True,
            "at": "2026-02-01T01:00:00Z",
            "how": "api",
            "version": "v1",
        }.items()
    )
    reached = {key for key, value in found["reached"].items() if value}
    assert reached == {"inbox", "sms"}


def test_what_is_withdrawn_reaches_nobody(shop: Caller) -> None:
    shop.post(ANN, {"given": True})
    shop.club.wait(minutes=1)
    shop.post(ANN, {"given": False})
    found = shop.get(ANN).get_json()
    assert [each["given"] for each in found["items"]] == [False, True]
    assert not any(found["reached"].values())


def test_many_are_imported_or_none(shop: Caller) -> None:
    items = [{"member": f"external_id:{name}", "given": True} for name in ("ann", "ben")]
    made = shop.post("/consents", {"items": items})
    assert made.status_code == 201, made.text
    assert [each["how"] for each in made.get_json()["items"]] == ["import", "import"]
    wrong = shop.post("/consents", {"items": [*items, {"member": "external_id:x", "given": True}]})
    assert wrong.status_code == 422
    assert "/items/2/member" in wrong.text
    assert len(shop.get(ANN).get_json()["items"]) == 1


@pytest.mark.parametrize(
    "body", [{}, {"given": "yes"}, {"given": True, "channel": "fax"}, {"given": True, "at": "soon"}]
)
def test_what_makes_no_sense_is_refused(shop: Caller, body: Any) -> None:
    assert shop.post(ANN, body).status_code == 422
    assert shop.get(ANN).get_json()["items"] == []


def test_a_key_that_only_reads_writes_none(calls: Callers) -> None:
    shop = calls(CONTENT, scopes=[Scope.RECORDS_READ])
    shop.club.join("ann")
    assert shop.get(ANN).status_code == 200
    assert shop.post(ANN, {"given": True}).status_code == 403


@pytest.mark.parametrize("ticked", [True, False])
def test_a_box_that_is_ticked_on_a_form_is_a_consent(shop: Caller, *, ticked: bool) -> None:
    club = shop.club
    sending = Sending(
        form="join", answers={"phone": "13700137000"}, key="k", cause="form", consent=ticked
    )
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        sent = submit(space, found, sending, now=to_instant(club.now)).submission
    items = shop.get(f"/members/{sent.member_id}/consents").get_json()["items"]
    told = [(each["purpose"], each["channel"], each["how"], each["version"]) for each in items]
    assert told == ([("marketing", "*", "form", sent.consent)] if ticked else [])


def test_a_member_who_leaves_takes_the_notes_along(shop: Caller) -> None:
    club, ann = shop.club, shop.club.join("cleo")
    shop.post(f"/members/{ann}/consents", {"given": True, "note": "canary-81"})
    assert shop.ask("DELETE", f"/records/member/{ann}").status_code == 200
    with club.spaces.reading(club.workspace_id) as space:
        (kept,) = consents.of_member(space, club.program_id, ann)
    assert (kept.given, kept.note) == (True, None)


def test_a_merge_takes_consents_along(shop: Caller) -> None:
    shop.post(ANN, {"given": False, "channel": "sms"})
    merged = shop.post("/members/external_id:ben/merge", {"other": {"external_id": "ann"}})
    assert merged.status_code == 200, merged.text
    (kept,) = shop.get("/members/external_id:ben/consents").get_json()["items"]
    assert (kept["channel"], kept["given"]) == ("sms", False)
