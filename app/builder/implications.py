"""Whether one condition follows from another, where that can be read off how they are written.

A rule that follows in a less obvious way is not found; one that is found does follow.
"""

from typing import Any

import orjson

_STEPS = 400
"""Comparisons made for one question; two rules far apart in size are not compared to the end."""


def is_same(rule: Any, other: Any) -> bool:
    return _canonical(rule) == _canonical(other)


def _canonical(rule: Any) -> bytes:
    return orjson.dumps(rule, option=orjson.OPT_SORT_KEYS)


def implies(given: Any, asked: Any) -> bool:
    """Say whether whoever meets `given` surely meets `asked`."""
    return _Question().follows(given, asked)


class _Question:
    def __init__(self) -> None:
        self.steps = 0

    def follows(self, given: Any, asked: Any) -> bool:
        self.steps += 1
        if self.steps > _STEPS:
            return False
        all_asked, any_given = _joined(asked, "and"), _joined(given, "or")
        if all_asked is not None:
            return all(self.follows(given, each) for each in all_asked)
        if any_given is not None:
            return bool(any_given) and all(self.follows(each, asked) for each in any_given)
        any_asked, all_given = _joined(asked, "or") or (), _joined(given, "and") or ()
        return (
            _follows_plainly(given, asked)
            or any(self.follows(given, each) for each in any_asked)
            or any(self.follows(each, asked) for each in all_given)
        )


def _joined(rule: Any, operator: str) -> list[Any] | None:
    found = rule.get(operator) if isinstance(rule, dict) and len(rule) == 1 else None
    return found if isinstance(found, list) else None


_UP = {">=": False, ">": True}
_DOWN = {"<=": False, "<": True}
"""Whether the comparison leaves the threshold itself out."""


def _follows_plainly(given: Any, asked: Any) -> bool:
    if is_same(given, asked):
        return True
    have, want = _threshold(given), _threshold(asked)
    if have is None or want is None or not is_same(have[1], want[1]):
        return False
    for strict, sign in ((_UP, 1), (_DOWN, -1)):
        if have[0] in strict and want[0] in strict:
            beyond = sign * (have[2] - want[2])
            leaves_it_out = strict[want[0]] and not strict[have[0]]
            return beyond > 0 if leaves_it_out else beyond >= 0
    return False


def _threshold(rule: Any) -> tuple[str, Any, float] | None:
    """Read a comparison of something with a number."""
    if not isinstance(rule, dict) or len(rule) != 1:
        return None
    ((operator, given),) = rule.items()
    if not isinstance(given, list) or [isinstance(each, int | float) for each in given] != [
        False,
        True,
    ]:
        return None
    return operator, given[0], given[1]
