"""The members whom the draft would move from one tier to another, as a page and as a file."""

from dataclasses import dataclass

from flask import request

from app.access import Can
from app.builder import drafts
from app.builder.ahead import Ahead, look_ahead
from app.builder.moving import START, Mover, Page, Question, Tiers, page_of
from app.builder.moving_file import MOST, label_of, written
from app.builder.releases import NotReady
from app.errors import NotFound
from app.web.builder.impact import LOOKED_AT, NOWHERE
from app.web.frame import Here
from app.web.language import language
from app.web.records.model import TierShown
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words

SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MoverRow:
    name: str
    initial: str
    number: str
    url: str
    old: TierShown | None
    new: TierShown | None
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingPage:
    label: Words
    old: Words | None
    """The tier they come from; None: any."""
    new: Words | None
    rows: tuple[MoverRow, ...]
    check_url: str | None
    file_url: str
    most: int
    """Members in a file."""
    first_url: str | None
    next_url: str | None


def moving_page(here: Here) -> MovingPage:
    asked = _asked()
    found = page_of(_ahead(here), asked)
    return MovingPage(
        label=found.ladder.label,
        old=_named(found, asked.old),
        new=_named(found, asked.new),
        rows=tuple(_row(here, found, each) for each in found.members),
        check_url=here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None,
        file_url=_url(here, "builder.moving_file", asked),
        most=MOST,
        first_url=None if asked.after == START else _url(here, "builder.moving", asked),
        next_url=None
        if found.next is None
        else _url(here, "builder.moving", asked, after=found.next),
    )


def moving_file(here: Here) -> str:
    personal = here.visitor.may(Can.READ_PERSONAL)
    return written(_ahead(here), _asked(), language(), personal=personal)


def _ahead(here: Here) -> Ahead:
    """Look at the draft. Raises `NotFound` where it has errors: then there is nothing to show."""
    examined = drafts.examine(drafts.get(here.space, here.program_id))
    refused = NotFound("草稿有错误，还不能预览。", "The draft has errors; there is no preview yet.")
    if examined.checked is None:
        raise refused
    try:
        return look_ahead(
            here.space, here.program_id, examined.checked, now=here.now, most=LOOKED_AT
        )
    except NotReady as error:
        raise refused from error


def _asked() -> Question:
    given = request.args
    return Question(
        ladder=given.get("ladder", ""),
        old=_tiers(given.get("from")),
        new=_tiers(given.get("to")),
        after=max(START, given.get("after", START, type=int)),
        size=SIZE,
    )


def _tiers(given: str | None) -> Tiers:
    if not given:
        return ()
    return (None,) if given == NOWHERE else (given,)


def _url(here: Here, endpoint: str, asked: Question, **more: int) -> str:
    named = {"from": asked.old, "to": asked.new}
    values = {key: tiers[0] or NOWHERE for key, tiers in named.items() if tiers}
    if asked.ladder:
        values["ladder"] = asked.ladder
    return here.url(endpoint, **values, **more)


def _named(found: Page, tiers: Tiers) -> Words | None:
    return label_of(found.ladder, found.before, tiers[0]) if tiers else None


def _row(here: Here, found: Page, each: Mover) -> MoverRow:
    name = name_of(each.member, personal=here.visitor.may(Can.READ_PERSONAL))
    number = str(each.member.get("number") or each.member.get("external_id") or "")
    return MoverRow(
        name=name,
        initial=initial_of_member(name),
        number="" if number == name else number,
        url=here.url("records.member", member_id=each.member_id),
        old=_tier(found, each.old),
        new=_tier(found, each.new),
        why=each.why,
    )


def _tier(found: Page, key: str | None) -> TierShown | None:
    shown = tier_shown(found.ladder, key)
    if shown is None and found.before is not None:
        shown = tier_shown(found.before, key)
    return shown
