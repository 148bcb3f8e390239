"""How many members to take in one transaction, so that none holds the only writer for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

AIM = 0.035
"""Seconds that one transaction should take; SQLite's other writers wait meanwhile."""
LEAST = 250


class Pace:
    """A size of piece that follows how long the pieces before it took."""

    def __init__(self, size: int, most: int) -> None:
        self.size = size
        self.most = most

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Time one piece and choose the size of the next."""
        begun = perf_counter()
        yield
        self.took(perf_counter() - begun)

    def took(self, seconds: float) -> None:
        """Go at most twice as far next time, and back as far as it takes."""
        wanted = int(self.size * AIM / max(seconds, AIM / 100))
        self.size = min(max(LEAST, min(wanted, self.size * 2)), self.most)
