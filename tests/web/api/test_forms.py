"""Forms through the API: validated like the page, answered with the tiers gained."""

from typing import Any

import pytest

from tests.builder.surveys import ask, form
from tests.runtime.clubs import NOON
from tests.web.api.callers import Caller, problems
from tests.web.api.conftest import Callers
from tests.web.portal.visits import programme

ANNA = "13800138000"
AT = "/forms/profile/submissions"
IS_TEA = {"==": [{"var": "likes"}, "tea"]}


@pytest.fixture
def shop(calls: Callers) -> Caller:
    designed = form(
        ask("likes"), ask("cups", visible=IS_TEA, required=True), ask("city"), ask("name")
    )
    return calls(programme(designed))


def answers(**more: Any) -> dict[str, Any]:
    return {"answers": {"phone": ANNA, **more}}


def test_a_form_is_sent_and_answered_with_the_tier_gained(shop: Caller) -> None:
    said = shop.post(AT, answers(likes="coffee", city="上海"))
    assert said.status_code == 201
    content = said.get_json()
    assert content["joined"]
    assert content["gained"] == [{"ladder": "main", "from": None, "to": "bronze"}]
    assert content["tiers"] == {"main": "bronze"}
    listed = shop.get(AT).get_json()["items"]
    assert [each["id"] for each in listed] == [content["id"]]
    assert listed[0]["answers"] == {"phone": ANNA, "likes": "coffee", "city": "上海"}


def test_a_request_that_comes_again_is_one_submission(shop: Caller) -> None:
    for _ in range(2):
        said = shop.post(AT, answers(likes="coffee"), Idempotency_Key="once")
        assert said.status_code == 201
    assert len(shop.get(AT).get_json()["items"]) == 1


def test_mistakes_are_told_at_the_question(shop: Caller) -> None:
    said = shop.post(AT, answers(likes="tea"))
    assert said.status_code == 422
    assert list(problems(said)) == ["/answers/cups"]
    assert list(problems(shop.post(AT, answers(town="上海")))) == ["/answers/town"]
    assert shop.get(AT).get_json()["items"] == []


def test_a_member_who_is_sure_changes_what_is_known(shop: Caller) -> None:
    shop.post(AT, answers(name="安娜"))
    shop.post(AT, answers(name="安妮"))
    shop.post(AT, {"answers": {"phone": ANNA, "name": "安迪"}, "member": f"phone:{ANNA}"})
    (member,) = shop.get("/records/member").get_json()["items"]
    assert member["values"]["name"] == "安迪"


def test_forms_are_listed_with_their_questions_and_link(shop: Caller) -> None:
    (found,) = shop.get("/forms").get_json()["items"]
    assert found["key"] == "profile"
    assert [each["key"] for each in found["questions"]] == [
        *("phone", "likes", "cups", "city", "name")
    ]
    assert "/f/" in found["url"]


def test_a_personal_link_opens_the_form_of_that_member(shop: Caller) -> None:
    shop.post(AT, answers(name="安娜"))
    said = shop.post("/forms/profile/links", {"member": f"phone:{ANNA}"})
    assert said.status_code == 201
    path = said.get_json()["url"].partition("8000")[2]
    text = shop.app.test_client().get(path).text
    assert "安*" in text
    assert 'name="a-phone"' not in text


def test_a_form_that_is_closed_is_a_conflict(calls: Callers) -> None:
    shop = calls(programme(form(access={"closes": NOON.date().isoformat()})))
    assert shop.post(AT, answers()).status_code == 409


def test_submissions_are_read_a_page_at_a_time(shop: Caller) -> None:
    for n in range(3):
        shop.post(AT, {"answers": {"phone": f"1380013800{n}"}})
    first = shop.get(f"{AT}?limit=2").get_json()
    rest = shop.get(f"{AT}?limit=2&before={first['next']}").get_json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
