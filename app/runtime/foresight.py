"""What an evaluation would come to, told without writing anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select, true

from app.days import Moment
from app.expression.tree import Typed, children
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.objects import MEMBER
from app.runtime.placing import Placing
from app.runtime.ranks import Among, find_cut, ranks_of
from app.runtime.releases import Live
from app.runtime.source import cut_form
from app.storage.catalogue import Catalogue, Records
from app.storage.space import Space

PRIME = 2**31 - 1
SPREAD = 1_327_217_885
"""Members are drawn by id × this, which scatters neighbouring ids evenly (golden section)."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Where one member stands on a ladder, and where they would."""

    member_id: int
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What would become of the members that were looked at."""

    members: int
    """How many there are."""
    looked_at: int
    ladders: Mapping[str, tuple[Foreseen, ...]]


def foresee(
    space: Space, checked: CheckedProgram, catalogue: Catalogue, moment: Moment, *, most: int
) -> Foresight:
    """Place the members as an evaluation would that applies these rules at this moment.

    Ranks and metrics are taken before anybody moves; a ladder sees the tiers that the ladders
    above it in the document have just given. Of more members than `most`, about so many are drawn
    by their ids, always the same ones.
    """
    members = count_members(space, catalogue.members, true())
    among = drawn(catalogue.members, members, most)
    looked_at = members if members <= most else count_members(space, catalogue.members, among.which)
    if 0 < looked_at < members:
        among = replace(among, share=Fraction(looked_at, members))
    cuts = cuts_among(space, checked, catalogue, moment, among)
    rules = Live(number=0, checked=checked, catalogue=catalogue, reads_now=True)
    found = {}
    for key, ladder in checked.ladders.items():
        placing = Placing(rules, ladder, moment, cuts)
        which = drawn(placing.members, members, most).which
        found[key] = tuple(_placed(space, placing, which))
        if _is_read(key, checked):
            rules = replace(rules, catalogue=_moved(placing, which))
    return Foresight(members=members, looked_at=looked_at, ladders=found)


def count_members(space: Space, members: Records, which: ColumnElement[bool]) -> int:
    table = members.readable
    own = table.c.workspace_id == space.workspace_id
    counted = select(func.count()).select_from(table).where(own, which)
    return int(space.execute(counted).scalar_one())


def drawn(members: Records, there: int, most: int) -> Among:
    """Draw about `most` members by their ids, always the same ones; all where they are fewer."""
    if there <= most:
        return Among(which=true())
    place = members.readable.c.id % PRIME * SPREAD % PRIME
    return Among(which=place < PRIME * most // there)


def cuts_among(
    space: Space,
    checked: CheckedProgram,
    catalogue: Catalogue,
    moment: Moment,
    among: Among,
) -> dict[str, float | None]:
    return {
        cut_form(key, each): find_cut(space, catalogue, ladder, each, moment, among).value
        for key, ladder in checked.ladders.items()
        for each in ranks_of(ladder)
    }


def _placed(space: Space, placing: Placing, which: ColumnElement[bool]) -> Iterator[Foreseen]:
    key_of = {each: key for key, each in placing.columns.tiers.items()}
    for row in space.execute(placing.placed(which).order_by("id")):
        yield Foreseen(row.id, key_of.get(row.old), key_of.get(row.new))


def _moved(placing: Placing, which: ColumnElement[bool]) -> Catalogue:
    """Give the members as the next ladder finds them: already on their new tiers."""
    members, columns = placing.members, placing.columns
    table, placed = members.readable, placing.placed(which).subquery()
    new = {columns.earned.name: placed.c.new_earned, columns.tier.name: placed.c.new}
    seen = (
        select(*(new.get(each.name, each).label(each.name) for each in table.c))
        .select_from(table.join(placed, placed.c.id == table.c.id))
        .subquery()
    )
    catalogue = placing.live.catalogue
    return replace(catalogue, records={**catalogue.records, MEMBER: replace(members, seen=seen)})


def _is_read(ladder: str, checked: CheckedProgram) -> bool:
    """Say whether a condition asks on which tier of this ladder somebody stands."""
    return any(_reads(each, ladder) for each in map(_rules, checked.ladders.values()))


def _rules(ladder: CheckedLadder) -> list[Typed]:
    return [each.tree for each in ladder.everything]


def _reads(waiting: list[Typed], ladder: str) -> bool:
    while waiting:
        node = waiting.pop()
        if getattr(node, "operator", None) == "tier" and getattr(node, "words", ())[:1] == (
            ladder,
        ):
            return True
        waiting.extend(children(node))
    return False
