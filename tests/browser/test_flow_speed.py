"""A long automation answers at once in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Shop
from tests.browser.flows import card, opened, with_flow
from tests.browser.ladders import content, keep
from tests.browser.watch import MOST, Watch

pytestmark = [pytest.mark.browser, pytest.mark.timed]
COUNT = 200
KEYS = {
    "a walk": "{ key: 'ArrowDown' }",
    "a duplicate": "{ key: 'd', ctrlKey: true }",
    "a move": "{ key: 'ArrowUp', altKey: true }",
}
REPEAT = """async () => {
  for (let n = 0; n < 9; n += 1) {
    const key = { bubbles: true, cancelable: true, ...%s };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""
PAN = """async () => {
  const canvas = document.querySelector("[data-held]");
  for (let n = 0; n < 9; n += 1) {
    canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: 300, bubbles: true, cancelable: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


def long_flow() -> Any:
    """Every tenth step is a choice whose other way meets the first one again."""
    steps: list[dict[str, Any]] = []
    for n in range(COUNT):
        step: dict[str, Any] = {
            "key": f"s{n}",
            "kind": "grant_points",
            "options": {"amount": n + 1},
        }
        if n % 10 == 0:
            step = {"key": f"s{n}", "kind": "condition"}
            step["next"] = {"yes": f"s{n + 1}", "no": f"s{n + 2}"}
        elif n < COUNT - 1:
            step["next"] = f"s{n + 1}"
        steps.append(step)
    return {"key": "near", "label": "Long", "start": "s0", "steps": steps}


def test_two_hundred_steps_answer_at_once(shop: Shop) -> None:
    with_flow(shop, long_flow())
    page = opened(shop)
    card(page, "s1").focus()
    watch = Watch(page)
    for name, key in KEYS.items():
        page.evaluate(REPEAT % key)
        each = watch.milliseconds(9)
        assert each < MOST, f"{name}: {each:.0f} ms"
    page.evaluate(PAN)
    each = watch.milliseconds(9)
    assert each < MOST, f"a look: {each:.0f} ms"
    expect(card(page)).to_have_count(0)
