"""One change between two versions of a programme, as a colleague would tell it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Generic, Protocol, TypeVar

import orjson

from app.words import Words


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Importance(IntEnum):
    """What a change touches; the smallest is read first."""

    RULES = 0
    """Who stands where, and when."""
    DATA = 1
    """What is kept, and what is taken at the entrance."""
    WORDS = 2
    """What people read and see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference at one place of the document; what was removed has its place in the old one."""

    path: str
    kind: Kind
    sentence: Words
    importance: Importance = Importance.RULES

    def to_json(self) -> dict[str, Any]:
        return {"path": self.path, "kind": self.kind.value, "sentence": self.sentence.to_json()}


def added(path: str, zh: str, en: str, importance: Importance = Importance.RULES) -> Change:
    return Change(
        path=path,
        kind=Kind.ADDED,
        sentence=Words(f"新增{zh}", f"Added {en}"),
        importance=importance,
    )


def removed(path: str, zh: str, en: str, importance: Importance = Importance.RULES) -> Change:
    return Change(
        path=path,
        kind=Kind.REMOVED,
        sentence=Words(f"移除{zh}", f"Removed {en}"),
        importance=importance,
    )


def changed(path: str, zh: str, en: str, importance: Importance = Importance.RULES) -> Change:
    return Change(path=path, kind=Kind.CHANGED, sentence=Words(zh, en), importance=importance)


def moved(path: str, zh: str, en: str, importance: Importance = Importance.RULES) -> Change:
    return Change(path=path, kind=Kind.MOVED, sentence=Words(zh, en), importance=importance)


def replaced(
    path: str, what: Words, old: Words, new: Words, importance: Importance = Importance.RULES
) -> Change:
    """Say that something was one thing and is another; where both read alike, only that."""
    zh = f"{what.zh}从“{old.to('zh')}”改为“{new.to('zh')}”"
    en = f"Changed {what.en} from “{old.to('en')}” to “{new.to('en')}”"
    if old.to("zh") == new.to("zh"):
        zh = f"{what.zh}换了写法，读起来仍是“{new.to('zh')}”"
    if old.to("en") == new.to("en"):
        en = f"Wrote {what.en} differently; it still reads “{new.to('en')}”"
    return changed(path, zh, en, importance)


def same(old: Any, new: Any) -> bool:
    """Compare as JSON does: true is not 1, and the order of keys does not count."""
    return _canonical(old) == _canonical(new)


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, default=_as_list, option=orjson.OPT_SORT_KEYS)


def _as_list(value: Any) -> list[Any]:
    """Let JSON have `Words`, which are a named tuple."""
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no JSON.")


LONGEST = 80


def as_written(value: Any) -> Words:
    """Show a value of a document; nothing at all is said as such."""
    if value is None or value == "":
        return Words("（空）", "(blank)")
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    short = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return Words(short, short)


def quoted(label: Words, key: str) -> Words:
    """Call a thing by its label in quotation marks, and by its key where it has none."""
    return Words(f"“{label.to('zh') or key}”", f"“{label.to('en') or key}”")


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Pair(Generic[K]):
    """A thing that is on one side or on both, with its place on each."""

    old: K | None
    new: K | None
    old_at: int
    new_at: int


def paired(old: Sequence[K], new: Sequence[K]) -> Iterator[Pair[K]]:
    """Go through what is there now, and then through what is gone."""
    before = {each.key: (n, each) for n, each in enumerate(old)}
    after = {each.key for each in new}
    for n, each in enumerate(new):
        at, was = before.get(each.key, (-1, None))
        yield Pair(was, each, at, n)
    for n, each in enumerate(old):
        if each.key not in after:
            yield Pair(each, None, n, -1)


def of_each(
    path: str,
    both: tuple[Sequence[K], Sequence[K]],
    name: Callable[[K], Words],
    says: Callable[[K], Words],
    differences: Callable[[K, K, str], Iterator[Change]],
) -> Iterator[Change]:
    """Tell of things under a place: what is gone, what is new and says what, and what differs."""
    for pair in paired(*both):
        if pair.new is None:
            assert pair.old is not None
            called = name(pair.old)
            yield removed(f"{path}/{pair.old_at}", called.zh, called.en)
        elif pair.old is None:
            called, said = name(pair.new), says(pair.new)
            place = f"{path}/{pair.new_at}"
            yield added(place, f"{called.zh}：{said.zh}", f"{called.en}: {said.en}")
        else:
            yield from differences(pair.old, pair.new, f"{path}/{pair.new_at}")


def out_of_order(old: Sequence[K], new: Sequence[K]) -> list[int]:
    """Give the places of as few things as possible that must be moved to make new out of old."""
    was = {each.key: n for n, each in enumerate(old)}
    there = [(n, was[each.key]) for n, each in enumerate(new) if each.key in was]
    best: list[list[int]] = []
    for n, (_, position) in enumerate(there):
        best.append([*_longest([best[m] for m in range(n) if there[m][1] < position]), n])
    stay = set(_longest(best))
    return [place for n, (place, _) in enumerate(there) if n not in stay]


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
