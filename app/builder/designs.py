"""Coupons and benefits as they are designed: in the draft, one at a time, each change undoable."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import orjson

from app.builder import drafts, versions
from app.builder.offer_uses import Use, uses_of
from app.builder.offers import Offer, find
from app.builder.segments import Author
from app.clock import to_instant
from app.errors import Conflict, NotFound
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage import programs
from app.storage.space import Space
from app.words import Words

Written = dict[str, Any]
GONE = None
"""What stands in the place of something that is not there."""
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


def find_or_gone(content: Any, offer: Offer, key: str) -> Written | None:
    """Give one as the draft has it; None where somebody took it away."""
    try:
        return find(content, offer, key)
    except NotFound:
        return GONE


def keys_in(content: Any, offer: Offer) -> set[str]:
    listed = content.get(offer.value) if isinstance(content, dict) else None
    found = listed if isinstance(listed, list) else []
    return {str(each.get("key")) for each in found if isinstance(each, dict)}


def new_key(label: Words, kind: str, taken: set[str]) -> str:
    """Make a key out of the English label, or of the kind; it never changes afterwards."""
    said = "" if label.en == label.zh and not label.en.isascii() else label.en
    start = _NOT_IN_KEYS.sub("_", said.lower()).strip("_")[:_LONGEST_KEY].strip("_")
    if not start or not start[0].isalpha() or start in {"new", "told", "undo"}:
        start = kind
    if start not in taken:
        return start
    return next(f"{start}_{n}" for n in range(2, len(taken) + 3) if f"{start}_{n}" not in taken)


def add(space: Space, program_id: int, offer: Offer, written: Written, author: Author) -> Saved:
    """Add a coupon or a benefit to the draft; its key is made once and given."""
    made: list[str] = []

    def within(content: Written) -> None:
        label = Words.from_json(written["label"])
        made.append(new_key(label, str(written["kind"]), keys_in(content, offer)))
        content[offer.value] = [*_listed(content, offer), {**written, "key": made[0]}]

    return in_draft(space, program_id, within, author, lambda: made[0])


def change(
    space: Space,
    program_id: int,
    offer: Offer,
    written: Written,
    *,
    seen: str,
    author: Author,
) -> Saved:
    """Put one in the place of what has its key, if that is still as it was seen.

    One that somebody took away is added again by whoever has seen that. Raises `Elsewhere`.
    """
    key = str(written["key"])

    def within(content: Written) -> None:
        there = find_or_gone(content, offer, key)
        if print_of(there) != seen:
            raise Elsewhere
        listed = _listed(content, offer)
        content[offer.value] = (
            [*listed, dict(written)]
            if there is GONE
            else [dict(written) if _is(each, key) else each for each in listed]
        )

    return in_draft(space, program_id, within, author, lambda: key)


def duplicate(space: Space, program_id: int, offer: Offer, key: str, author: Author) -> Saved:
    """Add a copy under a key of its own. Raises `NotFound`."""
    found = find(drafts.get(space, program_id).content, offer, key)
    label = _label(found)
    copied = Words(f"{label.to('zh')}（副本）", f"{label.to('en')} (copy)")
    return add(space, program_id, offer, {**found, "label": copied.to_json()}, author)


def remove(space: Space, program_id: int, offer: Offer, key: str, author: Author) -> Saved:
    """Take one out of the draft.

    Raises `NotFound`, `StillUsed` where something needs it, and `Unreadable` where nobody can say.
    """

    def within(content: Written) -> None:
        gone = find(content, offer, key)
        if uses := uses_of(load(content), offer, key):
            raise StillUsed(_label(gone), uses)
        content[offer.value] = [each for each in _listed(content, offer) if not _is(each, key)]
        if not content[offer.value]:
            del content[offer.value]

    return in_draft(space, program_id, within, author, lambda: key)


def used_in(content: Any, offer: Offer, key: str) -> tuple[Use, ...]:
    """Say where a draft uses one; a draft that cannot be read does not say."""
    try:
        return uses_of(load(content), offer, key)
    except Unreadable:
        return ()


def change_tiers(
    space: Space,
    program_id: int,
    ladder: str,
    parts: Mapping[str, Written],
    *,
    seen: str,
    author: Author,
) -> Saved:
    """Write anew what tiers of a ladder give: `parts` by tier; a blank part is taken away.

    Raises `NotFound`, and `Elsewhere` if the same parts were changed since they were seen.
    """

    def within(content: Written) -> None:
        names = sorted({name for part in parts.values() for name in part})
        if print_of(given_by(content, ladder, names, list(parts))) != seen:
            raise Elsewhere
        for tier in tiers_of(content, ladder):
            for name, value in parts.get(str(tier.get("key")), {}).items():
                tier.pop(name, None)
                if value:
                    tier[name] = value

    return in_draft(space, program_id, within, author, lambda: ladder)


def tiers_of(content: Any, ladder: str) -> list[Written]:
    """Give the tiers of a ladder as they are written. Raises `NotFound`."""
    ladders = content.get("ladders") if isinstance(content, dict) else None
    for each in ladders if isinstance(ladders, list) else []:
        if _is(each, ladder):
            tiers = each.get("tiers")
            return [tier for tier in tiers if isinstance(tier, dict)] if tiers else []
    raise NotFound(f"草稿里没有等级体系“{ladder}”。", f"The draft has no ladder {ladder!r}.")


def given_by(content: Any, ladder: str, names: Sequence[str], tiers: Sequence[str]) -> Any:
    """Give the named parts of some tiers as they are written."""
    return {
        str(tier.get("key")): {name: tier.get(name) or None for name in names}
        for tier in tiers_of(content, ladder)
        if tier.get("key") in tiers
    }


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


def _listed(content: Written, offer: Offer) -> list[Any]:
    found = content.get(offer.value)
    return deepcopy(found) if isinstance(found, list) else []


def _is(written: Any, key: str) -> bool:
    return isinstance(written, dict) and written.get("key") == key


def _label(written: Mapping[str, Any]) -> Words:
    return Words.from_json(written.get("label") or str(written.get("key", "")))
