"""The condition editor is told what may stand where, what it says, who meets it, and why not."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.access import Role
from app.builder import drafts
from tests.web.houses import House, Visitor, at_least, some_members

WRONG = {">=": [{"var": "no_such_field"}, 1]}


def content_of(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def send(visitor: Visitor, what: str, body: Any) -> TestResponse:
    path = f"{visitor.house.at}/conditions/{what}"
    token = visitor.token()
    return visitor.client.post(
        path, json=body, headers={"X-CSRFToken": token, "Accept": "application/json"}
    )


def look(visitor: Visitor, condition: Any, place: str = "ladder:main", **more: Any) -> Any:
    answer = send(visitor, "look", {"place": place, "condition": condition, **more})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_palette_offers_what_conditions_of_a_ladder_may_speak_about(house: House) -> None:
    answer = house.signed_in().get(f"{house.at}/palette.json?place=ladder:main").json
    assert answer is not None
    assert [each["key"] for each in answer["sources"]][:2] == ["", "order"]
    assert {"sum_of", "rank_of", "tier", ">=", "and"} <= {
        each["operator"] for each in answer["operators"]
    }
    assert answer["ladders"][0]["tiers"][-1]["label"] == {"zh": "金卡会员", "en": "Gold"}


def test_a_form_offers_what_works_on_one_record_alone(house: House) -> None:
    visitor = house.signed_in()
    one = visitor.get(f"{house.at}/palette.json?place=record:order").json
    many = visitor.get(f"{house.at}/palette.json?place=member").json
    assert one is not None
    assert many is not None
    assert "matches" in {each["operator"] for each in one["operators"]}
    assert "matches" not in {each["operator"] for each in many["operators"]}
    assert "rank_of" not in {each["operator"] for each in many["operators"]}


def test_a_place_that_is_not_there_is_refused_by_name(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.get(
        f"{house.at}/palette.json?place=ladder:none", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert "ladder:none" in answer.text


def test_a_condition_is_read_aloud_and_its_members_are_counted(house: House) -> None:
    some_members(house.mine)
    found = look(house.signed_in(), {"and": [at_least(300)]})
    assert found["sentence"]["zh"] == "最近 365 天消费满 ¥300"
    assert found["count"] >= 1
    assert found["of"] >= found["count"]
    assert not found["approximate"]
    assert found["samples"][0]["url"].startswith(f"{house.at}/members/")
    said = {each["at"]: each["sentence"]["zh"] for each in found["clauses"]}
    assert said["/and/0"] == "最近 365 天消费满 ¥300"
    assert said["/and/0/>=/0"] == "最近 365 天消费"


def test_what_is_wrong_is_said_at_its_place_and_nobody_is_counted(house: House) -> None:
    found = look(house.signed_in(), {"and": [at_least(300), WRONG]})
    assert [each["at"] for each in found["findings"]] == ["/and/1/>=/0"]
    assert found["count"] is None
    assert "/and/0" in {each["at"] for each in found["clauses"]}


def test_a_field_that_is_only_designed_reads_as_blank(house: House) -> None:
    some_members(house.mine)
    field = {"key": "shoe", "kind": "integer", "label": "鞋码"}
    member = {"key": "member", "label": "会员", "fields": [field]}
    draft = {**content_of(house), "objects": [member]}
    found = look(house.signed_in(), {"is_set": [{"var": "shoe"}]}, "member", content=draft)
    assert found["count"] == 0
    other = look(house.signed_in(), {"!": {"is_set": [{"var": "shoe"}]}}, "member", content=draft)
    assert other["count"] == other["of"] > 0


def test_errors_elsewhere_in_the_draft_do_not_keep_a_condition_from_being_tried(
    house: House,
) -> None:
    some_members(house.mine)
    draft = content_of(house)
    draft["ladders"][0]["tiers"][1]["condition"] = WRONG
    assert look(house.signed_in(), at_least(1), content=draft)["count"] >= 1


def test_a_rank_is_counted_among_the_members_of_its_ladder(house: House) -> None:
    some_members(house.mine)
    first = {"<=": [{"rank_of": [{"sum_of": ["order.net", "365d"]}, "position"]}, 1]}
    assert look(house.signed_in(), first)["count"] == 1


def test_a_condition_is_tried_with_one_member(house: House) -> None:
    members = some_members(house.mine)
    condition = {"and": [at_least(300), {">=": [{"count_of": ["order"]}, 10_000]}]}
    body = {"place": "ladder:main", "condition": condition, "member": str(members["rich"])}
    answer = send(house.signed_in(), "try", body)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    result = answer.json["result"]
    assert (result["at"], result["state"]) == ("", "unmet")
    assert [each["at"] for each in result["children"]] == ["/and/0", "/and/1"]
    assert [each["state"] for each in result["children"]] == ["met", "unmet"]
    assert result["children"][0]["value"]["zh"].startswith("¥")


def test_a_member_of_another_team_cannot_be_asked_about(house: House) -> None:
    theirs = some_members(house.theirs)
    body = {"place": "member", "condition": at_least(1), "member": str(theirs["rich"])}
    assert send(house.signed_in(), "try", body).status_code == 404


def test_members_are_found_to_try_a_condition_with(house: House) -> None:
    some_members(house.mine)
    found = house.signed_in().get(f"{house.at}/conditions/members.json?q=").json
    assert found is not None
    assert found["members"]
    assert {"id", "name", "number", "url", "tier", "tone"} == set(found["members"][0])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param([], id="no object"),
        pytest.param({"place": "member"}, id="no condition"),
        pytest.param({"place": 1, "condition": True}, id="a place that is no text"),
        pytest.param({"place": "member", "condition": True, "x": 1}, id="something not asked"),
        pytest.param({"place": "member", "condition": True, "content": []}, id="no programme"),
    ],
)
def test_what_is_not_asked_is_refused(house: House, body: Any) -> None:
    assert send(house.signed_in(), "look", body).status_code == 422


def test_who_may_not_read_personal_data_cannot_probe_for_it(house: House) -> None:
    some_members(house.mine)
    analyst = house.signed_in(Role.ANALYST)
    found = look(analyst, {"==": [{"var": "phone"}, "13800138000"]}, "member")
    assert found["count"] is None
    assert found["samples"] == []
    assert found["uncounted"]
    assert look(analyst, at_least(1), "member")["count"] is not None


def test_who_may_not_edit_may_still_look_and_nothing_is_written(house: House) -> None:
    before = content_of(house)
    look(house.signed_in(Role.ANALYST), at_least(1))
    assert content_of(house) == before


def test_a_value_that_is_worked_out_is_read_aloud_and_counts_nobody(house: House) -> None:
    total: Any = {"round": [{"/": [{"sum_of": ["order.net", "365d"]}, 12]}, 2]}
    answer = look(house.signed_in(), total, place="member", value=True)
    assert answer["findings"] == []
    assert "12" in answer["sentence"]["zh"]
    assert (answer["count"], answer["uncounted"], answer["samples"]) == (None, None, [])
    assert look(house.signed_in(), total, place="member")["findings"] != []


def test_what_another_system_sends_is_known_by_an_example(house: House) -> None:
    visitor = house.signed_in()
    palette = visitor.get(f"{house.at}/palette.json?place=body").json
    assert palette is not None
    assert [each["fields"] for each in palette["sources"]] == [[]]
    assert palette["parameters"] == []
    assert "sum_of" not in {each["operator"] for each in palette["operators"]}
    paid = {"and": [{"==": [{"var": "status"}, "paid"]}, {">=": [{"var": "order.amount"}, 100]}]}
    sample = {"status": "new", "order": {"amount": 12.5}}
    answer = look(visitor, paid, place="body", sample=sample)
    assert answer["findings"] == []
    assert "100" in answer["sentence"]["en"]
    assert answer["count"] is None
    wrong = look(visitor, {"var": "phone"}, place="body", sample=sample, value=True)
    assert "phone" in wrong["findings"][0]["message"]["en"]
    refused = send(visitor, "look", {"place": "body", "condition": paid, "sample": [1]})
    assert refused.status_code == 422
