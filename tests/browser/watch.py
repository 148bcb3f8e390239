"""What a page itself takes to answer: its processor's time, whatever else the machine does."""

from playwright.sync_api import Page

MOST = 100
"""Milliseconds of work that one interaction may take."""


class Watch:
    """Reads how long the page has worked since it was last asked."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.before = self._spent()

    def _spent(self) -> float:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return next(float(each["value"]) for each in found if each["name"] == "TaskDuration")

    def milliseconds(self, interactions: int) -> float:
        """Say how long each interaction took since the last time this was asked."""
        now = self._spent()
        spent, self.before = now - self.before, now
        return spent * 1000 / interactions
