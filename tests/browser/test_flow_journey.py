"""An automation from an empty canvas to what members get: drawn, tried, published, seen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.access import Scope
from app.builder import drafts
from app.builder.releases import Apply, publish
from app.clock import to_instant
from app.runtime.engine import Engine, run_until_idle
from app.secrets import digest_of, new_secret
from app.storage import api_keys
from tests.browser.conftest import Shop
from tests.browser.flows import COUPON, EMPTY, card
from tests.browser.test_flow_editor import build_by_mouse
from tests.browser.test_survey import ZH, release
from tests.web.houses import CONTENT

pytestmark = pytest.mark.browser


def programme(shop: Shop) -> int:
    """Begin a programme with a coupon and an automation that does nothing yet."""
    house = shop.house
    content = {**CONTENT, "key": "near", "coupons": [COUPON], "flows": [EMPTY]}
    with house.spaces.writing(house.mine.workspace_id) as space:
        program_id = drafts.create(space, {**content, "flows": []}, now=house.now, by=None)
        publish(space, program_id, note="", now=house.now, by=None, apply=Apply.NOW)
        seen = drafts.get(space, program_id).version
        drafts.keep(space, program_id, content, seen=seen, now=house.now, by=None)
    return program_id


class Till:
    """A shop's till, which knows the API and nothing else."""

    def __init__(self, shop: Shop, page: Page, program_id: int) -> None:
        self.shop, self.page = shop, page
        self.secret, self.count = new_secret(), 0
        house = shop.house
        with house.spaces.writing(house.mine.workspace_id) as space:
            api_keys.create(
                space,
                program_id,
                digest_of(self.secret),
                label="till",
                scopes=(Scope.EVENTS_WRITE,),
                at=to_instant(house.now),
            )

    def sells(self, who: str, amount: float) -> None:
        self.count += 1
        order = {
            "object": "order",
            "member": {"external_id": who},
            "values": {
                "external_id": f"o{self.count}",
                "amount": amount,
                "paid_at": self.shop.house.now.isoformat(),
            },
        }
        answer = self.page.request.post(
            f"{self.shop.address}/api/v1/events?create_members=true",
            data=order,
            headers={"Authorization": f"Bearer {self.secret}"},
        )
        assert answer.ok, answer.text()


def work(shop: Shop, program_id: int) -> None:
    """Let a worker do what is due."""
    house = shop.house
    engine = Engine(spaces=house.spaces, worker="worker", clock=lambda: to_instant(house.now))
    run_until_idle(engine, house.mine.workspace_id, program_id)


def tried(page: Page) -> None:
    """Try the draft with the last members: the path is lit, and it says what would happen."""
    page.get_by_role("button", name="试运行").click()
    page.get_by_role("button", name="最近五位会员").click()
    assert lit(page)[0] == "grant_coupon"
    expect(page.get_by_text("专属券").last).to_be_visible()


def the_run(page: Page, at: str) -> None:
    page.goto(f"{at}/runs")
    page.locator("main tbody a, main .feed a, main li a").first.click()
    page.wait_for_url("**/runs/*-*")


def lit(page: Page) -> Any:
    """Name the steps on the path that the picture shows."""
    found = page.locator(":not([data-lit=off], [data-lit='']) > [data-card]:not([data-card=''])")
    expect(found.first).to_be_visible()
    return found.evaluate_all("(cards) => cards.map((each) => each.dataset.card)")


def test_a_gap_of_100_gives_a_coupon_and_after_three_days_a_reminder(shop: Shop) -> None:
    program_id = programme(shop)
    at = f"/programs/{program_id}"
    page = shop.visit()
    till = Till(shop, page, program_id)
    # Li stands where Wang will come to; what is near before the automation begins is let be.
    till.sells("li", 210)
    till.sells("wang", 150)
    page.goto(f"{at}/flows/near")
    expect(card(page)).to_be_visible()
    build_by_mouse(page)
    shop.picture(page, "journey-drawn")
    tried(page)
    shop.picture(page, "journey-tried")
    release(page, ZH)
    till.sells("wang", 60)
    work(shop, program_id)
    the_run(page, at)
    expect(page.locator("main")).to_contain_text("专属券")
    assert lit(page) == ["grant_coupon", "wait_for"]
    shop.picture(page, "journey-coupon")
    shop.house.wait(days=3, minutes=1)
    work(shop, program_id)
    # Three days later one signs in again.
    page, run = shop.visit(), page.url
    page.goto(run)
    expect(page.locator("main")).to_contain_text("券还没用")
    assert lit(page) == ["grant_coupon", "wait_for", "send_message"]
    shop.picture(page, "journey-reminded")
