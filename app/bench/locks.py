"""How long each transaction holds SQLite's only writer, seen from outside the product."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from time import perf_counter, thread_time
from typing import Any

from app.storage.space import Space
from app.storage.spaces import Spaces

MS = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """One transaction, from the moment it had the lock until it was committed."""

    seconds: float
    processor: float


class Watched(Spaces):
    """Opens transactions like any other, and remembers how long those that write took."""

    def __init__(self, spaces: Spaces) -> None:
        super().__init__(spaces.engine)
        self.held: list[Held] = []

    @contextmanager
    def writing(self, workspace_id: int) -> Iterator[Space]:
        """Do the same; SQLite has the write lock as soon as the block begins."""
        with super().writing(workspace_id) as space:
            begun, worked = perf_counter(), thread_time()
            yield space
        self.held.append(Held(perf_counter() - begun, thread_time() - worked))

    def taken(self) -> list[Held]:
        """Give what was remembered, and begin anew."""
        held, self.held = self.held, []
        return held


def told(held: list[Held]) -> Mapping[str, Any]:
    """Give the longest transactions; processor time leaves out what other processes took."""
    seconds = sorted(each.seconds for each in held)
    processor = sorted(each.processor for each in held)
    return {
        "transactions": len(held),
        "p50_ms": _nth(seconds, 0.5),
        "p99_ms": _nth(seconds, 0.99),
        "max_ms": _nth(seconds, 1),
        "processor_p99_ms": _nth(processor, 0.99),
        "processor_max_ms": _nth(processor, 1),
    }


def _nth(ordered: list[float], share: float) -> float:
    if not ordered:
        return 0.0
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)] * MS, 1)
