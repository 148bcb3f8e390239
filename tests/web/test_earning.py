"""The page of earning: rules, boosts and budgets are written on the draft, and tried."""

from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from app.builder.earning import Part
from app.program.codec import load
from app.program.earning import SPANS, Earning, Rate
from app.web.earning.forms import fill, read
from tests.runtime.earnings import CHECK_IN, PER_YUAN, earning_club, with_tier_times
from tests.web.houses import House, Visitor

BOOST = {"key": "sprint", "label": "冲刺日", "times": 2, "when": {"weekdays": ["sun"]}}
BUDGET = {"key": "campaign", "label": "活动预算", "most": 100}
CONTENT = with_tier_times(
    earning_club(
        {**PER_YUAN, "label": "消费积分", "budget": "campaign"},
        {**CHECK_IN, "label": "每日签到"},
        earning={"boosts": [BOOST], "together": "sum"},
        budgets=[BUDGET],
    ),
    {"basic": 1.5},
)


@pytest.fixture
def visitor(house: House) -> Visitor:
    house.mine.publish(CONTENT)
    return house.signed_in()


def draft(house: House) -> Earning:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return load(drafts.get(space, house.mine.program_id).content).earning


def version(house: House) -> str:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return str(drafts.get(space, house.mine.program_id).version)


def rule(**more: Any) -> dict[str, Any]:
    sent = {"label": "评价有礼", "what": "activity", "kind": "review", "how": "fixed"}
    return sent | {"amount": "20", "times_day": "1", "boosted": "y"} | more


def test_rules_boosts_and_budgets_are_read_as_sentences(house: House, visitor: Visitor) -> None:
    house.mine.join("ann")
    house.mine.buy("ann", 60)
    page = visitor.read(f"{house.at}/earning")
    for said in (
        "消费每 ¥1 得 1 积分；计入预算“活动预算”",
        "每次签到得 5 积分；每天最多 1 次",
        "每周日，2 倍积分",
        "1.5 倍积分",
        "各项相加",
        "用完即停",
    ):
        assert said in page
    # 60 at 2.5 times are 150, of which the budget has 100.
    assert "<strong>100</strong> / 100" in page
    assert "没有发出 50" in page


def test_a_rule_is_written_by_the_form_and_is_live_once_published(
    house: House, visitor: Visitor
) -> None:
    answer = visitor.post(f"{house.at}/earning/rules/new", rule())
    page = visitor.read(answer.headers["Location"])
    assert "每次评价得 20 积分；每天最多 1 次" in page
    assert "发布后生效" in page
    assert "新增积分规则“评价有礼”" in page
    house.mine.join("ann")
    house.mine.act("ann", "review")
    house.mine.release()
    assert "发布后生效" not in visitor.read(f"{house.at}/earning")
    made = draft(house).rules[-1]
    assert (made.key, made.kind, made.amount, dict(made.times)) == (
        "rule_1",
        "review",
        20,
        {"day": 1},
    )


def test_what_is_opened_and_saved_again_stays_the_same(house: House, visitor: Visitor) -> None:
    before = draft(house)
    sent = {
        "label": "消费积分",
        "english": "消费积分",
        "what": "order",
        "how": "rate",
        "give": "1",
        "each": "1",
        "whole": "y",
        "boosted": "y",
        "budget": "campaign",
        "currency": "points",
        "rounding": "down",
        "version": version(house),
    }
    assert visitor.post(f"{house.at}/earning/rules/spend", sent).status_code == 302
    assert draft(house) == before
    assert visitor.post(f"{house.at}/earning/rules/spend", sent).status_code == 422


def test_a_form_loses_nothing_of_what_a_document_may_say() -> None:
    whole = {
        "key": "whole",
        "label": {"zh": "全", "en": "All of it"},
        "object": "activity",
        "kind": "review",
        "where": {"==": [{"var": "member.name"}, "A"]},
        "amount": {"give": 2, "each": 3, "of": "value", "whole": False},
        "currency": "growth",
        "rounding": "up",
        "limits": dict.fromkeys(SPANS, 9),
        "times": dict.fromkeys(SPANS, 8),
        "cooldown": 7,
        "valid": {"until": "2027-01-31"},
        "held": 6,
        "from": "2026-01-01",
        "until": "2026-12-31",
        "off": True,
        "boosted": False,
    }
    budget: dict[str, Any] = {
        "key": "b",
        "label": "b",
        "money": 5,
        "worth": 0.5,
        "every": "week",
        "stops": False,
    }
    budget["currency"] = "points"
    boost = {
        "key": "x",
        "label": "x",
        "times": 1.5,
        "where": {"==": [{"tier": []}, "gold"]},
        "when": {
            "from": "2026-01-01",
            "until": "2026-12-31",
            "weekdays": ["mon", "sun"],
            "days": [-1, 8],
            "months": [6],
            "hours": ["08:00", "24:00"],
            "birthday": "week",
        },
        "rules": ["spend"],
        "currency": "growth",
        "budget": "b",
        "off": True,
    }
    coupons = {"key": "c", "label": "c", "of": "coupons", "all": True, "money": 5, "every": "month"}
    forms = [(Part.RULE, whole), (Part.BOOST, boost), (Part.BUDGET, budget)]
    for part, written in [*forms, (Part.BUDGET, coupons)]:
        typed = {name: each for name, each in fill(part, written).items() if each is not False}
        said = {key: each for key, each in written.items() if key not in {"key", "label"}}
        again = {key: each for key, each in read(part, typed).items() if key != "label"}
        assert again == said


