"""Bodies of requests: strict JSON, or a refusal that says what is wrong and where."""

import json
from collections.abc import Iterator
from typing import Any

import orjson
from flask import request

from app.errors import Finding
from app.program.reader import HOSTILE_KEYS
from app.web.api.problems import Refusal

JSON_TYPE = "application/json"
ESCAPED_NUL = rb"\u0000"
DEEPEST = 100
"""Rules are nested 24 levels deep at most, each of which is an object and a list."""


class NotStrict(Refusal):
    """JSON that other readers would read differently, or that would harm one of them."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        super().__init__(400, zh, en, findings=(Finding.of(path, zh, en),))


def read_body() -> Any:
    """Read the body of this request. Raises `Refusal`."""
    if request.mimetype != JSON_TYPE:
        raise Refusal(
            415,
            "请用 Content-Type: application/json 发送 JSON。",
            "Send JSON with Content-Type: application/json.",
        )
    return read_json(request.get_data(cache=False))


def read_json(text: bytes) -> Any:
    """Read strict JSON: no NaN, no key twice, nothing nested too deep. Raises `Refusal`."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotStrict(
            "",
            f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。",
            f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}.",
        ) from error
    if ESCAPED_NUL in text or not _is_harmless(content):
        _refuse_what_harms(content)
    _refuse_keys_written_twice(text)
    return content


def _is_harmless(content: Any) -> bool:
    """Look through the whole body quickly; where something is wrong is found by a second look."""
    waiting: list[tuple[Any, int]] = [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            return False
        if isinstance(value, dict):
            if not HOSTILE_KEYS.isdisjoint(value):
                return False
            value = value.values()
        elif not isinstance(value, list):
            continue
        waiting.extend((each, depth + 1) for each in value if isinstance(each, dict | list))
    return True


def _refuse_what_harms(content: Any) -> None:
    waiting: list[tuple[Any, str, int]] = [(content, "", 0)]
    while waiting:
        value, path, depth = waiting.pop()
        if depth > DEEPEST:
            raise NotStrict(
                path, f"嵌套超过 {DEEPEST} 层。", f"This is nested deeper than {DEEPEST} levels."
            )
        for place, each in _inside(value, path):
            if isinstance(each, dict | list):
                waiting.append((each, place, depth + 1))
            elif isinstance(each, str) and "\x00" in each:
                raise NotStrict(place, "文字里不能有 NUL 字符。", "A text may not contain NUL.")


def _inside(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{path}/{n}", each) for n, each in enumerate(value))
    elif isinstance(value, dict):
        for key, each in value.items():
            place = f"{path}/{pointed(key)}"
            if key in HOSTILE_KEYS or "\x00" in key:
                raise NotStrict(place, f"不能使用键“{key}”。", f"The key {key!r} may not be used.")
            yield place, each
    elif isinstance(value, str):
        yield path, value


def pointed(key: str) -> str:
    """Write a key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _refuse_keys_written_twice(text: bytes) -> None:
    # Readers disagree about which of the two holds; numbers do not matter here.
    json.loads(text, object_pairs_hook=_distinct, parse_int=str, parse_float=str)


def _distinct(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise NotStrict("", f"键“{key}”写了两次。", f"The key {key!r} is written twice.")
        seen.add(key)
