"""Places where a process may die, known to tests by name; nothing happens there otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Hook = Callable[[str], None]
_hooks: list[Hook] = []


def crash_point(name: str) -> None:
    """Let a test do what it wants here: kill the process, raise, count."""
    for hook in _hooks:
        hook(name)


@contextmanager
def armed(hook: Hook) -> Iterator[None]:
    _hooks.append(hook)
    try:
        yield
    finally:
        _hooks.remove(hook)
