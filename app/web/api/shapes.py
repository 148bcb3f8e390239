"""Shapes of JSON: what a request must look like, declared once for reading and describing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import Finding
from app.program.fields.base import quoted
from app.web.api.bodies import pointed
from app.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    longest: int | None = None
    shortest: int = 0
    pattern: str | None = None
    """What a reader may expect of an answer; requests are not checked against it."""
    format: str | None = None
    example: str | None = None
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    least: int | None = None
    most: int | None = None
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A number with a fraction."""

    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    words: tuple[str, ...]
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Any JSON at all; whoever receives it checks it."""

    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class OrNull:
    shape: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    item: "Shape"
    least: int = 0
    most: int | None = None
    one_by_one: bool = False
    """Whether whoever receives the list judges each item for itself."""
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKey:
    """An object whose keys are the operator's."""

    value: "Shape"
    exactly: int | None = None
    """How many keys it has, where that is settled."""
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One key of an object."""

    key: str
    shape: "Shape"
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """An object with keys of ours; `more` is what other keys hold, None refuses them."""

    parts: tuple[Part, ...]
    more: "Shape | None" = None
    name: str | None = None
    """Under this name the OpenAPI document describes it once."""
    about: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    shapes: tuple["Shape", ...]


Shape = Text | Whole | Share | Flag | OneOf | Anything | OrNull | Listed | ByKey | Keyed | Either


def needed(key: str, shape: Shape) -> Part:
    return Part(key=key, shape=shape, needed=True)


def optional(key: str, shape: Shape) -> Part:
    return Part(key=key, shape=shape)


def wrong(shape: Shape, value: Any, path: str = "") -> Iterator[Finding]:
    """Find where a value does not have a shape."""
    match shape:
        case Anything():
            return
        case OrNull(shape=inner):
            if value is not None:
                yield from wrong(inner, value, path)
        case Either(shapes=shapes):
            tried = [list(wrong(each, value, path)) for each in shapes]
            yield from min(tried, key=_nearness)
        case Listed():
            yield from _wrong_list(shape, value, path)
        case ByKey():
            yield from _wrong_table(shape, value, path)
        case Keyed():
            yield from _wrong_object(shape, value, path)
        case _:
            yield from _wrong_scalar(shape, value, path)


def _nearness(findings: list[Finding]) -> tuple[int, int]:
    """Prefer the shape with the fewest mistakes, and of those the one that was read furthest."""
    return len(findings), -max((each.path.count("/") for each in findings), default=0)


def _wrong_scalar(
    shape: Text | Whole | Share | Flag | OneOf, value: Any, path: str
) -> Iterator[Finding]:
    shown = quoted(value)
    match shape:
        case Text() if not isinstance(value, str):
            yield Finding.of(
                path, f"这里应是文字，而不是 {shown}。", f"A text is expected, not {shown}."
            )
        case Text(longest=longest) if longest is not None and len(value) > longest:
            yield Finding.of(path, f"最多 {longest} 个字符。", f"At most {longest} characters.")
        case Text(shortest=shortest) if len(value) < shortest:
            yield Finding.of(path, "不能为空。", "This may not be empty.")
        case Whole() if isinstance(value, bool) or not isinstance(value, int):
            yield Finding.of(
                path, f"这里应是整数，而不是 {shown}。", f"A whole number is expected, not {shown}."
            )
        case Whole(least=least, most=most) if (least is not None and value < least) or (
            most is not None and value > most
        ):
            yield Finding.of(
                path, f"应在 {least} 到 {most} 之间。", f"Between {least} and {most}, please."
            )
        case Share() if isinstance(value, bool) or not isinstance(value, int | float):
            yield Finding.of(
                path, f"这里应是数字，而不是 {shown}。", f"A number is expected, not {shown}."
            )
        case Flag() if not isinstance(value, bool):
            yield Finding.of(path, "这里应是 true 或 false。", "True or false is expected.")
        case OneOf(words=words) if value not in words:
            listed = ", ".join(words)
            yield Finding.of(
                path, f"{shown} 不在可选范围内：{listed}。", f"{shown} is not one of {listed}."
            )
        case _:
            return


def _wrong_list(shape: Listed, value: Any, path: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield Finding.of(path, "这里应是一个列表 […]。", "A list […] is expected here.")
        return
    if len(value) < shape.least or (shape.most is not None and len(value) > shape.most):
        yield Finding.of(
            path,
            f"应有 {shape.least} 到 {shape.most} 项，这里有 {len(value)} 项。",
            f"Between {shape.least} and {shape.most} items, please; there are {len(value)}.",
        )
    for n, each in enumerate(() if shape.one_by_one else value):
        yield from wrong(shape.item, each, f"{path}/{n}")


def _wrong_table(shape: ByKey, value: Any, path: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _no_object(path)
        return
    if shape.exactly is not None and len(value) != shape.exactly:
        yield Finding.of(
            path, f"应恰好有 {shape.exactly} 个键。", f"Exactly {shape.exactly} key, please."
        )
    for key, each in value.items():
        yield from wrong(shape.value, each, f"{path}/{pointed(key)}")


def _wrong_object(shape: Keyed, value: Any, path: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _no_object(path)
        return
    known = {each.key: each for each in shape.parts}
    for each in shape.parts:
        if each.needed and each.key not in value:
            yield Finding.of(
                f"{path}/{each.key}", f"缺少“{each.key}”。", f"{each.key!r} is missing."
            )
    for key, inner in value.items():
        place = f"{path}/{pointed(key)}"
        if key in known:
            yield from wrong(known[key].shape, inner, place)
        elif shape.more is None:
            listed = ", ".join(known)
            yield Finding.of(
                place,
                f"不认识“{quoted(key)}”。可用：{listed}。",
                f"There is no {quoted(key)!r} here. Known: {listed}.",
            )
        else:
            yield from wrong(shape.more, inner, place)


def _no_object(path: str) -> Finding:
    return Finding.of(path, "这里应是一个对象 {…}。", "An object {…} is expected here.")
