"""Taking back a change of the draft that has just been saved: offered by the page one comes to."""

from dataclasses import dataclass

from flask import flash, request

from app.access import Can
from app.builder import drafts, parts
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import Conflict
from app.runtime.naming import number_of
from app.web.frame import Here
from app.web.language import t
from app.words import Words


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


def take_back(here: Here) -> None:
    """Go back to the draft as the form that was sent names it, and say what became of it."""
    number = request.form.get("number", 0, type=int)
    seen = request.form.get("seen", 0, type=int)
    author = Author(now=from_instant(here.now), by=here.visitor.user.email)
    try:
        parts.undo(here.space, here.program_id, number, seen=seen, author=author)
        flash(t(Words("已撤销。", "Taken back.")))
    except Conflict:
        zh = "没有撤销：草稿之后又改过。可以从草稿版本里恢复。"
        en = "Not taken back: the draft was changed since. Versions of the draft go back to it."
        flash(t(Words(zh, en)))
