"""Changing the rules: a draft that keeps everything typed, a check, a release, a way back."""

import html
import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.access import Role
from app.builder import drafts
from tests.web.houses import House, Visitor, some_members

VERSION = re.compile(r'name="version"[^>]* value="(\d+)"')
CARRIED = re.compile(r'<script type="application/json" id="boot"[^>]*>(.*?)</script>', re.DOTALL)


def version(page: str) -> str:
    found = VERSION.search(page)
    assert found is not None
    return found[1]


def carried(page: str) -> Any:
    """What a page carries for its island."""
    found = CARRIED.search(page)
    assert found is not None
    return json.loads(found[1])


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def seen_by(visitor: Visitor) -> int:
    """The version of the draft that a visitor has in front of them."""
    return int(carried(visitor.read(f"{visitor.house.at}/ladder"))["draft"]["version"])


def send(visitor: Visitor, body: str) -> TestResponse:
    """Send the draft as an island does."""
    return visitor.client.put(
        f"{visitor.house.at}/draft.json",
        data=body.encode(),
        headers={"X-CSRFToken": visitor.token(), "Content-Type": "application/json"},
    )


def save(visitor: Visitor, ladders: Any, seen: int | None = None) -> TestResponse:
    content = {**draft(visitor.house), "ladders": ladders}
    body = {"content": content, "seen": seen_by(visitor) if seen is None else seen}
    return send(visitor, json.dumps(body))


def with_threshold(house: House, amount: Any) -> Any:
    ladders = json.loads(json.dumps(draft(house)["ladders"]))
    ladders[0]["tiers"][1]["condition"] = {">=": [{"sum_of": ["order.net", "365d"]}, amount]}
    return ladders


def test_rules_are_read_aloud_and_can_be_edited_as_they_are(house: House) -> None:
    page = house.signed_in().read(f"{house.at}/ladder")
    assert "最近 365 天消费满 ¥300" in page
    assert carried(page)["draft"]["content"] == draft(house)


def test_a_saved_draft_changes_nothing_that_is_live(house: House) -> None:
    members = some_members(house.mine)
    visitor = house.signed_in()
    assert save(visitor, with_threshold(house, 10)).status_code == 200
    assert "消费满 ¥10" in visitor.read(f"{house.at}/ladder")
    assert "要求 ¥300" in visitor.read(f"{house.at}/members/{members['new']}")
    assert "1<span" in visitor.read(house.at) or "处修改未发布" in visitor.read(house.at)


def test_a_wrong_rule_is_saved_and_its_finding_names_the_place(house: House) -> None:
    visitor = house.signed_in()
    answer = save(visitor, with_threshold(house, "五百"))
    assert answer.status_code == 200
    (found,) = [each for each in json.loads(answer.text)["findings"] if each["severity"] == "error"]
    assert found["path"].startswith("/ladders/0/tiers/1/condition/")
    page = visitor.read(f"{house.at}/ladder")
    assert "五百" in json.dumps(carried(page)["draft"]["content"], ensure_ascii=False)
    assert found["path"] in html.unescape(page), "Whoever has no scripts reads it at the tier, too."


@pytest.mark.parametrize("text", ["[{", "[1,]", "", "[NaN]", "[" * 3000, "不是 JSON\n第二行"])
def test_what_is_not_json_is_refused_and_the_draft_stays(house: House, text: str) -> None:
    visitor = house.signed_in()
    before = draft(house)
    answer = send(visitor, f'{{"content": {text}, "seen": 1}}')
    assert answer.status_code == 422
    assert draft(house) == before


@pytest.mark.parametrize("ladders", [5, "x", {}, None, [5], [{"key": "a"}], [{"tiers": 5}]])
def test_any_json_is_kept_and_never_breaks_the_page(house: House, ladders: Any) -> None:
    visitor = house.signed_in()
    assert save(visitor, ladders).status_code == 200
    page = visitor.read(f"{house.at}/ladder")
    assert carried(page)["draft"]["content"]["ladders"] == ladders
    for path in ("", "/releases", "/releases/next", "/members"):
        assert visitor.get(f"{house.at}{path}").status_code == 200


