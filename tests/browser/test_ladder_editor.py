"""The ladder editor in a real browser: drags and their twins, questions, problems, phones."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.access import Role
from tests.browser.conftest import Shop
from tests.browser.ladders import (
    centre,
    content,
    drag,
    faults,
    keep,
    opened,
    pane,
    rung,
    rungs,
    saved,
)

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


def test_a_tier_is_dragged_moved_by_its_menu_and_by_keys(shop: Shop) -> None:
    page = opened(shop)
    highest = page.locator("[data-rung]").first
    grip = page.get_by_role("button", name="拖动“金卡会员”，或用 Alt 加方向键")
    x, y = centre(page.locator("[data-rung]").nth(1))
    drag(page, grip, x, y + 30)
    expect(highest).to_have_text("铜卡会员")
    page.get_by_role("button", name="撤销：移动等级 金卡会员").click()
    expect(highest).to_have_text("金卡会员")
    page.get_by_role("button", name="“铜卡会员”的操作").click()
    page.get_by_role("menuitem", name="上移").click()
    expect(highest).to_have_text("铜卡会员")
    rung(page, "铜卡会员").press("Alt+ArrowDown")
    expect(highest).to_have_text("金卡会员")
    assert [each["key"] for each in saved(page, shop)] == ["slate", "bronze", "gold"]


def test_a_tier_is_dropped_where_it_shall_stand(shop: Shop) -> None:
    page = opened(shop)
    x, y = centre(rung(page, "铜卡会员"))
    drag(page, page.get_by_role("button", name="新等级"), x, y + 40)
    expect(page.locator("[data-rung]")).to_have_count(4)
    assert rungs(page) == ["金卡会员", "铜卡会员", "第 4 级", "普通会员"]
    expect(pane(page).get_by_label("叫什么？ · 中文")).to_be_focused()


def test_a_threshold_is_dragged_stepped_and_typed(shop: Shop) -> None:
    page = opened(shop)
    handle = page.get_by_role("slider", name="金卡会员")
    x, y = centre(handle)
    drag(page, handle, x - 60, y)
    dragged = int(handle.get_attribute("aria-valuenow") or 0)
    assert 300 < dragged < 3000
    assert dragged % 100 == 0, "It snaps to numbers people like."
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuenow", str(dragged + 100))
    number = page.get_by_label("金卡会员的门槛")
    number.fill("299")
    expect(page.get_by_text("比下面的“铜卡会员”还低")).to_be_visible()
    expect(page.get_by_text("最近 365 天消费满 ¥299")).to_be_visible()
    number.fill("2500")
    expect(page.get_by_text("比下面的")).to_have_count(0)
    condition = saved(page, shop)[2]["condition"]
    assert condition["and"][0][">="][1] == 2500
    assert condition["and"][1] == content(shop)["ladders"][0]["tiers"][2]["condition"]["and"][1]


def test_thresholds_that_do_not_rise_are_put_in_order(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_label("金卡会员的门槛").fill("200")
    page.get_by_role("button", name="把门槛按高低排好").click()
    expect(page.get_by_label("铜卡会员的门槛")).to_have_value("200")
    expect(page.get_by_label("金卡会员的门槛")).to_have_value("300")


def test_who_may_only_read_changes_nothing(shop: Shop) -> None:
    page = opened(shop, role=Role.ANALYST)
    expect(page.get_by_text("最近 365 天消费满 ¥300")).to_be_visible()
    expect(page.get_by_role("button", name="添加等级", exact=True)).to_have_count(0)
    expect(page.get_by_role("slider").first).to_have_attribute("aria-disabled", "true")
    rung(page, "金卡会员").press("Delete")
    rung(page, "金卡会员").click()
    expect(pane(page).get_by_label("叫什么？ · 中文")).to_be_disabled()
    expect(page.locator("[data-rung]")).to_have_count(3)


def test_a_threshold_that_is_a_parameter_changes_the_parameter(shop: Shop) -> None:
    draft = content(shop)
    draft["parameters"] = [
        {
            "key": "gold",
            "kind": "money",
            "label": {"zh": "金卡门槛", "en": "For gold"},
            "value": 900,
        }
    ]
    tiers = draft["ladders"][0]["tiers"]
    tiers[2]["condition"] = {">=": [{"sum_of": ["order.net", "365d"]}, {"var": "parameter.gold"}]}
    keep(shop, draft)
    page = opened(shop)
    expect(page.get_by_text("改的是参数“金卡门槛”")).to_be_visible()
    page.get_by_label("金卡会员的门槛").fill("1200")
    assert saved(page, shop)[2] == tiers[2]
    assert content(shop)["parameters"][0]["value"] == 1200


def with_benefits(shop: Shop) -> None:
    draft = content(shop)
    draft["benefits"] = [
        {"key": "line", "kind": "fast_track", "label": {"zh": "快速通道", "en": "Fast track"}}
    ]
    keep(shop, draft)


def test_a_benefit_is_dragged_onto_a_tier_and_on_to_the_next(shop: Shop) -> None:
    with_benefits(shop)
    page = opened(shop)
    drag(page, page.get_by_role("button", name="快速通道"), *centre(rung(page, "铜卡会员")))
    chip = page.get_by_role("list", name="权益").get_by_text("快速通道")
    expect(chip).to_have_count(1)
    drag(page, chip, *centre(rung(page, "金卡会员")))
    assert [each.get("benefits") for each in saved(page, shop)] == [None, None, ["line"]]
    page.get_by_role("list", name="权益").get_by_role("button", name="快速通道").click()
    page.get_by_role("menuitem", name="移到“普通会员”").click()
    assert [each.get("benefits") for each in saved(page, shop)] == [["line"], None, None]
    rung(page, "普通会员").click()
    pane(page).get_by_label("在哪里").fill("收银台")
    own = {"benefit": "line", "options": {"where": "收银台"}}
    assert saved(page, shop)[0]["benefits"] == [own]


def test_a_tier_with_members_is_deleted_after_a_question_and_comes_back(shop: Shop) -> None:
    page = opened(shop)
    rung(page, "金卡会员").press("Delete")
    expect(page.locator("[data-rung]")).to_have_count(2)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator("[data-rung]")).to_have_count(3)
    rung(page, "普通会员").press("Delete")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("位会员在这一级")
    question.get_by_role("button", name="不删").click()
    expect(page.locator("[data-rung]")).to_have_count(3)


def test_the_questions_write_the_document_and_are_read_back(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_role("button", name="周期与保级").click()
    here = page.locator("section", has=page.get_by_label("这个体系叫什么？ · 中文"))
    here.get_by_label("多久算一次？").select_option("year")
    here.get_by_label("多久考核一次？").select_option("next_period")
    here.get_by_label("没达到保级条件时怎么办？").select_option("one_down")
    here.get_by_label("没通过的，先宽限几天？").fill("30")
    here.get_by_label("考核前几天提醒可能降级的会员？").fill("14")
    here.get_by_text("差一点时，可以用消费补足").click()
    expect(here.get_by_text("下一个考核周期结束时").first).to_be_visible()
    saved(page, shop)
    ladder = content(shop)["ladders"][0]
    assert ladder["period"] == "year"
    assert ladder["make_up"] == {"currency": "growth", "rate": "1", "most_percent": 30}
    assert ladder["review"] == {
        "due": "next_period",
        "demotion": "one_down",
        "grace_days": 30,
        "notice_days": 14,
    }


def test_a_problem_leads_to_the_field_it_is_about(shop: Shop) -> None:
    draft = content(shop)
    draft["ladders"][0]["tiers"][1]["levels"] = 99
    keep(shop, draft)
    page = opened(shop)
    page.get_by_test_id("problems").click()
    page.get_by_role("dialog").locator("button").first.click()
    expect(pane(page).get_by_label("到下一级分成几小级？")).to_be_focused()


def test_a_tier_being_changed_survives_loading_the_page_again(shop: Shop) -> None:
    page = opened(shop)
    rung(page, "金卡会员").click()
    pane(page).get_by_label("叫什么？ · 中文").fill("金卡贵宾")
    saved(page, shop)
    page.reload()
    expect(rung(page, "金卡贵宾")).to_be_visible()
    page.get_by_role("button", name="撤销：改名称 金卡会员").click()
    expect(rung(page, "金卡会员")).to_be_visible()


def test_the_impact_is_shown_without_leaving_the_page(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_label("铜卡会员的门槛").fill("10")
    page.get_by_role("button", name="影响预览").click()
    shown = page.get_by_role("dialog")
    expect(shown.get_by_text("如果现在发布并立即重新定级")).to_be_visible()
    expect(shown.locator("li[data-sort=rises]")).to_contain_text("升级")
    assert content(shop)["ladders"][0]["tiers"][1]["condition"][">="][1] == 10
    shown.get_by_role("link", name="看全部受影响的会员").click()
    page.wait_for_url("**/releases/next/impact*")


def test_another_ladder_is_added_renamed_and_removed(shop: Shop) -> None:
    page = opened(shop)
    more = page.get_by_role("button", name="更多", exact=True).last
    more.click()
    page.get_by_role("menuitem", name="添加等级体系").click()
    expect(page.get_by_role("tab")).to_have_count(2)
    name = page.get_by_label("这个体系叫什么？ · 中文")
    expect(name).to_be_focused()
    name.fill("付费会员")
    expect(page.get_by_role("tab", name="付费会员")).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="删除体系").click()
    expect(page.get_by_role("tab")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phone_has_the_list_and_a_menu_for_every_drag(shop: Shop, language: str) -> None:
    page = opened(shop, width=390, language=language)
    menu = "“铜卡会员”的操作" if language == "zh" else "What to do with Bronze"
    page.get_by_role("button", name=menu).click()
    page.get_by_role("menuitem", name="上移" if language == "zh" else "Move up").click()
    assert rungs(page)[0] in {"铜卡会员", "Bronze"}
    page.locator("[data-rung]").last.click()
    expect(page.get_by_role("dialog").locator("input").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 1


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_the_editor_can_be_used_by_everybody(shop: Shop, width: int, theme: str) -> None:
    with_benefits(shop)
    page = opened(shop, width=width, theme=theme)
    assert faults(page) == []
    page.locator("[data-rung]").first.click()
    expect(page.get_by_label("怎样比较").first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="周期与保级").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="影响预览").click()
    expect(page.get_by_text("如果现在发布并立即重新定级")).to_be_visible()
    assert faults(page) == []


def test_rules_are_read_without_scripts(shop: Shop) -> None:
    context = shop.browser.new_context(
        base_url=shop.address, java_script_enabled=False, locale="zh-CN"
    )
    shop.contexts.append(context)
    page = context.new_page()
    page.goto(shop.house.link(next(iter(shop.house.people.values()))))
    page.click("main button.button--primary")
    page.goto(f"{shop.house.at}/ladder")
    # Playwright looks for no text in what is for browsers without scripts, though it is shown.
    expect(page.locator(".rail__sentence").nth(1)).to_be_visible()
    expect(page.locator(".rail__sentence").nth(1)).to_contain_text("消费满 ¥300")
    expect(page.locator(".read h2")).to_be_visible()
    shop.picture(page, "ladder-without-scripts")
