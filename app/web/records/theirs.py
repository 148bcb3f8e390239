"""Where the records of one member are listed and added, by object."""

from dataclasses import dataclass

from app.access import Can
from app.program.objects import ENTRY, MEMBER, ORDER
from app.runtime.releases import Live
from app.web.frame import Here
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    lists: tuple[tuple[Words, str], ...]
    """What an object is called, and where the member's records of it are."""
    adds: tuple[tuple[Words, str], ...]
    """The same, and where one is added; for whom may."""
    leave_url: str | None
    """Where the member is deleted, for whom may."""


def theirs(here: Here, found: Live, member_id: int) -> Theirs:
    owned = [
        each.object
        for key, each in found.catalogue.records.items()
        if each.object.of_member and key != MEMBER
    ]
    # Most of what is added at a counter is an order.
    owned.sort(key=lambda each: each.key != ORDER)
    lists, adds = (
        tuple(
            (each.label, here.url(endpoint, object_key=each.key, member=member_id))
            for each in owned
            if each.key not in without
        )
        for endpoint, without in (("objects.records", ()), ("objects.new", (ENTRY,)))
    )
    leave_url = here.url("objects.ask_member", member_id=member_id)
    return Theirs(
        lists=lists,
        adds=adds if here.visitor.may(Can.EDIT_MEMBERS) else (),
        leave_url=leave_url if here.visitor.may(Can.REMOVE_MEMBERS) else None,
    )
