"""Making one member of two: find the other one, see both side by side, confirm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.access import Can
from app.errors import NotFound
from app.runtime.member_filter import Whom
from app.runtime.member_list import Question, find_members
from app.runtime.merge import merge
from app.runtime.naming import number_of
from app.runtime.releases import Live, live
from app.storage import records
from app.storage.held import held
from app.web.frame import Here
from app.web.records.model import TierShown
from app.web.records.showing import field_shown, name_of, tier_shown
from app.words import Words

MOST = 8


class MergeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    other = IntegerField(widget=HiddenInput())
    sure = BooleanField(validators=[InputRequired(Words("请先勾选确认。", "Tick the box first."))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member who may be the same person."""

    name: str
    number: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What a field, or a tier, is on both sides."""

    label: Words
    own: str
    theirs: str
    filled: bool = False
    """The survivor has nothing and takes over what the other has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage:
    name: str
    number: str
    url: str
    member_url: str
    search: str
    personal: bool
    candidates: tuple[Candidate, ...] = ()
    other: str = ""
    other_number: str = ""
    other_id: int | None = None
    pairs: tuple[Pair, ...] = ()
    tiers: tuple[tuple[Words, TierShown | None, TierShown | None], ...] = ()


def merge_page(here: Here, member_id: int) -> MergePage:
    """Show who may be meant, or the one who was chosen beside the survivor."""
    found = live(here.space, here.program_id)
    personal = here.visitor.may(Can.READ_PERSONAL)
    chosen = number_of(request.values.get("other", ""))
    ids = [member_id] if chosen in (None, member_id) else [member_id, int(chosen or 0)]
    rows = records.find_rows(here.space, found.catalogue.members, ids)
    if len(rows) != len(ids):
        raise NotFound("没有这位会员。", "There is no such member.")
    search = request.args.get("q", "").strip()
    page = MergePage(
        name=name_of(rows[member_id], personal=personal),
        number=str(rows[member_id].get("number") or ""),
        url=here.url("records.merge_member", member_id=member_id),
        member_url=here.url("records.member", member_id=member_id),
        search=search,
        personal=personal,
    )
    if len(ids) == 1:
        candidates = tuple(_candidates(here, found, member_id, search)) if search else ()
        return replace(page, candidates=candidates)
    other = rows[ids[1]]
    return replace(
        page,
        other=name_of(other, personal=personal),
        other_number=str(other.get("number") or ""),
        other_id=ids[1],
        pairs=tuple(_pairs(here, found, rows[member_id], other)),
        tiers=tuple(_tiers(here, found, ids)),
    )


def _candidates(here: Here, found: Live, member_id: int, search: str) -> Iterator[Candidate]:
    personal = here.visitor.may(Can.READ_PERSONAL)
    question = Question(whom=Whom(search=search, personal=personal), size=MOST)
    page = find_members(here.space, found, question, (), found.moment(here.now))
    for each in page.members:
        if each["id"] != member_id:
            yield Candidate(
                name=name_of(each, personal=personal),
                number=str(each.get("number") or ""),
                url=here.url("records.merge_member", member_id=member_id, other=each["id"]),
            )


def _pairs(here: Here, found: Live, own: dict[str, Any], other: dict[str, Any]) -> Iterator[Pair]:
    personal = here.visitor.may(Can.READ_PERSONAL)
    for each in found.catalogue.members.object.fields:
        if each.key not in own or own[each.key] == other[each.key] or each.kind == "reference":
            continue
        both = (
            field_shown(row[each.key], each, here.formats, personal=personal)
            for row in (own, other)
        )
        shown = [str(value or "") for value in both]
        fills = own[each.key] is None and each.kind != "serial"
        yield Pair(label=each.label, own=shown[0], theirs=shown[1], filled=fills)


def _tiers(
    here: Here, found: Live, ids: list[int]
) -> Iterator[tuple[Words, TierShown | None, TierShown | None]]:
    on = held(here.space, found.catalogue.members, ids)
    for key, each in found.checked.ladders.items():
        own, theirs = (tier_shown(each.ladder, on[one][key].tier) for one in ids)
        yield each.ladder.label, own, theirs


def merged(here: Here, member_id: int, other_id: int) -> Words:
    """Merge, and say what came of it."""
    found = live(here.space, here.program_id)
    done = merge(here.space, found, member_id, other_id, now=here.now, by=here.visitor.user.name)
    count = sum((done.moved or {}).values())
    return Words(
        f"已合并：转入 {count} 条记录，补上 {len(done.filled)} 个空字段。",
        f"Merged: {count} records went over, {len(done.filled)} blank fields were filled.",
    )
