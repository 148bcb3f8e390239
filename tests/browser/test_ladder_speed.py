"""A long ladder answers at once in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Shop
from tests.browser.ladders import content, keep, opened
from tests.browser.watch import MOST, Watch

pytestmark = [pytest.mark.browser, pytest.mark.timed]
STEPS = {
    "a threshold": """document.querySelectorAll("[role=slider]")[20].dispatchEvent(
      new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }))""",
    "a move": """document.querySelectorAll("[data-rung]")[20].dispatchEvent(
      new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true }))""",
    "a choice": """document.querySelectorAll("[data-rung]")[n + 3].click()""",
}
REPEAT = """async () => {
  for (let n = 0; n < 9; n += 1) {
    %s;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


def with_many_tiers(shop: Shop, count: int) -> None:
    draft = content(shop)
    lowest = draft["ladders"][0]["tiers"][0]
    draft["ladders"][0]["tiers"] = [lowest] + [
        {
            "key": f"tier_{n}",
            "label": {"zh": f"第 {n} 级", "en": f"Tier {n}"},
            "color": "gold",
            "condition": {
                "and": [
                    {">=": [{"sum_of": ["order.net", "365d"]}, 100 * n]},
                    {">=": [{"count_of": ["order", "365d"]}, n]},
                    {">=": [{"days_of": ["order", "365d"]}, n]},
                    {">=": [{"count_of": ["activity", "365d"]}, n]},
                ]
            },
        }
        for n in range(1, count)
    ]
    keep(shop, draft)


def test_fifty_tiers_with_two_hundred_conditions_answer_at_once(shop: Shop) -> None:
    with_many_tiers(shop, 50)
    page = opened(shop)
    expect(page.locator("[data-rung]")).to_have_count(50)
    watch = Watch(page)
    for step, script in STEPS.items():
        page.evaluate(REPEAT % script)
        each = watch.milliseconds(9)
        assert each < MOST, f"{step}: {each:.0f} ms"
