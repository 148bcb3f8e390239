"""An automation is started for those who were ticked, or for everybody a list or segment finds."""

import re
from typing import Any

import pytest

from app.access import Role
from app.runtime import bulk, starting
from app.storage import flow_runs
from app.storage.flow_runs import Asked
from tests.runtime.flowing import flow, step, tell
from tests.web.houses import CONTENT, House, Visitor, some_members

BUYERS = {"key": "buyers", "label": "买家", "where": {">=": [{"count_of": ["order"]}, 1]}}
REST = step("rest", "wait", time={"days": 1})
BY_HAND = flow("manual", tell(), REST) | {"label": {"zh": "回访", "en": "Call back"}}
OFF = flow("manual", tell(), key="off", enabled=False) | {"label": {"zh": "旧的", "en": "Old"}}


def published(house: House, *flows: Any) -> dict[str, int]:
    house.mine.publish({**CONTENT, "segments": [BUYERS], "flows": list(flows or (BY_HAND, OFF))})
    return some_members(house.mine)


def entered(house: House) -> list[int]:
    club = house.mine
    with house.spaces.reading(club.workspace_id) as space:
        found = flow_runs.latest(space, club.program_id, Asked(flow="flow"), limit=99)
    return sorted(each.member_id for each in found)


class Desk:
    """Somebody at the pages on which automations are started."""

    def __init__(self, house: House, role: Role = Role.OPERATOR) -> None:
        self.house = house
        self.visitor: Visitor = house.signed_in(role)

    def asks(self, **whom: Any) -> str:
        there = f"{self.house.at}/members/starts/new"
        answer = self.visitor.get(there, query_string={"flow": "flow", **whom})
        assert answer.status_code == 200, answer.text
        return answer.text

    def sends(self, status: int = 303, **sent: Any) -> str:
        """Press the button, and give the page that follows."""
        answer = self.visitor.post(f"{self.house.at}/members/starts", {"flow": "flow", **sent})
        assert answer.status_code == status, answer.text
        return self.visitor.read(answer.headers["Location"]) if status == 303 else answer.text


def facts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


def test_ticked_members_are_let_in_once_it_is_confirmed(house: House) -> None:
    members = published(house)
    desk = Desk(house)
    chosen = [str(members["rich"]), str(members["idle"])]
    page = desk.asks(member=chosen)
    assert "为 2 位会员启动自动化" in page
    assert facts(page) == {"会进入": "2", "不会进入": "0"}
    assert entered(house) == []
    done = desk.sends(member=chosen, count="2", once="x")
    assert "启动“回访”" in done
    assert facts(done) == {"已进入": "2", "没有进入": "0"}
    assert entered(house) == sorted((members["rich"], members["idle"]))


def test_pressing_twice_counts_once(house: House) -> None:
    rich = published(house)["rich"]
    desk = Desk(house)
    for _ in range(2):
        desk.sends(member=[str(rich)], count="1", once="pressed", again="y")
    assert entered(house) == [rich]


def test_who_would_not_go_in_is_told_before_and_after(house: House) -> None:
    members = published(house)
    desk = Desk(house)
    desk.sends(member=[str(members["rich"])], count="1", once="a")
    many = str(len(members))
    page = desk.asks(everybody="y")
    assert facts(page) == {"会进入": str(len(members) - 1), "不会进入": "1"}
    assert "正在这个自动化里。" in page
    assert f"/members/{members['rich']}" in page
    done = desk.sends(everybody="y", count=many, once="b")
    assert facts(done) == {"已进入": str(len(members) - 1), "没有进入": "1"}
    assert "正在这个自动化里。" in done
    assert facts(desk.asks(everybody="y", again="y"))["会进入"] == many


def test_everybody_in_a_segment_is_let_in(house: House) -> None:
    members = published(house)
    desk = Desk(house)
    listed = desk.visitor.get(f"{house.at}/segments").text
    assert "/members/starts/new?segment=buyers" in listed
    page = desk.asks(segment="buyers", everybody="y")
    assert "人群：买家" in page
    buyers = facts(page)["会进入"]
    desk.sends(segment="buyers", everybody="y", count=buyers, once="c")
    assert 0 < len(entered(house)) == int(buyers) < len(members)
    assert members["rich"] in entered(house)


def test_another_number_than_was_confirmed_is_asked_again(house: House) -> None:
    rich = published(house)["rich"]
    page = Desk(house).sends(422, member=[str(rich)], count="7")
    assert "请再确认一次" in page
    assert entered(house) == []


def test_more_than_a_request_holds_goes_in_in_the_background(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = published(house)
    monkeypatch.setattr(starting, "LIMIT", 2)
    desk = Desk(house)
    page = desk.sends(everybody="y", count=str(len(members)), once="d")
    assert "正在进入…" in page
    assert facts(page)["等待中"] == str(len(members))
    assert "正在进入" in desk.asks(everybody="y")
    bulk.carry_on(house.spaces.engine, house.now)
    assert entered(house) == sorted(members.values())


def test_what_cannot_be_started_is_shown_with_the_reason(house: House) -> None:
    rich = published(house)["rich"]
    desk = Desk(house)
    assert re.search(r'value="off"[^>]*disabled[^>]*>旧的 · 已停用', desk.asks(member=str(rich)))
    assert "已停用" in desk.sends(422, member=[str(rich)], count="1", flow="off")
    assert "请选一个自动化" in desk.sends(422, member=[str(rich)], count="1", flow="")
    assert "没有选中会员" in desk.sends(422, count="0")
    assert "还没有选中会员" in desk.asks()


def test_the_list_and_the_board_offer_it_to_whoever_may_give(house: House) -> None:
    published(house)
    operator, analyst = house.signed_in(Role.OPERATOR), house.signed_in(Role.ANALYST)
    for mode in ("table", "kanban"):
        there = f"{house.at}/members?mode={mode}"
        text = operator.get(there).text
        assert f'formaction="{house.at}/members/starts/new"' in text
        assert 'name="member"' in text
        assert "/members/starts/new" not in analyst.get(there).text
    assert analyst.get(f"{house.at}/members/starts/new").status_code == 403


def test_without_an_automation_for_it_nothing_is_offered(house: House) -> None:
    rich = published(house, flow("activity", tell(), options={"kind": "visit"}))["rich"]
    desk = Desk(house)
    assert "/members/starts/new" not in desk.visitor.get(f"{house.at}/members").text
    assert "没有可以手动启动的自动化" in desk.asks(member=str(rich))


def test_a_change_of_many_is_no_start_and_a_start_no_change(house: House) -> None:
    rich = published(house)["rich"]
    desk = Desk(house)
    desk.sends(member=[str(rich)], count="1", once="e")
    found = re.search(r"/members/starts/(\d+)", desk.asks(member=str(rich)))
    assert found is not None
    assert desk.visitor.get(f"{house.at}/members/changes/{found[1]}").status_code == 404
    assert desk.visitor.get(f"{house.at}/members/starts/1").status_code == 404
