"""The members whom a draft would move from one tier to another, page by page, and why.

Every member is looked at, also where the numbers of the preview stand for all by a sample.
Nothing is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_

from app.builder.ahead import Ahead
from app.builder.reasons import reason, rule_behind
from app.errors import NotFound
from app.program.ladder import Ladder
from app.runtime.foresight import Foreseen, foresee
from app.runtime.knowing_ahead import known_ahead
from app.runtime.sight import Sight
from app.storage.records import next_piece
from app.words import Words

PIECE = 5_000
"""Members placed by one statement."""
PIECES = 4
"""So many for one page, even if it does not become full."""
START = -1

Tiers = tuple[str | None, ...]
"""Keys of tiers; None is not being on the ladder, nothing at all is any tier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which members are meant, and which page of them."""

    ladder: str = ""
    """Nothing is the first one."""
    old: Tiers = ()
    new: Tiers = ()
    """Where neither is named for certain, those who stay are left out."""
    after: int = START
    """The id behind which the page begins."""
    size: int = 50

    def means(self, each: Foreseen) -> bool:
        if self.old and each.old not in self.old:
            return False
        if self.new and each.new not in self.new:
            return False
        return bool(self.old and self.new) or each.old != each.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """One member who would go from one tier to another."""

    member_id: int
    member: Mapping[str, Any]
    """What is known of the member, by field."""
    old: str | None
    new: str | None
    why: Words
    """The parts of the rule that decide it, with the member's values."""

    def to_json(self) -> dict[str, Any]:
        """Write it for machines; the member is named by the id alone."""
        return {
            "member_id": str(self.member_id),
            "from": self.old,
            "to": self.new,
            "why": self.why.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    ladder: Ladder
    """As the draft has it."""
    before: Ladder | None
    """As it is live."""
    members: tuple[Mover, ...]
    next: int | None
    """Where the next page begins; it may be that nobody follows."""


def page_of(ahead: Ahead, asked: Question) -> Page:
    """Give a page of the members who would move so, by id. Raises `NotFound`.

    Several pages may be asked of one look; ranks are among those whom it looks at.
    """
    checked = ahead.sight.checked
    asked = replace(asked, ladder=asked.ladder or next(iter(checked.ladders), ""))
    if asked.ladder not in checked.ladders:
        raise NotFound("草稿里没有这个等级体系。", "The draft has no such ladder.")
    found, following = _found(ahead.sight, asked)
    return Page(
        ladder=checked.ladders[asked.ladder].ladder,
        before=_before(ahead, asked.ladder),
        members=tuple(_described(ahead.sight, asked.ladder, found)),
        next=following,
    )


def _before(ahead: Ahead, key: str) -> Ladder | None:
    ladders = () if ahead.before is None else ahead.before.checked.program.ladders
    return next((each for each in ladders if each.key == key), None)


def _found(sight: Sight, asked: Question) -> tuple[list[Foreseen], int | None]:
    """Look through the members piece by piece until the page is full."""
    found: list[Foreseen] = []
    after, members = asked.after, sight.rules.catalogue.members
    if not sight.members:
        return found, None
    for _ in range(PIECES):
        up_to, count = next_piece(sight.space, members, after, PIECE)
        if count:
            piece = sight.among(_Piece(sight, asked, after, up_to))
            placed = foresee(piece, up_to=asked.ladder)[asked.ladder].members
            found += [each for each in placed if asked.means(each)]
        if len(found) > asked.size:
            return found[: asked.size], found[asked.size - 1].member_id
        if count < PIECE:
            return found, None
        after = up_to
    return found, after


@dataclass(frozen=True, slots=True)
class _Piece:
    """Says of a table of members which are in a piece, and on a tier that is asked for."""

    sight: Sight
    asked: Question
    after: int
    up_to: int

    def __call__(self, table: FromClause) -> ColumnElement[bool]:
        between = and_(table.c.id > self.after, table.c.id <= self.up_to)
        if not self.asked.old:
            return between
        columns = self.sight.rules.catalogue.members.ladders[self.asked.ladder]
        tier = table.c[columns.tier.name]
        ids = [each for key, each in columns.tiers.items() if key in self.asked.old]
        held = tier.in_(ids)
        return and_(between, or_(held, tier.is_(None)) if None in self.asked.old else held)


def _described(sight: Sight, key: str, found: Sequence[Foreseen]) -> Iterator[Mover]:
    ladder = sight.checked.ladders[key]
    if not found:
        return
    rules = [rule_behind(ladder, each) for each in found]
    conditions = [each for each in rules if each is not None]
    known = known_ahead(sight, key, conditions, [each.member_id for each in found])
    for each, rule in zip(found, rules, strict=True):
        mine = known[each.member_id]
        yield Mover(
            member_id=each.member_id,
            member=mine.values,
            old=each.old,
            new=each.new,
            why=reason(ladder, each, rule, mine),
        )
