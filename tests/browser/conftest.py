"""A real browser in front of a real server; whatever it complains about fails the test."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.access import Role
from app.storage.engine import make_engine
from tests.web.houses import House, some_members

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that has much else to do."""
expect.set_options(timeout=PATIENCE)
WATCH = """
// What is shown for eight seconds waits until a test has seen it, however slow the machine is.
const usual = setTimeout;
window.setTimeout = (what, time, ...more) => usual(what, time === 8000 ? 600000 : time, ...more);
addEventListener("securitypolicyviolation", (event) => {
  complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
DRAWN = "() => new Promise((over) => requestAnimationFrame(() => setTimeout(over)))"
HANDS = ("keyboard", "press"), ("mouse", "down"), ("mouse", "move"), ("mouse", "up")


def at_the_pace_of_a_hand(page: Page) -> None:
    """Let a page draw what came of a key or a movement before the next one.

    What it does with the next picture, as to take the focus along, nobody is quick enough to miss.
    """

    def slowly(usual: Callable[..., None], *arguments: Any, **more: Any) -> None:
        usual(*arguments, **more)
        # The focus goes to the next place at once.
        if arguments[0:1] != ("Tab",):
            # Whoever leaves a page by a key has nothing to wait for on it.
            with suppress(Error):
                page.evaluate(DRAWN)

    for owner, name in HANDS:
        hand = getattr(page, owner)
        setattr(hand, name, partial(slowly, getattr(hand, name)))


class Shop:
    """The product as a browser meets it."""

    def __init__(self, house: House, address: str, browser: Browser, pictures: Path) -> None:
        self.house = house
        self.address = address
        self.browser = browser
        self.pictures = pictures
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.pages: dict[str, str] = {}
        """Addresses of pages by a name, where a test makes a list of them."""

    def visit(
        self,
        *,
        language: str = "zh",
        width: int = 1440,
        theme: str = "light",
        role: Role | None = Role.OWNER,
    ) -> Page:
        """Open a browser of a size, a language and a theme, signed in or not."""
        phone = width < 720
        context = self.browser.new_context(
            viewport={"width": width, "height": 844 if phone else 900},
            locale="zh-CN" if language == "zh" else "en-US",
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            has_touch=phone,
            is_mobile=phone,
            base_url=self.address,
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.expose_function("complain", self.complain)
        context.add_init_script(WATCH)
        page = context.new_page()
        at_the_pace_of_a_hand(page)
        page.on("console", lambda said: self.heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complain(f"error: {error}"))
        if role is not None:
            page.goto(self.house.link(self.house.people["mine", role]))
            page.click("main button.button--primary")
            page.wait_for_url(f"**{self.house.at}")
        return page

    def complain(self, text: str) -> None:
        self.complaints.append(text)

    def heard(self, sort: str, text: str) -> None:
        # The browser calls every answer from 400 on an error, also one that a test asks for.
        if sort in {"error", "warning"} and "status of 4" not in text:
            self.complain(f"{sort}: {text}")

    def picture(self, page: Page, name: str) -> None:
        page.screenshot(path=self.pictures / f"{name}.png", full_page=True)


@pytest.fixture(scope="module", autouse=True)
def _quiet_requests() -> Iterator[None]:
    """Keep the lines that each request writes out of what is told of a failure."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    server = logging.getLogger("werkzeug")
    level = server.level
    server.setLevel(logging.WARNING)
    yield
    server.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE)
        yield browser
        browser.close()


@contextmanager
def a_shop(template: bytes, folder: Path, browser: Browser) -> Iterator[Shop]:
    """Serve the product over a database of its own."""
    file = folder / "rungs.sqlite3"
    file.write_bytes(template)
    engine = make_engine(f"sqlite:///{file}")
    house = House(engine, folder)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Shop(house, f"http://127.0.0.1:{server.server_port}", browser, folder)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


@pytest.fixture(scope="session")
def _shop(
    _sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Shop]:
    yield from a_shop_with_members(_sqlite_template, tmp_path_factory, browser)


def a_shop_with_members(
    template: bytes, folders: pytest.TempPathFactory, browser: Browser
) -> Iterator[Shop]:
    """Serve a shop with three members; modules that publish have one of their own."""
    with a_shop(template, folders.mktemp("shop"), browser) as shop:
        some_members(shop.house.mine)
        yield shop


@pytest.fixture
def shop(_shop: Shop) -> Iterator[Shop]:
    _shop.complaints.clear()
    yield _shop
    for context in _shop.contexts:
        context.close()
    _shop.contexts.clear()
    assert not _shop.complaints
