"""What holds for a whole programme is set on pages that work without scripts."""

import json
import re
from html import unescape
from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from tests.web.houses import CONTENT, House, Visitor

STAMPS: dict[str, Any] = {"key": "stamps", "label": {"zh": "印花", "en": "Stamps"}}
GOLD: dict[str, Any] = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": 2000,
    "least": 100,
}
EARNING = {
    "rules": [
        {"key": "buy", "label": "消费得印花", "amount": 1, "currency": "stamps"},
        {"key": "come", "label": "到店", "object": "activity", "kind": "check_in", "amount": 1},
    ]
}
SPEND = {"sum_of": ["order.net", "365d"]}
OLD = {">=": [{"days_since": [{"var": "joined_at"}]}, 365]}


def content(**more: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps({**CONTENT, **more}))
    return made


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def write(house: House, written: Any, by: str = "friend@mine.example") -> None:
    """Have somebody else save the draft."""
    with house.spaces.writing(house.mine.workspace_id) as space:
        seen = drafts.get(space, house.mine.program_id).version
        drafts.keep(space, house.mine.program_id, written, seen=seen, now=house.now, by=by)


def typed(page: str) -> dict[str, Any]:
    """Give what a browser would send of the form on a page, as it stands there."""
    form = page.split("novalidate>", 1)[1].split("</form>", 1)[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _of(tag, "name"), _of(tag, "value") or ""
        kind = _of(tag, "type") or "text"
        if name is None or (kind in {"checkbox", "radio"} and " checked" not in tag):
            continue
        if kind == "checkbox":
            sent.setdefault(name, []).append(value)
        else:
            sent[name] = value
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        sent[name] = unescape(text).lstrip("\r\n")
    for name, chosen in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        found = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', chosen)
        sent[name] = unescape(found[1]) if found else ""
    return sent


def _of(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


@pytest.fixture
def at(house: House) -> str:
    return f"{house.at}/settings"


@pytest.fixture
def visitor(house: House) -> Visitor:
    """Somebody before a live programme in which stamps are earned and a parameter is read."""
    made = content(currencies=[STAMPS], parameters=[GOLD], earning=EARNING)
    made["ladders"][0]["tiers"][2]["condition"] = {">=": [SPEND, {"var": "parameter.gold_spend"}]}
    house.mine.publish(made)
    return house.signed_in()


def test_a_live_programme_keeps_its_time_zone_and_currency_and_the_page_says_why(
    house: House, visitor: Visitor, at: str
) -> None:
    page = visitor.read(at)
    assert "Asia/Shanghai" in page
    assert "CNY · 人民币" in page
    assert "换了时区，已有的日期会错位" in page
    assert 'name="timezone"' not in page
    sent = typed(page) | {"timezone": "Europe/Berlin", "currency": "USD"}
    assert visitor.post(at, sent).status_code == 302
    settings = draft(house)["settings"]
    assert (settings["timezone"], settings["currency"]) == ("Asia/Shanghai", "CNY")


def test_before_the_first_release_time_zone_and_currency_are_chosen(house: House, at: str) -> None:
    at = at.replace(f"/programs/{house.mine.program_id}/", f"/programs/{unpublished(house)}/")
    visitor = house.signed_in()
    page = visitor.read(at)
    assert typed(page)["currency"] == "JPY", "What is none of the list stays."
    sent = typed(page) | {"timezone": "Europe/Berlin", "currency": "EUR"}
    assert visitor.post(at, sent).status_code == 302
    assert typed(visitor.read(at))["timezone"] == "Europe/Berlin"
    wrong = visitor.post(at, sent | {"timezone": "Mars/Base", "currency": "XYZ"})
    assert wrong.status_code == 422
    assert "请从列表里选时区" in wrong.text
    assert "请从列表里选货币" in wrong.text


def unpublished(house: House) -> int:
    """Begin a programme that nobody has published."""
    made = content(key="fresh", settings={"currency": "JPY"})
    with house.spaces.writing(house.mine.workspace_id) as space:
        return drafts.create(space, made, now=house.now, by=None)


def test_names_calendar_and_what_counts_as_active_are_saved_in_the_draft(
    house: House, visitor: Visitor, at: str
) -> None:
    sent = typed(visitor.read(at))
    assert sent["active_kinds"] == ["purchase"]
    sent |= {
        "zh": "新名字",
        "summary_en": "For readers",
        "week_starts": "sunday",
        "leap_day": "mar1",
        "active_kinds": ["purchase", "check_in"],
        "others": "share，lesson, share",
    }
    answer = visitor.post(at, sent)
    assert answer.status_code == 302
    made = draft(house)
    assert made["label"] == {"zh": "新名字", "en": "Retail membership"}
    assert made["summary"] == {"zh": "", "en": "For readers"}
    assert made["settings"]["week_starts"] == "sunday"
    assert made["settings"]["leap_day"] == "mar1"
    assert made["settings"]["active_kinds"] == ["purchase", "check_in", "share", "lesson"]
    assert made["currencies"] == [STAMPS], "Nothing else is touched."
    page = visitor.read(answer.headers["Location"])
    assert "已存到草稿" in page


def test_what_was_saved_is_taken_back_by_one_click(house: House, visitor: Visitor, at: str) -> None:
    before = draft(house)
    answer = visitor.post(at, typed(visitor.read(at)) | {"zh": "错了"})
    page = visitor.read(answer.headers["Location"])
    number, seen = (re.search(rf'name="{name}" value="(\d+)"', page) for name in ("number", "seen"))
    assert number is not None
    assert seen is not None
    sent = {"number": number[1], "seen": seen[1]}
    back = visitor.post(f"{at}/undo?back=settings", sent)
    assert back.headers["Location"] == at
    assert draft(house) == before


def test_kinds_that_rules_and_members_know_are_offered_to_be_ticked(
    house: House, visitor: Visitor, at: str
) -> None:
    house.mine.join("ann")
    house.mine.act("ann", "yoga")
    page = visitor.read(at)
    for kind in ("purchase", "check_in", "yoga"):
        assert f'name="active_kinds" value="{kind}"' in page
    assert "签到" in page
    assert "推荐的好友活跃了，推荐才算成" in page


def test_settings_without_a_name_are_refused_and_nothing_is_lost(
    house: House, visitor: Visitor, at: str
) -> None:
    before = draft(house)
    answer = visitor.post(
        at, typed(visitor.read(at)) | {"zh": "", "en": "", "summary_zh": "留着", "others": "x" * 61}
    )
    assert answer.status_code == 422
    assert "请写名称" in answer.text
    assert "最多 60 个字符" in answer.text
    assert "留着" in answer.text
    assert draft(house) == before


def test_two_people_see_what_the_other_set_and_choose(
    house: House, visitor: Visitor, at: str
) -> None:
    mine = typed(visitor.read(at)) | {"week_starts": "sunday"}
    theirs = draft(house) | {"label": {"zh": "对方的名字", "en": "Theirs"}}
    write(house, theirs)
    answer = visitor.post(at, mine)
    assert answer.status_code == 409
    for said in ("friend@mine.example", "对方的名字", "一周的第一天", "星期日"):
        assert said in answer.text
    assert draft(house) == theirs, "Nobody is overwritten unasked."
    assert visitor.post(at, typed(answer.text)).status_code == 302
    assert draft(house)["settings"]["week_starts"] == "sunday"


def test_a_change_elsewhere_in_the_draft_is_no_conflict(
    house: House, visitor: Visitor, at: str
) -> None:
    mine = typed(visitor.read(at)) | {"zh": "我的名字"}
    write(house, draft(house) | {"segments": []})
    assert visitor.post(at, mine).status_code == 302
    assert draft(house)["label"]["zh"] == "我的名字"


def test_a_draft_that_cannot_be_read_is_shown_and_not_written(
    house: House, visitor: Visitor, at: str
) -> None:
    broken = content(ladders="none")
    write(house, broken)
    for path in (at, f"{at}/currencies"):
        page = visitor.read(path)
        assert "草稿现在读不懂" in page
        assert "存到草稿" not in page
    assert "/parameters/new" not in visitor.read(f"{house.at}/parameters")
    assert draft(house) == broken


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
def test_who_may_only_read_sees_all_of_it_without_ways_to_change_it(
    house: House, visitor: Visitor, at: str, role: Role
) -> None:
    reader = house.signed_in(role)
    assert "存到草稿" not in reader.read(at)
    assert "印花" in reader.read(f"{at}/currencies")
    assert "/currencies/stamps" not in reader.read(f"{at}/currencies")
    assert "/settings/parameters/" not in reader.read(f"{house.at}/parameters")
    for path in ("", "/currencies/new", "/currencies/stamps/remove", "/parameters/new?kind=text"):
        assert reader.post(f"{at}{path}", {}).status_code == 403


def test_a_currency_is_made_changed_and_taken_away(house: House, visitor: Visitor, at: str) -> None:
    there = f"{at}/currencies"
    sent = typed(visitor.read(f"{there}/new")) | {"zh": "学分", "en": "Credits", "spendable": "no"}
    assert visitor.post(f"{there}/new", sent).status_code == 302
    made = {"key": "credits", "label": {"zh": "学分", "en": "Credits"}, "spendable": False}
    assert draft(house)["currencies"] == [STAMPS, made]
    page = visitor.read(there)
    assert "学分" in page
    assert "发布后生效" in page
    changed = typed(visitor.read(f"{there}/credits")) | {"zh": "能量", "spendable": "yes"}
    assert visitor.post(f"{there}/credits", changed).status_code == 302
    now = {"key": "credits", "label": {"zh": "能量", "en": "Credits"}}
    assert draft(house)["currencies"] == [STAMPS, now]
    assert "草稿里没有地方在用" in visitor.read(f"{there}/credits/remove")
    assert visitor.post(f"{there}/credits/remove").status_code == 302
    assert draft(house)["currencies"] == [STAMPS]


def test_of_a_given_currency_only_the_name_is_asked(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/currencies/points"
    page = visitor.read(there)
    assert 'name="spendable"' not in page
    assert visitor.post(there, typed(page) | {"zh": "里程", "en": "Miles"}).status_code == 302
    assert draft(house)["currencies"][1] == {
        "key": "points",
        "label": {"zh": "里程", "en": "Miles"},
    }
    assert "每个方案都有" in visitor.read(f"{there}/remove")
    assert visitor.post(f"{there}/remove").status_code == 409


def test_a_currency_without_a_name_is_refused(house: House, visitor: Visitor, at: str) -> None:
    answer = visitor.post(f"{at}/currencies/new", {"zh": " ", "spendable": "maybe"})
    assert answer.status_code == 422
    assert "请写名称" in answer.text
    assert "请选一个" in answer.text
    assert draft(house)["currencies"] == [STAMPS]


def test_a_currency_that_is_used_stays_and_its_places_are_links(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/currencies/stamps"
    for page in (visitor.read(there), visitor.read(f"{there}/remove")):
        assert "积分规则“消费得印花”" in page
        assert f'href="{house.at}/earning/rules/buy"' in page
    assert visitor.post(f"{there}/remove").status_code == 409
    assert draft(house)["currencies"] == [STAMPS]


def test_a_currency_that_members_have_stays_also_when_nothing_uses_it(
    house: House, visitor: Visitor, at: str
) -> None:
    house.mine.join("ann")
    house.mine.buy("ann", 20)
    rest = {key: each for key, each in draft(house).items() if key != "earning"}
    write(house, rest)
    page = visitor.read(f"{at}/currencies/stamps/remove")
    assert "会员账本里已经有它的账目" in page
    assert "button--danger" not in page
    assert visitor.post(f"{at}/currencies/stamps/remove").status_code == 409
    assert draft(house) == rest


def test_two_people_at_one_currency_see_what_the_other_said(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/currencies/stamps"
    mine = typed(visitor.read(there)) | {"zh": "我的花"}
    write(house, draft(house) | {"currencies": [{**STAMPS, "spendable": False}]})
    answer = visitor.post(there, mine)
    assert answer.status_code == 409
    for said in ("friend@mine.example", "只累计，不能使用", "我的花"):
        assert said in answer.text
    assert visitor.post(there, typed(answer.text)).status_code == 302
    assert draft(house)["currencies"][0]["label"]["zh"] == "我的花"


def test_every_kind_of_parameter_has_a_form(visitor: Visitor, at: str) -> None:
    page = visitor.read(f"{at}/parameters/new")
    kinds = re.findall(r"parameters/new\?kind=([a-z]+)", page)
    assert kinds == ["money", "integer", "number", "percent", "days", "date", "text"]
    for kind in kinds:
        form = visitor.read(f"{at}/parameters/new?kind={kind}")
        assert ('name="least"' in form) is (kind != "text")
        assert 'data-condition="member"' in form
    assert visitor.get(f"{at}/parameters/new?kind=nope").status_code == 404


def test_a_parameter_is_made_with_bounds_and_values_for_some(
    house: House, visitor: Visitor, at: str
) -> None:
    sent = {
        "label.zh": "沉睡天数",
        "label.en": "Quiet days",
        "help.zh": "多久没来",
        "value": "30",
        "least": "7",
        "most": "90",
        "case.0.when": json.dumps(OLD),
        "case.0.value": "60",
        "case.1.when": "",
        "case.1.value": "",
    }
    assert visitor.post(f"{at}/parameters/new?kind=days", sent).status_code == 302
    assert draft(house)["parameters"][1] == {
        "key": "quiet_days",
        "label": {"zh": "沉睡天数", "en": "Quiet days"},
        "kind": "days",
        "value": 30,
        "least": 7,
        "most": 90,
        "help": {"zh": "多久没来", "en": "多久没来"},
        "cases": [{"when": OLD, "value": 60}],
    }
    page = visitor.read(f"{house.at}/parameters")
    assert "沉睡天数" in page
    assert "发布后生效" in page


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"label.zh": "", "label.en": ""}, "field-label-zh", "起个名字"),
        ({"value": ""}, "field-value", "参数要有值"),
        ({"value": "many"}, "field-value", "不是"),
        ({"value": "5"}, "field-value", "最少为"),
        ({"most": "6"}, "field-most", "最大的比最小的还小"),
        ({"case.0.value": "91"}, "field-case-0-value", "最多为"),
        ({"case.0.value": ""}, "field-case-0-value", "参数要有值"),
        ({"case.0.when": "{"}, "case-0", "这不是 JSON"),
        ({"case.0.when": ""}, "case-0", "适用于哪些会员"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_wrong_with_a_parameter_is_said_beside_its_input(
    house: House, visitor: Visitor, at: str, given: dict[str, str], name: str, said: str
) -> None:
    sent = {
        "label.zh": "沉睡",
        "help.zh": "留着",
        "value": "30",
        "least": "7",
        "most": "90",
        "case.0.when": json.dumps(OLD),
        "case.0.value": "60",
    }
    answer = visitor.post(f"{at}/parameters/new?kind=days", sent | given)
    assert answer.status_code == 422
    beside = answer.text.split(f'id="{name}-error"', 1)
    assert len(beside) == 2, "It is said elsewhere."
    assert said in beside[1][:600]
    assert "留着" in answer.text
    assert draft(house)["parameters"] == [GOLD]


def test_what_the_checker_says_of_a_value_for_some_stands_beside_it(
    house: House, visitor: Visitor, at: str
) -> None:
    wrong = {">=": [{"var": "height"}, 2]}
    cases = [{"when": wrong, "value": 1500}]
    write(house, draft(house) | {"parameters": [{**GOLD, "cases": cases}]})
    page = visitor.read(f"{at}/parameters/gold_spend")
    assert 'id="case-0-error"' in page
    assert "height" in page.split('id="case-0-error"', 1)[1][:500]


def test_one_more_line_keeps_nothing(house: House, visitor: Visitor, at: str) -> None:
    sent = {"label.zh": "门槛", "case.0.when": json.dumps(OLD), "case.0.value": "9", "more": "y"}
    page = visitor.post(f"{at}/parameters/new?kind=integer", sent)
    assert page.status_code == 200
    assert 'name="case.1.when"' in page.text
    assert 'value="门槛"' in page.text
    assert draft(house)["parameters"] == [GOLD]


def test_bounds_are_changed_in_the_draft_and_the_live_value_stays(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/parameters/gold_spend"
    sent = typed(visitor.read(there)) | {"value": "2500.5", "least": "", "most": "9000"}
    assert visitor.post(there, sent).status_code == 302
    rest = {key: value for key, value in GOLD.items() if key != "least"}
    assert draft(house)["parameters"] == [{**rest, "value": 2500.5, "most": 9000}]
    page = visitor.read(f"{house.at}/parameters")
    assert "¥2,000" in page, "It is live until the draft is published."
    assert "修改未发布" in page


def test_a_parameter_that_is_used_stays_and_its_places_are_links(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/parameters/gold_spend"
    place = f'href="{house.at}/ladder#/ladders/0/tiers/2/condition"'
    for path in (there, f"{there}/remove", f"{house.at}/parameters"):
        page = visitor.read(path)
        assert "金卡会员·晋升条件" in page
        assert place in page
    assert visitor.post(f"{there}/remove").status_code == 409
    assert draft(house)["parameters"] == [GOLD]


def test_a_parameter_that_nothing_reads_is_taken_away(
    house: House, visitor: Visitor, at: str
) -> None:
    write(house, content(parameters=[GOLD]))
    assert visitor.post(f"{at}/parameters/gold_spend/remove").status_code == 302
    assert "parameters" not in draft(house)
    page = visitor.read(f"{house.at}/parameters")
    assert "草稿里已删除" in page
    assert visitor.get(f"{at}/parameters/gold_spend").status_code == 404


def test_two_people_at_one_parameter_see_what_the_other_said(
    house: House, visitor: Visitor, at: str
) -> None:
    there = f"{at}/parameters/gold_spend"
    mine = typed(visitor.read(there)) | {"value": "2500"}
    write(house, draft(house) | {"parameters": [{**GOLD, "value": 3000}]})
    answer = visitor.post(there, mine)
    assert answer.status_code == 409
    for said in ("friend@mine.example", "<td>3000</td>", "<td>2500</td>"):
        assert said in answer.text
    assert draft(house)["parameters"][0]["value"] == 3000
    assert visitor.post(there, typed(answer.text)).status_code == 302
    assert draft(house)["parameters"][0]["value"] == 2500