def test_two_people_do_not_overwrite_one_another_unasked(house: House) -> None:
    first, second = house.signed_in(), house.signed_in()
    seen = seen_by(second)
    save(first, with_threshold(house, 11))
    mine = with_threshold(house, 22)
    answer = save(second, mine, seen)
    assert answer.status_code == 409
    theirs = json.loads(answer.text)["theirs"]
    assert "11" in json.dumps(theirs["content"])
    assert draft(house) == theirs["content"]
    assert save(second, mine, theirs["version"]).status_code == 200
    assert draft(house)["ladders"] == mine


def test_publishing_takes_a_look_and_a_tick_then_places_everybody(house: House) -> None:
    members = some_members(house.mine)
    visitor = house.signed_in()
    save(visitor, with_threshold(house, 10))
    check = visitor.read(f"{house.at}/releases/next")
    assert "¥300" in check
    assert "¥10" in check
    seen = {"version": version(check), "note": "试一试"}
    untold = visitor.post(f"{house.at}/releases", seen)
    assert untold.status_code == 422
    assert "请先勾选确认" in untold.text
    assert "试一试" in untold.text
    sure = {**seen, "sure": "y", "apply": "now"}
    assert visitor.post(f"{house.at}/releases", sure).status_code == 302
    text = visitor.read(f"{house.at}/releases")
    assert "第 2 版" in text
    assert "试一试" in text
    assert "铜卡" in visitor.read(f"{house.at}/members/{members['new']}")


def test_a_release_may_wait_or_be_for_new_members_only(house: House) -> None:
    members = some_members(house.mine)
    visitor = house.signed_in()
    for apply, told in (("next", "暂不重评"), ("new", "暂不重评")):
        save(visitor, with_threshold(house, 10 if apply == "next" else 20))
        seen = version(visitor.read(f"{house.at}/releases/next"))
        data = {"version": seen, "sure": "y", "apply": apply}
        assert visitor.post(f"{house.at}/releases", data).status_code == 302
        assert told in visitor.read(f"{house.at}/releases")
        assert "普通" in visitor.read(f"{house.at}/members/{members['new']}")
    save(visitor, with_threshold(house, 30))
    seen = version(visitor.read(f"{house.at}/releases/next"))
    strange = visitor.post(
        f"{house.at}/releases", {"version": seen, "sure": "y", "apply": "never", "note": "留着"}
    )
    assert strange.status_code == 422
    assert "留着" in strange.text


def test_the_draft_is_played_over_the_last_year(house: House) -> None:
    some_members(house.mine)
    visitor = house.signed_in()
    save(visitor, with_threshold(house, 10))
    assert "/releases/next/backtest" in visitor.read(f"{house.at}/releases/next")
    page = visitor.read(f"{house.at}/releases/next/backtest")
    assert page.count('<svg class="share"') == 12
    broken = json.dumps(with_threshold(house, 10)).replace("order.net", "order.nothing")
    save(visitor, json.loads(broken))
    assert "改好后才能回测" in visitor.read(f"{house.at}/releases/next/backtest")


def test_before_publishing_it_says_who_would_rise_and_names_them(house: House) -> None:
    members = some_members(house.mine)
    house.mine.evaluate()
    visitor = house.signed_in()
    assert "对会员的影响" not in visitor.read(f"{house.at}/releases/next"), "Nothing changes."
    save(visitor, with_threshold(house, 10))
    check = visitor.read(f"{house.at}/releases/next")
    figures = re.findall(r'impact__count">\s*(\d+)', check)
    assert figures == ["1", "0", "2"], "One rises, none falls, two stay."
    assert f"/members/{members['new']}" in check
    assert "王建国" in check
    assert f"/members/{members['rich']}" not in check
    english = visitor.get(f"{house.at}/releases/next", headers={"Accept-Language": "en"}).text
    assert "What it does to members" in english


