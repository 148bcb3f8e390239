"""Reading a document: every mistake becomes a finding with its place."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import re2

from app.errors import Finding, Invalid
from app.words import Words

E = TypeVar("E", bound=StrEnum)

KEY = re2.compile(r"^[a-z][a-z0-9_]{0,59}$")
HOSTILE_KEYS = frozenset({"__proto__", "constructor", "prototype"})


class Unreadable(Invalid):
    """A document that is not a programme; the findings say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"这份方案文档有 {len(findings)} 处读不懂。",
            f"This programme document cannot be read in {len(findings)} places.",
            tuple(findings),
        )


class Reader:
    """Walks a document and collects what is wrong instead of stopping at the first mistake."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def wrong(self, path: str, zh: str, en: str) -> None:
        self.findings.append(Finding(path=path, message=Words(zh, en)))

    def mapping(self, value: Any, path: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            for key in HOSTILE_KEYS & value.keys():
                self.wrong(f"{path}/{key}", f"不能使用“{key}”。", f"{key!r} may not be used here.")
            return value
        self.wrong(path, "这里应是一个对象 {…}。", "An object {…} is expected here.")
        return {}

    def sequence(self, value: Any, path: str) -> Sequence[Any]:
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(path, "这里应是一个列表 […]。", "A list […] is expected here.")
        return ()

    def only(self, value: Mapping[str, Any], path: str, known: str) -> None:
        for key in value.keys() - set(known.split()):
            self.wrong(
                f"{path}/{key}",
                f"不认识“{key}”。这里可以写：{'、'.join(known.split())}。",
                f"There is no {key!r} here. Known: {', '.join(known.split())}.",
            )

    def key(self, value: Mapping[str, Any], path: str) -> str:
        key = value.get("key")
        if isinstance(key, str) and KEY.match(key) and key not in HOSTILE_KEYS:
            return key
        self.wrong(
            f"{path}/key",
            f"标识 {key!r} 不可用：请用小写字母开头，只含小写字母、数字和下划线，最多 60 个字符。",
            f"The key {key!r} will not do: begin with a lower-case letter, then lower-case"
            " letters, digits and underscores, at most 60.",
        )
        return "_"

    def words(self, value: Any, path: str, fallback: str = "") -> Words:
        if value is None:
            return Words(fallback, fallback)
        if isinstance(value, str) or (
            isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        ):
            return Words.from_json(value)
        self.wrong(path, "这里应是文字。", 'A text is expected here, or {"zh": …, "en": …}.')
        return Words(fallback, fallback)

    def one_of(self, kind: type[E], value: Any, path: str, default: E) -> E:
        known = [each.value for each in kind]
        if value is None:
            return default
        if value in known:
            return kind(value)
        self.wrong(
            path,
            f"{value!r} 不在可选范围内：{'、'.join(known)}。",
            f"{value!r} is not one of {', '.join(known)}.",
        )
        return default

    def flag(self, value: Mapping[str, Any], name: str, path: str, *, default: bool) -> bool:
        found = value.get(name, default)
        if isinstance(found, bool):
            return found
        self.wrong(f"{path}/{name}", "这里应是 true 或 false。", "Expected true or false.")
        return default

    def whole(
        self, value: Mapping[str, Any], name: str, path: str, default: int, *, least: int, most: int
    ) -> int:
        found = value.get(name, default)
        if isinstance(found, int) and not isinstance(found, bool) and least <= found <= most:
            return found
        self.wrong(
            f"{path}/{name}",
            f"这里应是 {least} 到 {most} 的整数。",
            f"Expected a whole number from {least} to {most}.",
        )
        return default

    def text(self, value: Mapping[str, Any], name: str, path: str) -> str | None:
        found = value.get(name)
        if found is None or isinstance(found, str):
            return found
        self.wrong(f"{path}/{name}", "这里应是文字。", "A text is expected here.")
        return None

    def distinct(self, things: Sequence[Any], path: str) -> None:
        seen: set[str] = set()
        for n, each in enumerate(things):
            if each.key in seen:
                self.wrong(
                    f"{path}/{n}/key",
                    f"标识“{each.key}”用了两次。",
                    f"The key {each.key!r} is used twice.",
                )
            seen.add(each.key)


def without_empty(content: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing."""
    return {
        key: value
        for key, value in content.items()
        if value is not None and value is not False and value not in ({}, [])
    }


def said(key: str, value: Any) -> dict[str, Any]:
    """Keep what an operator wrote, also false and what is empty."""
    return {} if value is None else {key: value}
