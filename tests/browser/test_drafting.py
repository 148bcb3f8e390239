"""The draft in a real browser: nothing typed is lost, whoever else types and whatever fails."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from app.builder import drafts
from app.clock import from_instant
from tests.browser.conftest import Shop

pytestmark = pytest.mark.browser
SAVED = re.compile("已保存|Saved")
HISTORY = 120


def content(shop: Shop) -> Any:
    mine = shop.house.mine
    with shop.house.spaces.reading(mine.workspace_id) as space:
        return drafts.get(space, mine.program_id).content


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    before = content(shop)
    yield
    put_back(shop, before)


def put_back(shop: Shop, before: Any) -> None:
    """Other tests share this programme: its draft is as it was."""
    mine = shop.house.mine
    with shop.house.spaces.writing(mine.workspace_id) as space:
        seen = drafts.get(space, mine.program_id).version
        now = from_instant(1_772_000_000_000_000)
        drafts.keep(space, mine.program_id, before, seen=seen, now=now, by=None)


def opened(shop: Shop, **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/document")
    expect(page.get_by_role("textbox")).to_be_visible()
    return page


def named(text: str, name: str) -> str:
    document = json.loads(text)
    document["label"]["zh"] = name
    return json.dumps(document, ensure_ascii=False, indent=2)


def rename(page: Page, name: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(named(box.input_value(), name))
    box.blur()


def test_what_is_typed_is_saved_a_moment_later(shop: Shop) -> None:
    page = opened(shop)
    with page.expect_response("**/draft.json"):
        rename(page, "新名字")
    expect(page.get_by_role("status").first).to_have_text(SAVED)
    assert content(shop)["label"]["zh"] == "新名字"


def test_text_that_is_not_json_changes_nothing_and_stays(shop: Shop) -> None:
    page = opened(shop)
    before = content(shop)
    page.get_by_role("textbox").fill("{ 还没写完")
    expect(page.get_by_text("还不是正确的 JSON")).to_be_visible()
    page.keyboard.press("Control+s")
    assert content(shop) == before
    expect(page.get_by_role("textbox")).to_have_value("{ 还没写完")


def test_a_storm_of_undo_and_redo_ends_where_it_began(shop: Shop) -> None:
    page = opened(shop)
    before = page.get_by_role("textbox").input_value()
    for n in range(HISTORY):
        rename(page, f"第{n}次")
    last = page.get_by_role("textbox").input_value()
    page.get_by_role("heading", level=1).click()
    for _ in range(HISTORY):
        page.keyboard.press("Control+z")
    expect(page.get_by_role("textbox")).to_have_value(before)
    for _ in range(HISTORY):
        page.keyboard.press("Control+Shift+z")
    expect(page.get_by_role("textbox")).to_have_value(last)


def test_two_people_at_one_draft_choose_what_becomes_of_it(shop: Shop) -> None:
    first, second = opened(shop), opened(shop, language="en")
    with first.expect_response("**/draft.json"):
        rename(first, "先来的")
    rename(second, "后来的")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody else changed this draft")
    assert content(shop)["label"]["zh"] == "先来的"
    dialog.get_by_role("button", name="Load theirs").click()
    expect(second.get_by_role("textbox")).to_have_value(re.compile("先来的"))
    second.keyboard.press("Control+z")
    expect(second.get_by_role("textbox")).to_have_value(re.compile("后来的"))


def test_overwriting_is_a_choice_one_has_to_make(shop: Shop) -> None:
    first, second = opened(shop), opened(shop)
    with first.expect_response("**/draft.json"):
        rename(first, "先来的")
    rename(second, "后来的")
    overwrite = second.get_by_role("button", name="用我的覆盖")
    expect(overwrite).to_be_visible()
    with second.expect_response("**/draft.json"):
        overwrite.click()
    expect(second.get_by_role("dialog")).to_have_count(0)
    assert content(shop)["label"]["zh"] == "后来的"


def test_work_survives_a_lost_network_and_a_closed_page(shop: Shop) -> None:
    page = opened(shop)
    page.route("**/draft.json", lambda route: route.abort())
    rename(page, "离线写的")
    expect(page.get_by_role("status").first).to_contain_text("连不上服务器")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/draft.json")
    page.route("**/draft.json", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("button", name="恢复")).to_be_visible()
    page.unroute("**/draft.json")
    with page.expect_response("**/draft.json"):
        page.get_by_role("button", name="恢复").click()
    assert content(shop)["label"]["zh"] == "离线写的"
    shop.complaints[:] = [each for each in shop.complaints if "ERR_FAILED" not in each]


def test_steps_can_be_undone_after_the_page_was_loaded_again(shop: Shop) -> None:
    page = opened(shop)
    before = page.get_by_role("textbox").input_value()
    with page.expect_response("**/draft.json"):
        rename(page, "改过")
    expect(page.get_by_role("status").first).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(re.compile("改过"))
    page.get_by_role("button", name=re.compile("撤销")).click()
    expect(page.get_by_role("textbox")).to_have_value(before)


def test_a_problem_leads_to_its_place(shop: Shop) -> None:
    page = opened(shop)
    box = page.get_by_role("textbox")
    document = json.loads(box.input_value())
    document["ladders"][0]["tiers"][1]["condition"] = {">=": [{"var": "nothing_like_it"}, 1]}
    with page.expect_response("**/draft.json"):
        box.fill(json.dumps(document, ensure_ascii=False, indent=2))
    page.get_by_test_id("problems").click()
    page.locator("[data-severity=error]").first.click()
    chosen = page.evaluate(
        "() => { const box = document.activeElement;"
        " return box.value.slice(box.selectionStart, box.selectionStart + 40); }"
    )
    assert "nothing_like_it" in chosen or "var" in chosen


def test_nobody_is_asked_when_everything_is_saved(shop: Shop) -> None:
    page = opened(shop)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    with page.expect_response("**/draft.json"):
        rename(page, "已经保存")
    expect(page.get_by_role("status").first).to_have_text(SAVED)
    page.goto(shop.house.at)
    assert asked == []
