"""JSON as people edit it: what is wrong with it, and the line of every place."""

import json
import re
from typing import Any

from app.errors import Finding
from app.words import Words

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def read(text: str) -> Any:
    """Read what was typed. Raises `json.JSONDecodeError`, also for what only Python accepts."""
    return json.loads(text, parse_constant=_refuse, object_pairs_hook=_distinct)


def _refuse(word: str) -> Any:
    raise json.JSONDecodeError(f"{word} is not JSON", word, 0)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise json.JSONDecodeError(f"the key {twice!r} is there twice", twice, 0)
    return found


def unreadable(error: json.JSONDecodeError) -> Finding:
    return Finding(
        path="",
        message=Words(
            f"第 {error.lineno} 行第 {error.colno} 个字符附近不是正确的 JSON。",
            f"Line {error.lineno}, character {error.colno} is not JSON: {error.msg}.",
        ),
        fix=Words(
            "检查括号、引号和逗号是否成对。", "Look for a missing bracket, quote or comma there."
        ),
    )


def lines_of(text: str) -> dict[str, int]:
    """Give the line on which each place of a readable text begins."""
    places = {"": 1}
    stack: list[_Frame] = []
    for match in _TOKEN.finditer(text):
        found = match.group()
        if found in "}]":
            stack.pop()
        elif found == ",":
            stack[-1].next()
        elif found == ":":
            stack[-1].in_value = True
        elif stack and stack[-1].is_key():
            stack[-1].key = json.loads(found)
        else:
            path = "".join(f"/{frame.part()}" for frame in stack)
            places[path] = text.count("\n", 0, match.start()) + 1
            if found in "{[":
                stack.append(_Frame(mapping=found == "{"))
    return places


def line_of(places: dict[str, int], path: str) -> int:
    """Give the line of a place, or of the nearest one around it that is there."""
    while path and path not in places:
        path = path.rpartition("/")[0]
    return places.get(path, 1)


class _Frame:
    """An object or a list whose end has not come yet."""

    def __init__(self, *, mapping: bool) -> None:
        self.mapping = mapping
        self.in_value = not mapping
        self.key = ""
        self.index = 0

    def is_key(self) -> bool:
        return self.mapping and not self.in_value

    def next(self) -> None:
        self.index += 1
        self.in_value = not self.mapping

    def part(self) -> str:
        name = self.key if self.mapping else str(self.index)
        return name.replace("~", "~0").replace("/", "~1")
