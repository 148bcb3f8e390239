"""What was proved of a programme is kept for a while: pages ask the same again and again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from app.errors import Finding
from app.program.codec import dump
from app.program.program import Program

MOST = 64
"""Programmes; the one that was asked for longest ago is forgotten first."""


class Memory:
    """Findings by the document they are about."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()
        self._lock = Lock()

    def recall(
        self, program: Program, prove: Callable[[], tuple[Finding, ...]]
    ) -> tuple[Finding, ...]:
        """Give what was found of this very document, or find it now."""
        # A draft may hold numbers that JSON libraries refuse; its text as Python has it is enough.
        key = repr(dump(program))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = prove()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found
