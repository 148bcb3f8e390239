"""What is decided right before messages go: whether they may, what they say, and whereto."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.program.objects import MEMBER
from app.runtime.allowing import allowed
from app.runtime.channel_settings import Ask
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import ChannelKind
from app.runtime.releases import Live, live
from app.runtime.rendering import Rendered, Unsaid, render
from app.storage import outgoing
from app.storage.channels import ChannelRow
from app.storage.outgoing import Claimed
from app.storage.records import find_rows
from app.storage.space import Space
from app.words import Words

MARKETING = "marketing"
GONE = Words("会员已不存在。", "The member is no longer there.")
NO_ADDRESS = Words("会员没有留下地址。", "The member has left no address.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A message in words, with where it goes."""

    claimed: Claimed
    rendered: Rendered
    to: str


def prepare(
    space: Space,
    program_id: int,
    claimed: Sequence[Claimed],
    row: ChannelRow | None,
    *,
    now: int,
) -> list[Prepared]:
    """Decide what becomes of claimed messages; give those that go out now."""
    current = live(space, program_id)
    held = {each.outgoing.id: each for each in claimed}
    addresses = _addresses(space, current, claimed, row)
    for number, each in list(held.items()):
        to = addresses.get(each.outgoing.member_id)
        if not to and (to is None or _is_personal(row)):
            outgoing.cancel(space, each, why=GONE if to is None else NO_ADDRESS)
            del held[number]
    said = {
        number: Rendered.from_json(each.rendered)
        for number, each in held.items()
        if each.rendered is not None
    }
    said |= _first_said(space, current, [each for n, each in held.items() if n not in said], now)
    return [
        Prepared(claimed=each, rendered=said[n], to=addresses[each.outgoing.member_id])
        for n, each in held.items()
        if n in said
    ]


def _first_said(
    space: Space, current: Live, claimed: Sequence[Claimed], now: int
) -> dict[int, Rendered]:
    """Ask whether messages may go, put those that may in words, and keep the words."""
    if not claimed:
        return {}
    verdicts = allowed(space, current, [each.outgoing for each in claimed], now=now)
    going = []
    for each in claimed:
        verdict = verdicts[each.outgoing.id]
        if verdict.send:
            going.append(each)
        elif verdict.later is not None:
            outgoing.put_off(space, each, until=verdict.later, why=verdict.why)
        else:
            outgoing.cancel(space, each, why=verdict.why or Words("不允许发送。", "Not allowed."))
    said = render(space, current, [each.outgoing for each in going], now=now) if going else {}
    found = {}
    for each in going:
        words = said[each.outgoing.id]
        if isinstance(words, Unsaid):
            outgoing.bury(space, each, why=words.why)
        elif outgoing.keep(space, each, words.to_json()):
            found[each.outgoing.id] = words
    return found


def _addresses(
    space: Space, current: Live, claimed: Sequence[Claimed], row: ChannelRow | None
) -> dict[int, str]:
    """Give where each member is reached, by member; whoever is gone is left out."""
    members = current.catalogue.members
    ids = sorted({each.outgoing.member_id for each in claimed})
    found = find_rows(space, members, ids)
    key = None if row is None else address_field(current, CHANNEL_KINDS[row.kind], row.settings)
    return {each: str(found[each].get(key) or "") if key else "" for each in ids if each in found}


def _is_personal(row: ChannelRow | None) -> bool:
    return row is not None and CHANNEL_KINDS[row.kind].personal


def address_field(current: Live, kind: ChannelKind, settings: Any) -> str | None:
    """Give the member's field with the address: the chosen one, or the first that will do."""
    asked = next((each for each in kind.settings if each.ask is Ask.FIELD), None)
    if asked is None:
        return None
    chosen = settings.get(asked.key)
    if chosen:
        return str(chosen)
    fields = current.checked.program.object(MEMBER).in_use
    return next((each.key for each in fields if each.kind in asked.kinds), None)
