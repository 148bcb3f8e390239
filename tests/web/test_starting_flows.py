"""A person starts an automation on a member's page."""

from typing import Any

from app.access import Role
from app.clock import to_instant
from app.runtime import schedule
from app.storage import flow_runs
from app.storage.flow_runs import Asked
from tests.runtime.flowing import flow, tell
from tests.web.houses import CONTENT, House, some_members

BY_HAND = flow("manual", tell()) | {"label": {"zh": "回访", "en": "Call back"}}


def published(house: House, *flows: Any) -> dict[str, int]:
    house.mine.publish({**CONTENT, "flows": list(flows or (BY_HAND,))})
    return some_members(house.mine)


def entered(house: House) -> list[int]:
    club = house.mine
    schedule.tick(house.spaces, club.workspace_id, club.program_id, now=to_instant(house.now))
    with house.spaces.reading(club.workspace_id) as space:
        found = flow_runs.latest(space, club.program_id, Asked(flow="flow"), limit=99)
    return sorted(each.member_id for each in found)


def test_a_button_on_a_members_page_starts_an_automation_once(house: House) -> None:
    rich = published(house)["rich"]
    operator = house.signed_in(Role.OPERATOR)
    assert f"{house.at}/members/{rich}/start" in operator.get(f"{house.at}/members/{rich}").text
    page = operator.get(f"{house.at}/members/{rich}/start").text
    assert "回访" in page
    for _ in range(2):
        answer = operator.post(
            f"{house.at}/members/{rich}/start", {"flow": "flow", "once": "pressed"}
        )
        assert answer.status_code == 303, answer.text
    assert entered(house) == [rich]


def test_nothing_starts_without_a_choice_or_the_right_to_give(house: House) -> None:
    rich = published(house)["rich"]
    there = f"{house.at}/members/{rich}/start"
    operator = house.signed_in(Role.OPERATOR)
    assert operator.post(there, {}).status_code == 422
    assert operator.post(there, {"flow": "gone"}).status_code == 422
    assert house.signed_in(Role.ANALYST).get(there).status_code == 403
    assert entered(house) == []


def test_without_an_automation_for_it_there_is_no_button(house: House) -> None:
    rich = published(house, flow("activity", tell(), options={"kind": "visit"}))["rich"]
    operator = house.signed_in(Role.OPERATOR)
    assert "/start" not in operator.get(f"{house.at}/members/{rich}").text
    assert "没有可以手动启动的自动化" in operator.get(f"{house.at}/members/{rich}/start").text
