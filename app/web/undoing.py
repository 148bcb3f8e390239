"""Taking back a change of the draft that has just been saved: offered by the page one comes to."""

from dataclasses import dataclass

from flask import request

from app.access import Can
from app.builder import drafts
from app.runtime.naming import number_of
from app.web.frame import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A change that has just been saved and can be taken back."""

    url: str
    number: int
    seen: int


def undo_offered(here: Here, url: str) -> Undo | None:
    """Offer to take back, at an address, what has just been saved, as this page's address says."""
    kept = number_of(request.args.get("kept", ""))
    saved = number_of(request.args.get("saved", ""))
    if kept is None or saved is None or not here.visitor.may(Can.EDIT_DRAFT):
        return None
    if drafts.get(here.space, here.program_id).version != saved:
        return None
    return Undo(url=url, number=kept, seen=saved)