def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    house: House, visitor: Visitor
) -> None:
    wrong = rule(label="", amount="many", where="{")
    answer = visitor.post(f"{house.at}/earning/rules/new", wrong)
    assert answer.status_code == 422
    assert "起个名字" in answer.text
    answer = visitor.post(f"{house.at}/earning/rules/new", rule(amount="many"))
    assert 'id="amount-error"' in answer.text
    assert 'value="many"' in answer.text
    answer = visitor.post(f"{house.at}/earning/rules/new", rule(where="{"))
    assert "这不是 JSON" in answer.text
    answer = visitor.post(f"{house.at}/earning/rules/new", rule(cooldown="-5"))
    assert 'id="cooldown-error"' in answer.text


def test_boosts_and_budgets_are_written_too(house: House, visitor: Visitor) -> None:
    boost = {
        "label": "会员日",
        "times": "3",
        "days": "8，18",
        "hour_from": "20:00",
        "hour_until": "22:00",
        "rules": ["spend"],
    }
    assert visitor.post(f"{house.at}/earning/boosts/new", boost).status_code == 302
    made = draft(house).boosts[-1]
    assert (made.times, made.when.days, made.when.hours, made.rules) == (
        3,
        (8, 18),
        (1200, 1320),
        ("spend",),
    )
    budget = {"label": "双十一", "how": "money", "money": "500", "worth": "0.01", "stops": "y"}
    assert visitor.post(f"{house.at}/earning/budgets/new", budget).status_code == 302
    assert "¥500.00（合 50,000 积分），用完即停" in visitor.read(f"{house.at}/earning")


def test_a_copy_rests_and_what_is_removed_is_out_of_the_draft(
    house: House, visitor: Visitor
) -> None:
    visitor.post(f"{house.at}/earning/rules/spend/duplicate")
    copy = draft(house).rules[-1]
    assert (copy.label.zh, copy.off, copy.amount) == ("消费积分（副本）", True, Rate(give=1))
    visitor.post(f"{house.at}/earning/rules/{copy.key}/delete")
    assert [each.key for each in draft(house).rules] == ["spend", "check_in"]


def test_stacking_and_ceilings_are_set_for_all_rules(house: House, visitor: Visitor) -> None:
    assert "叠加与总上限" in visitor.read(f"{house.at}/earning/settings")
    sent = {
        "together": "product",
        "most": "5",
        "currencies": ["points", "growth"],
        "points_day": "200",
        "version": version(house),
    }
    assert visitor.post(f"{house.at}/earning/settings", sent).status_code == 302
    found = draft(house)
    assert (found.together.value, found.most) == ("product", 5)
    assert [(each.currency, dict(each.limits)) for each in found.ceilings] == [
        ("points", {"day": 200})
    ]


def test_a_purchase_is_tried_by_the_draft_and_nothing_is_written(
    house: House, visitor: Visitor
) -> None:
    house.mine.join("ann", name="安")
    asked = {"member": "ann", "what": "order", "amount": "30"}
    page = visitor.get(f"{house.at}/earning", query_string=asked).text
    assert "安 会得到" in page
    assert "<strong>75</strong>" in page
    assert "基础 30 积分" in page
    assert "等级“basic” ×1.5" in page
    assert "<strong>0</strong> / 100" in page
    missing = visitor.get(f"{house.at}/earning", query_string={"member": "nobody"}).text
    assert 'role="alert"' in missing


def test_who_only_reads_sees_the_rules_and_changes_none(house: House, visitor: Visitor) -> None:
    assert visitor is not None
    analyst = house.signed_in(Role.ANALYST)
    assert "每次签到得 5 积分" in analyst.read(f"{house.at}/earning")
    assert analyst.get(f"{house.at}/earning/rules/spend").status_code == 403
    assert analyst.post(f"{house.at}/earning/rules/new", rule()).status_code == 403
