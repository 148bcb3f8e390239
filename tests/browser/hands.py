"""Two ways of working with a page: by mouse alone, or by keys alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FAR = 400
"""More stops of Tab than any page has."""
LONG = 40
"""More entries than a list that is searched shows."""


class Hands(Protocol):
    """Somebody at work, who may always type names and numbers."""

    page: Page

    def press(self, wanted: Locator) -> None: ...

    def tick(self, wanted: Locator) -> None: ...

    def enter(self, wanted: Locator, text: str) -> None: ...

    def choose(self, wanted: Locator, label: str) -> None: ...

    def pick(self, search: str, label: str) -> None:
        """Look for something in the list that has just been opened, and take it."""


def options(page: Page) -> Locator:
    return page.locator("[role=dialog] [role=option]")


def labelled(option: Locator, label: str) -> Locator:
    return option.filter(has=option.page.get_by_text(label, exact=True))


class Mouse:
    """Clicks and drags."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, wanted: Locator) -> None:
        wanted.click()

    def tick(self, wanted: Locator) -> None:
        wanted.click()

    def enter(self, wanted: Locator, text: str) -> None:
        wanted.click(click_count=3)
        self.page.keyboard.type(text)

    def choose(self, wanted: Locator, label: str) -> None:
        wanted.select_option(label=label)

    def pick(self, search: str, label: str) -> None:
        self.page.keyboard.type(search)
        labelled(options(self.page), label).first.click()

    def drag(self, what: Locator, onto: Locator, at: tuple[float, float] = (0.5, 0.5)) -> None:
        """Press, move a little, go there in steps, settle, let go: as a hand does."""
        what.scroll_into_view_if_needed()
        start, end = what.bounding_box(), onto.bounding_box()
        assert start is not None
        assert end is not None
        x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
        to_x, to_y = end["x"] + end["width"] * at[0], end["y"] + end["height"] * at[1]
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + 6, y + 6)
        self.page.mouse.move(to_x, to_y, steps=8)
        self.page.mouse.move(to_x + 1, to_y)
        self.page.mouse.up()


class Keys:
    """Goes from thing to thing with Tab, and through lists with the arrows."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        expect(wanted).to_be_visible()
        expect(wanted).to_be_enabled()
        for _ in range(FAR):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}.")

    def press(self, wanted: Locator) -> None:
        self.reach(wanted)
        self.page.keyboard.press("Enter")

    def tick(self, wanted: Locator) -> None:
        self.reach(wanted)
        self.page.keyboard.press("Space")

    def enter(self, wanted: Locator, text: str) -> None:
        self.reach(wanted)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, wanted: Locator, label: str) -> None:
        self.reach(wanted)
        for key in ["Home", *["ArrowDown"] * LONG]:
            self.page.keyboard.press(key)
            if wanted.locator("option:checked").inner_text() == label:
                return
        raise AssertionError(f"{label} is not in the list.")

    def pick(self, search: str, label: str) -> None:
        self.page.keyboard.type(search)
        chosen = self.page.locator("[role=dialog] [role=option][aria-selected=true]")
        for _ in range(LONG):
            if labelled(chosen, label).count():
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(options(self.page)).to_have_count(0)
