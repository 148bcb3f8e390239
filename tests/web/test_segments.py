"""Segments as pages: written into the draft, live once published."""

import json

from app.access import Role
from app.builder import drafts
from tests.web.houses import House
from tests.web.listings import BUYER, furnished

IDLE = {"==": [{"count_of": ["order", "90d"]}, 0]}


def test_a_filter_is_kept_as_a_segment_of_the_draft(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    text = json.dumps(IDLE)
    asked = visitor.get(f"{house.at}/segments/new", query_string={"condition": text}).text
    assert "2 位会员" in asked
    sent = {"label": "沉睡", "english": "Asleep", "description": "要唤醒", "condition": text}
    answer = visitor.post(f"{house.at}/segments", sent)
    listed = visitor.read(answer.headers["Location"])
    assert "沉睡" in listed
    assert "发布后可用于自动化" in listed
    house.mine.release()
    assert "发布后可用于自动化" not in visitor.read(f"{house.at}/segments")
    assert "2" in visitor.read(f"{house.at}/members?segment=segment_1")


def test_a_segment_is_changed_and_removed_in_the_draft_alone(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    page = visitor.read(f"{house.at}/segments/buyers")
    with house.spaces.reading(house.mine.workspace_id) as space:
        version = drafts.get(space, house.mine.program_id).version
    assert f'value="{version}"' in page
    sent = {"label": "常买", "condition": json.dumps(BUYER), "version": str(version)}
    assert visitor.post(f"{house.at}/segments/buyers", sent).status_code == 302
    assert visitor.post(f"{house.at}/segments/buyers", sent).status_code == 409
    assert "修改未发布" in visitor.read(f"{house.at}/segments")
    visitor.post(f"{house.at}/segments/buyers/delete")
    listed = visitor.read(f"{house.at}/segments")
    assert "发布后移除" in listed
    assert "买家" in listed


def test_a_wrong_condition_stays_as_it_was_typed(house: House) -> None:
    furnished(house)
    sent = {"label": "", "condition": "{"}
    answer = house.signed_in().post(f"{house.at}/segments", sent)
    assert answer.status_code == 422
    assert "这不是 JSON" in answer.text
    assert "起个名字" in answer.text


def test_who_only_reads_sees_segments_and_changes_none(house: House) -> None:
    furnished(house)
    analyst = house.signed_in(Role.ANALYST)
    assert "买家" in analyst.read(f"{house.at}/segments")
    assert analyst.get(f"{house.at}/segments/buyers").status_code == 403
    assert analyst.post(f"{house.at}/segments", {}).status_code == 403
