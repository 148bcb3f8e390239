"""Statements that are the same all day, built once for a release."""

from collections.abc import Callable, Hashable
from typing import Any

from app.days import Moment
from app.expression.tree import Apply, Typed, children

Name = tuple[Hashable, ...]


class Remembered:
    """Keeps the statements of one release by what they do and the day they are for.

    Building one costs more than running it for a few members. A statement in which `now` has
    become a constant must not be kept; `reads_now` finds those.
    """

    MOST = 200

    def __init__(self) -> None:
        self._kept: dict[Name, Any] = {}

    def get(self, name: Name, moment: Moment, make: Callable[[], Any]) -> Any:
        """Give the statement of that name for the moment's day, made now if there is none."""
        return self.always((*name, moment.today), make)

    def always(self, name: Name, make: Callable[[], Any]) -> Any:
        """Give what is the same for as long as the release is, made now if there is none."""
        found = self._kept.get(name)
        if found is None:
            found = make()
            while len(self._kept) >= self.MOST:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[name] = found
        return found


def reads_now(tree: Typed) -> bool:
    """Say whether a rule gives another answer at another moment of the same day."""
    if isinstance(tree, Apply) and tree.operator == "now":
        return True
    return any(reads_now(each) for each in children(tree))
