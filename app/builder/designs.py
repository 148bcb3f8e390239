"""Coupons, benefits and what tiers give, as they are designed: in the draft, each undoable."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.builder import drafts, parts
from app.builder.offer_uses import Use, uses_of
from app.builder.offers import Offer, find
from app.builder.parts import Elsewhere, Saved, Written, in_draft, is_called, label_of, print_of
from app.builder.segments import Author
from app.errors import NotFound
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage.space import Space
from app.words import Words


def add(space: Space, program_id: int, offer: Offer, written: Written, author: Author) -> Saved:
    """Add a coupon or a benefit to the draft; its key is made once and given."""
    kind = str(written["kind"])
    return parts.add(space, program_id, offer.value, written, author, kind=kind)


def duplicate(space: Space, program_id: int, offer: Offer, key: str, author: Author) -> Saved:
    """Add a copy under a key of its own. Raises `NotFound`."""
    found = find(drafts.get(space, program_id).content, offer, key)
    label = label_of(found)
    copied = Words(f"{label.to('zh')}（副本）", f"{label.to('en')} (copy)")
    return add(space, program_id, offer, {**found, "label": copied.to_json()}, author)


def remove(space: Space, program_id: int, offer: Offer, key: str, author: Author) -> Saved:
    """Take one out of the draft.

    Raises `NotFound`, `StillUsed` where something needs it, and `Unreadable` where nobody can say.
    """
    return parts.remove(
        space,
        program_id,
        offer.value,
        key,
        author,
        uses=lambda program: uses_of(program, offer, key),
    )


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
        if is_called(each, ladder):
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
