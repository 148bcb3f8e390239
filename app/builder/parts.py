"""One part of the draft at a time, with a key that is made once; each change can be undone."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import orjson

from app.builder import drafts, versions
from app.builder.segments import Author
from app.builder.uses import Use
from app.clock import to_instant
from app.errors import Conflict, NotFound
from app.program.codec import load
from app.program.program import Program
from app.program.reader import KEY
from app.storage import programs
from app.storage.space import Space
from app.words import Words

Written = dict[str, Any]
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+", re.ASCII)
_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The draft was changed: what it was before, and by which version it goes now."""

    kept: int
    """The number under which the draft is kept as it was, so that this can be undone."""
    version: int
    key: str = ""


class Elsewhere(Conflict):
    """Somebody else changed the same thing meanwhile; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "别人刚刚也改了这一处，还没有保存您的。",
            "Somebody else has just changed this; yours is not saved yet.",
        )


class StillUsed(Conflict):
    """Something is not taken away while the draft needs it; `uses` says where."""

    def __init__(self, label: Words, uses: Sequence[Use]) -> None:
        zh, en = label.to("zh"), label.to("en")
        super().__init__(
            f"“{zh}”没有删除：还有 {len(uses)} 处在用。",
            f"{en} stays: it is used in {len(uses)} places.",
        )
        self.uses = tuple(uses)


def print_of(part: Any) -> str:
    """Tell two states of one part of the document apart."""
    return hashlib.sha256(orjson.dumps(part, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


def find(content: Any, part: str, key: str) -> Written | None:
    """Give what has a key in a list of the document, as it is written; None where nothing has."""
    return next((each for each in _listed(content, part) if is_called(each, key)), None)


def new_key(label: Words, kind: str, taken: set[str]) -> str:
    """Make a key out of the English label, or of the kind; it never changes afterwards."""
    said = "" if label.en == label.zh and not label.en.isascii() else label.en
    start = _NOT_IN_KEYS.sub("_", said.lower()).strip("_")[:_LONGEST_KEY].strip("_")
    if not start or not start[0].isalpha() or start in {"new", "told", "undo"}:
        start = kind
    if start not in taken:
        return start
    return next(f"{start}_{n}" for n in range(2, len(taken) + 3) if f"{start}_{n}" not in taken)


def add(
    space: Space,
    program_id: int,
    part: str,
    written: Written,
    author: Author,
    *,
    kind: str,
    taken: Collection[str] = (),
) -> Saved:
    """Add to a list of the draft; the key is made once, of the label or the kind, and given.

    `taken` are the keys of what is there without being written.
    """
    made: list[str] = []

    def within(content: Written) -> None:
        listed = _listed(content, part)
        there = {str(each.get("key")) for each in listed if isinstance(each, dict)}
        made.append(new_key(Words.from_json(written["label"]), kind, there | set(taken)))
        content[part] = [*listed, {**written, "key": made[0]}]

    return in_draft(space, program_id, within, author, lambda: made[0])


def change(
    space: Space, program_id: int, part: str, written: Written, *, seen: str, author: Author
) -> Saved:
    """Put one in the place of what has its key, if that is still as it was seen.

    One that is not written yet, or that somebody took away, is added by whoever has seen that.
    Raises `Elsewhere`, and `NotFound` for what can be no key.
    """
    key = str(written["key"])
    if not KEY.match(key):
        raise missing(key)

    def within(content: Written) -> None:
        there = find(content, part, key)
        if print_of(there) != seen:
            raise Elsewhere
        listed = _listed(content, part)
        content[part] = (
            [*listed, dict(written)]
            if there is None
            else [dict(written) if is_called(each, key) else each for each in listed]
        )

    return in_draft(space, program_id, within, author, lambda: key)


def remove(
    space: Space,
    program_id: int,
    part: str,
    key: str,
    author: Author,
    *,
    uses: Callable[[Program], Sequence[Use]],
) -> Saved:
    """Take one out of the draft.

    Raises `NotFound`, `StillUsed` where something needs it, and `Unreadable` where nobody can say.
    """

    def within(content: Written) -> None:
        gone = find(content, part, key)
        if gone is None:
            raise missing(key)
        if found := uses(load(content)):
            raise StillUsed(label_of(gone), found)
        content[part] = [each for each in _listed(content, part) if not is_called(each, key)]
        if not content[part]:
            del content[part]

    return in_draft(space, program_id, within, author, lambda: key)


def undo(space: Space, program_id: int, number: int, *, seen: int, author: Author) -> None:
    """Go back to the draft as it was kept. Raises `NotFound`, `Conflict` if somebody saved."""
    _, content = versions.get(space, program_id, number)
    versions.restore(space, program_id, content, seen=seen, now=author.now, by=author.by)


def in_draft(
    space: Space,
    program_id: int,
    within: Callable[[Written], None],
    author: Author,
    key: Callable[[], str],
) -> Saved:
    """Change the draft and keep it as it was before, so that this can be taken back."""
    content, version = drafts.to_change(space, program_id)
    within(content)
    before = drafts.get(space, program_id)
    kept = drafts.put_aside(space, program_id, before, now=author.now, by=author.by)
    at = to_instant(author.now)
    now = programs.save_draft(space, program_id, content, seen=version, at=at, by=author.by)
    return Saved(kept=kept, version=now, key=key())


def missing(key: str) -> NotFound:
    return NotFound(f"草稿里没有“{key}”。", f"The draft has no {key!r}.")


def is_called(written: Any, key: str) -> bool:
    return isinstance(written, dict) and written.get("key") == key


def label_of(written: Mapping[str, Any]) -> Words:
    return Words.from_json(written.get("label") or str(written.get("key", "")))


def _listed(content: Any, part: str) -> list[Any]:
    found = content.get(part) if isinstance(content, dict) else None
    return deepcopy(found) if isinstance(found, list) else []
