"""Programmes go out and begin over the API, as files do."""

import orjson

from app.access import Scope
from app.builder import gallery
from app.builder.exchange import as_exported
from app.storage import programs, samples
from tests.runtime.clubs import document
from tests.web.api.callers import GOLD_BY_SPENDING, problems
from tests.web.api.conftest import Callers


def test_the_document_that_is_exported_can_begin_another_programme(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    first = shop.get("/program/document")
    assert first.get_json() == as_exported(GOLD_BY_SPENDING)
    assert shop.get("/program/document?release=1").data == first.data
    assert shop.get("/program/document?release=2").status_code == 404
    label = {"zh": "另一个", "en": "Another"}
    answer = shop.post("/programs", {"document": first.get_json(), "label": label})
    assert answer.status_code == 201
    made = answer.get_json()
    assert (made["key"], made["live"]) == ("club_2", False)
    assert {each["severity"] for each in made["findings"]} == {"warning"}
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        draft = programs.find_draft(space, int(made["id"]))
    assert draft is not None
    assert as_exported(draft.content) == {**first.get_json(), "key": "club_2", "label": label}


def test_templates_are_listed_and_begun_with_their_year(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    listed = shop.get("/templates").get_json()["items"]
    assert [each["key"] for each in listed] == gallery.keys()
    assert all(each["sample_members"] > 100 for each in listed)
    named = {each["key"]: [flow["label"]["zh"] for flow in each["automations"]] for each in listed}
    assert "距离晋升只差 100 元" in named["retail"]
    assert all(len(names) == 5 for names in named.values())
    made = shop.post("/programs", {"template": "fitness", "sample": True}).get_json()
    assert made["live"]
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        assert samples.is_coming(space, int(made["id"]))
    drafted = shop.post("/programs", {"template": "fitness", "key": "gym"}).get_json()
    assert (drafted["key"], drafted["live"]) == ("gym", False)


def test_a_request_sent_twice_begins_one_programme(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    sent = [
        shop.post("/programs", {"template": "education"}, Idempotency_Key="once").get_json()
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        assert len(programs.programs(space)) == 2


def test_what_cannot_begin_is_refused_with_every_place(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    wrong = {**document(("basic", None)), "colour": "red", "settings": {"timezone": "Mars"}}
    answer = shop.post("/programs", {"document": wrong})
    assert answer.status_code == 422
    assert set(problems(answer)) == {"/document/colour", "/document/settings/timezone"}
    for body, place in (
        ({}, "/template"),
        ({"template": "fitness", "document": {}}, "/template"),
        ({"template": "fitness", "key": "Gym 1"}, "/key"),
        ({"document": document(("basic", None)), "sample": True}, "/sample"),
    ):
        answer = shop.post("/programs", body)
        assert answer.status_code == 422, body
        assert list(problems(answer)) == [place]
    assert shop.post("/programs", {"template": "nothing"}).status_code == 404


def test_secrets_are_left_out_and_named(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    field = {"key": "door", "kind": "text", "options": {"token": "t-1"}}
    content = document(("basic", None), objects=[{"key": "club", "fields": [field]}])
    made = shop.post("/programs", {"document": content}).get_json()
    assert made["secrets_left_out"] == ["/document/objects/0/fields/0/options/token"]
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        draft = programs.find_draft(space, int(made["id"]))
    assert b"t-1" not in orjson.dumps(draft.content if draft else None)


def test_a_key_without_the_scope_begins_nothing(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING, scopes=[Scope.PROGRAM_READ, Scope.PROGRAM_WRITE])
    assert shop.post("/programs", {"template": "fitness"}).status_code == 403
