"""Variables go where the cursor is, and a preview shows what was saved."""

import pytest
from playwright.sync_api import expect

from app.builder import drafts
from tests.browser.conftest import Shop
from tests.web.test_every_route import HELLO

pytestmark = pytest.mark.browser


def test_a_variable_goes_where_the_cursor_is_and_the_preview_says_it(shop: Shop) -> None:
    club = shop.house.mine
    with shop.house.spaces.writing(club.workspace_id) as space:
        row = drafts.get(space, club.program_id)
        content = {**row.content, "templates": [HELLO]}
        now = shop.house.now
        drafts.keep(space, club.program_id, content, seen=row.version, now=now, by=None)
    page = shop.visit()
    page.goto(f"{shop.house.at}/templates/hello")
    box = page.locator('[name="sms.text.zh"]')
    box.fill("亲爱的，退订回 R")
    box.press("Home")
    for _ in "亲爱的":
        box.press("ArrowRight")
    page.click('[data-insert="{{ member.name }}"]')
    expect(box).to_have_value("亲爱的{{ member.name }}，退订回 R")
    expect(box).to_be_focused()
    page.click("button[value=preview]")
    page.wait_for_url("**/templates/hello#preview")
    expect(page.locator(".phone__bubble").first).to_have_text("亲爱的王小明，退订回 R")
    frame = page.frame_locator(".mail-frame").first
    expect(frame.locator("a")).to_have_text("退订")
