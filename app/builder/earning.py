"""Earning rules, boosts and budgets as an operator keeps them: in the draft, one at a time."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from enum import StrEnum
from typing import Any

from app.builder import drafts
from app.builder.budgets import drawn_on, joined
from app.builder.segments import Author
from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.boost_codec import read_boost
from app.program.budget_codec import read_budget
from app.program.codec import load
from app.program.earning_codec import read_earning, read_rule
from app.program.program import Program
from app.program.reader import Reader, Unreadable
from app.storage.space import Space
from app.words import Words


class Part(StrEnum):
    """What the page of earning keeps lists of."""

    RULE = "rules"
    BOOST = "boosts"
    BUDGET = "budgets"

    @property
    def label(self) -> Words:
        return _LABELS[self]


_LABELS = {
    Part.RULE: Words("积分规则", "Earning rule"),
    Part.BOOST: Words("加速", "Boost"),
    Part.BUDGET: Words("预算", "Budget"),
}
_READ: Mapping[Part, Callable[[Reader, Any, str], Any]] = {
    Part.RULE: read_rule,
    Part.BOOST: read_boost,
    Part.BUDGET: read_budget,
}
_PREFIX = {Part.RULE: "rule", Part.BOOST: "boost", Part.BUDGET: "budget"}


def program_of(content: Any) -> Program | None:
    """Read a draft; None where it cannot be read."""
    try:
        return load(content)
    except Unreadable:
        return None


def wrong(part: Part, written: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what is wrong with the shape of one thing, at paths within it."""
    reader = Reader()
    _READ[part](reader, dict(written), "")
    return tuple(reader.findings)


def find(content: Any, part: Part, key: str) -> dict[str, Any]:
    """Find one thing as it is written in the draft. Raises `NotFound`."""
    for each in _listed(content, part):
        if isinstance(each, dict) and each.get("key") == key:
            return deepcopy(each)
    raise NotFound(f"草稿里没有“{key}”。", f"The draft has no {key!r}.")


def _listed(content: Any, part: Part) -> list[Any]:
    owner = content if part is Part.BUDGET else content.get("earning", {})
    found = owner.get(part.value, []) if isinstance(owner, dict) else []
    return list(found) if isinstance(found, list) else []


def add(
    space: Space, program_id: int, part: Part, written: Mapping[str, Any], author: Author
) -> str:
    """Add something to the draft; its key is made once and given. Raises `Invalid`."""
    content, version = drafts.to_change(space, program_id)
    there = _listed(content, part)
    taken = {each.get("key") for each in there if isinstance(each, dict)}
    name = _PREFIX[part]
    key = next(f"{name}_{n}" for n in range(1, len(taken) + 2) if f"{name}_{n}" not in taken)
    _put(content, part, [*there, {**written, "key": key}])
    _save(space, program_id, content, version, author)
    return key


def change(
    space: Space,
    program_id: int,
    part: Part,
    written: Mapping[str, Any],
    *,
    seen: int,
    author: Author,
) -> None:
    """Put something in the place of what has its key. Raises `NotFound`, `Conflict`."""
    content, version = drafts.to_change(space, program_id, seen=seen)
    find(content, part, str(written["key"]))
    changed = [
        dict(written) if each.get("key") == written["key"] else each
        for each in _listed(content, part)
    ]
    _put(content, part, changed)
    _save(space, program_id, content, version, author)


def duplicate(space: Space, program_id: int, part: Part, key: str, author: Author) -> str:
    """Add a copy that rests until somebody looks at it. Raises `NotFound`."""
    found = find(drafts.get(space, program_id).content, part, key)
    label = Words.from_json(found.get("label", key))
    copied = Words(f"{label.to('zh')}（副本）", f"{label.to('en')} (copy)")
    resting = {} if part is Part.BUDGET else {"off": True}
    return add(space, program_id, part, {**found, "label": copied.to_json(), **resting}, author)


def remove(space: Space, program_id: int, part: Part, key: str, author: Author) -> Words:
    """Take something out of the draft; say what it was called. Raises `NotFound`.

    A budget that something draws on stays. Raises `Conflict`, and says what draws on it.
    """
    content, version = drafts.to_change(space, program_id)
    gone = find(content, part, key)
    if part is Part.BUDGET:
        _refuse_named(content, key, Words.from_json(gone.get("label", key)))
    _put(content, part, [each for each in _listed(content, part) if each.get("key") != key])
    _save(space, program_id, content, version, author)
    return Words.from_json(gone.get("label", key))


def _refuse_named(content: Any, key: str, label: Words) -> None:
    if found := drawn_on(content, key):
        who = joined(found)
        raise Conflict(
            f"预算“{label.to('zh')}”没有移除：{who.zh}还从它出。请先让它们换一个预算，或不用预算。",
            f"The budget {label.to('en')} stays: {who.en} still draws on it. Have it draw on"
            " another one, or on none, first.",
        )


def settle(
    space: Space, program_id: int, written: Mapping[str, Any], *, seen: int, author: Author
) -> None:
    """Change what holds for all rules: how boosts meet, and what a member may earn in all.

    Raises `Conflict`, `Invalid`.
    """
    content, version = drafts.to_change(space, program_id, seen=seen)
    reader = Reader()
    earning = {
        key: each
        for key, each in {**content.get("earning", {}), **written}.items()
        if each not in (None, [], "best")
    }
    read_earning(reader, earning, "")
    if reader.findings:
        first = reader.findings[0].message
        raise Invalid(first.zh, first.en, tuple(reader.findings))
    content["earning"] = earning
    _save(space, program_id, content, version, author)


def _put(content: dict[str, Any], part: Part, things: list[Any]) -> None:
    owner = content if part is Part.BUDGET else content.setdefault("earning", {})
    owner[part.value] = things
    if not things:
        del owner[part.value]
    if content.get("earning") == {}:
        del content["earning"]


def _save(space: Space, program_id: int, content: Any, seen: int, author: Author) -> None:
    drafts.save(space, program_id, content, seen=seen, now=author.now, by=author.by)
