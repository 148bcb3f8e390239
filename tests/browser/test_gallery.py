"""A programme begins in a browser: from the gallery with its year of data, from nothing, a file."""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.builder.gallery.living import bring_in_what_waits
from tests.browser.conftest import Shop
from tests.browser.test_every_page import fits

pytestmark = pytest.mark.browser

PAGES = {
    "gallery": "/gallery",
    "retail": "/gallery/retail",
    "education": "/gallery/education",
    "fitness": "/gallery/fitness",
    "blank": "/gallery/new",
    "import": "/gallery/import",
}
LOOKS = list(itertools.product(("zh", "en"), (1440, 390), ("light", "dark")))


def sound(page: Page) -> None:
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS, ids=str)
def test_the_gallery_opens_without_complaint_and_fits(
    shop: Shop, language: str, width: int, theme: str
) -> None:
    page = shop.visit(language=language, width=width, theme=theme)
    for name, path in PAGES.items():
        page.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        fits(page)
        sound(page)
        shop.picture(page, f"{name}-{language}-{width}-{theme}")


def test_a_template_with_its_year_of_data_is_one_click_away(shop: Shop) -> None:
    page = shop.visit()
    page.click("summary.side__team")
    page.click("text=新建方案")
    expect(page.locator("h1")).to_have_text("新建方案")
    card = page.locator("li.template", has_text="健身会员")
    expect(card.locator(".rise__step")).to_have_count(5)
    card.locator("button[type=submit]").click()
    page.wait_for_url("**/sample")
    expect(page.locator("h1")).to_have_text("正在放入示例数据")
    sound(page)
    assert bring_in_what_waits(shop.house.spaces.engine, shop.house.now) == 1
    page.wait_for_url(re.compile(r"/programs/\d+$"))
    expect(page.locator("h1")).to_have_text("健身会员")
    steps = page.locator(".step__count")
    expect(steps).to_have_count(5)
    assert all(int(each.replace(",", "")) > 0 for each in steps.all_inner_texts())
    expect(page.locator(".live__text").first).to_contain_text("已发布")
    page.click("text=即将降级")
    expect(page.locator("tbody tr").first).to_be_visible()


def test_a_programme_goes_over_as_a_file(shop: Shop) -> None:
    page = shop.visit()
    page.goto("/gallery/education")
    page.locator("input[name=zh]").fill("暑期学校")
    page.locator("input[name=sample]").uncheck()
    page.click("form.preview__form button[type=submit]")
    expect(page.locator(".toast")).to_contain_text("暑期学校")
    page.goto(page.url.rpartition("/")[0] + "/releases")
    with page.expect_download() as download:
        page.click("text=导出草稿")
    name = download.value.suggested_filename
    assert name.startswith("education")
    page.goto("/gallery")
    page.click("text=导入文件")
    page.locator("input[type=file]").set_input_files(download.value.path())
    page.click("main button[type=submit]")
    expect(page.locator(".toast")).to_contain_text("暑期学校")
    page.goto(page.url.rpartition("/")[0] + "/releases")
    with page.expect_download() as again:
        page.click("text=导出草稿")
    first, second = (each.value.path().read_text("utf-8") for each in (download, again))
    assert re.sub(r'"key": "education_?\d*"', "", first, count=1) == re.sub(
        r'"key": "education_?\d*"', "", second, count=1
    )


def test_what_cannot_be_read_comes_back_with_every_place(shop: Shop) -> None:
    page = shop.visit()
    page.goto("/gallery/import")
    page.click("text=或粘贴内容")
    written = '{\n  "key": "Wrong",\n  "label": "书友会",\n  "colour": "red"\n}'
    page.locator("textarea").fill(written)
    page.click("main button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("没有导入")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.locator(".finding", has_text="/colour")).to_contain_text("第 4 行")
    expect(page.locator("textarea")).to_have_value(written)
    sound(page)


def test_a_programme_begins_with_nothing_but_its_name(shop: Shop) -> None:
    page = shop.visit(language="en", width=390)
    page.goto("/gallery/new")
    page.click("main button[type=submit]")
    expect(page.locator(".field__error")).to_be_visible()
    page.locator("input[name=en]").fill("Book club")
    page.select_option("select[name=currency]", "EUR")
    page.click("main button[type=submit]")
    page.wait_for_url("**/ladder")
    expect(page.locator("h1")).to_be_visible()