def test_a_draft_with_errors_cannot_be_published(house: House) -> None:
    visitor = house.signed_in()
    save(visitor, with_threshold(house, "五百"))
    check = visitor.read(f"{house.at}/releases/next")
    assert "disabled" in check
    assert "对会员的影响" not in check
    data = {"version": version(check), "sure": "y", "apply": "now"}
    answer = visitor.post(f"{house.at}/releases", data)
    assert answer.status_code == 422
    assert "第 2 版" not in visitor.read(f"{house.at}/releases")


def test_what_stands_in_the_way_leads_to_where_it_is_put_right(house: House) -> None:
    visitor = house.signed_in()
    save(visitor, with_threshold(house, "五百"))
    check = visitor.read(f"{house.at}/releases/next")
    assert re.search(rf'href="{house.at}/ladder#/ladders/0/tiers/1/condition/[^"]*">去修改<', check)
    assert ">/ladders/0" not in check, "people do not read addresses of documents"


def test_a_finding_in_an_automation_leads_to_its_canvas(house: House) -> None:
    visitor = house.signed_in()
    flows = [{"key": "greet", "label": "问候", "trigger": {"kind": "manual"}, "start": "nowhere"}]
    content = {**draft(house), "flows": flows}
    send(visitor, json.dumps({"content": content, "seen": seen_by(visitor)}))
    check = visitor.read(f"{house.at}/releases/next")
    assert re.search(rf'href="{house.at}/flows/greet#/flows/0[^"]*">去修改<', check)


def test_before_publishing_it_says_what_has_no_channel_to_leave_by(house: House) -> None:
    def speaks(key: str, channel: str, **more: Any) -> Any:
        options = {"channel": channel, "title": "Hi", "text": "There you are."}
        step = {"key": "tell", "kind": "send_message", "options": options}
        start = {"trigger": {"kind": "manual"}, "start": "tell", "steps": [step]}
        return {"key": key, "label": f"flow {key}", **start, **more}

    visitor = house.signed_in()
    flows = [speaks("a", "sms"), speaks("b", "inbox"), speaks("c", "email", enabled=False)]
    content = {**draft(house), "flows": flows}
    send(visitor, json.dumps({"content": content, "seen": seen_by(visitor)}))
    check = visitor.read(f"{house.at}/releases/next")
    assert check.count("还没有能用的渠道") == 1
    assert "“flow a”要发短信" in check
    assert f'href="{house.at}/channels">去设置渠道<' in check
    operator = house.signed_in(Role.OPERATOR).read(f"{house.at}/releases/next")
    assert "“flow a”要发短信" in operator
    assert "去设置渠道" not in operator, "only an owner sets up channels"


def test_a_draft_that_moved_since_the_check_is_not_published_unseen(house: House) -> None:
    visitor = house.signed_in()
    seen = version(visitor.read(f"{house.at}/releases/next"))
    save(visitor, with_threshold(house, 12))
    answer = visitor.post(f"{house.at}/releases", {"version": seen, "sure": "y", "apply": "now"})
    assert answer.status_code == 422
    assert "请再看一遍" in answer.text
    assert "第 2 版" not in visitor.read(f"{house.at}/releases")


def test_rolling_back_publishes_the_old_content_as_a_new_release(house: House) -> None:
    visitor = house.signed_in()
    before = draft(house)
    save(visitor, with_threshold(house, 10))
    seen = version(visitor.read(f"{house.at}/releases/next"))
    visitor.post(f"{house.at}/releases", {"version": seen, "sure": "y", "apply": "now"})
    page = visitor.read(f"{house.at}/releases/1")
    assert "回滚到这一版" in page
    assert visitor.post(f"{house.at}/releases/1", {"sure": "y"}).status_code == 302
    text = visitor.read(f"{house.at}/releases")
    assert "第 3 版" in text
    assert "恢复第 1 版" in text
    assert draft(house) == before


def test_the_live_release_offers_no_way_back_to_itself(house: House) -> None:
    visitor = house.signed_in()
    assert "回滚到这一版" not in visitor.read(f"{house.at}/releases/1")
    assert visitor.post(f"{house.at}/releases/1", {"sure": "y"}).status_code == 404
