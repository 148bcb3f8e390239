"""Which packs an evaluation would bring, told without giving any."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.program.benefit import Pack
from app.program.ladder import Ladder, Tier
from app.runtime.foresight import Foreseeing, Foreseen
from app.runtime.packs import brings, packs_of
from app.runtime.sight import Sight
from app.storage import coupons, packs

NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """What reaching tiers would bring the members who were looked at."""

    packs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many packs, by ladder and tier."""
    coupons: Mapping[str, int] = field(default_factory=dict)
    """How many coupons, by design."""
    points: Mapping[str, int] = field(default_factory=dict)
    """By currency."""


def bringing(sight: Sight, found: Mapping[str, Foreseeing]) -> Bringing:
    """Count the packs of those who would rise, less what each of them has had before."""
    given: list[tuple[int, str, Tier, Pack]] = []
    for key, each in found.items():
        ladder = sight.checked.ladders[key].ladder
        given += _of_ladder(sight, ladder, each.members)
    points: Counter[str] = Counter()
    for _, _, _, pack in given:
        for each_points in pack.points:
            points[each_points.currency] += each_points.amount
    return Bringing(
        packs=Counter((ladder, tier.key) for _, ladder, tier, _ in given),
        coupons=_coupons(sight, [(member, pack) for member, _, _, pack in given]),
        points=points,
    )


def _of_ladder(
    sight: Sight, ladder: Ladder, members: Sequence[Foreseen]
) -> list[tuple[int, str, Tier, Pack]]:
    with_packs = list(packs_of(ladder))
    if not with_packs:
        return []
    rising = [(each, *places) for each in members if (places := _places(ladder, each))]
    wanted = [
        (each.member_id, ladder.key, tier, pack)
        for each, old, new in rising
        for place, tier, pack in with_packs
        if brings(ladder, place, old, new)
    ]
    columns = sight.rules.catalogue.members.ladders[ladder.key]
    ids = sorted({member for member, _, _, _ in wanted})
    had = packs.had(sight.space, columns.id, ids) if ids else set()
    return [each for each in wanted if each[3].again or (each[0], each[2].key) not in had]


def _places(ladder: Ladder, each: Foreseen) -> tuple[int, int] | None:
    """Say from where to where a member would rise; who comes from a tier that is gone does not."""
    old, new = ladder.position(each.old_earned), ladder.position(each.new_earned)
    if old == NOWHERE and each.old_earned is not None:
        return None
    return (old, new) if new > old else None


def _coupons(sight: Sight, given: Sequence[tuple[int, Pack]]) -> Counter[str]:
    """Count coupons as they would be issued: not those that would have expired, nor too many."""
    program, today = sight.checked.program, sight.moment.today
    designs = {each.key: each for each in program.coupons}
    wanted: Counter[tuple[int, str]] = Counter()
    for member, pack in given:
        for each in pack.coupons:
            design = designs.get(each.coupon)
            over = None if design is None else design.valid.expires_on(today, sight.moment.calendar)
            if design is not None and (over is None or over > today):
                wanted[member, each.coupon] += each.count
    limits = {key: each.most_each for key, each in designs.items() if each.most_each is not None}
    limited = [each for each in wanted if each[1] in limits]
    had: Mapping[tuple[int, str], int] = {}
    if limited:
        members = sorted({member for member, _ in limited})
        keys = sorted({key for _, key in limited})
        had = coupons.held(sight.space, sight.rules.catalogue.program_id, members, keys)
    found: Counter[str] = Counter()
    for (member, key), count in wanted.items():
        room = limits[key] - had.get((member, key), 0) if key in limits else count
        found[key] += max(min(count, room), 0)
    return +found


def standing_on(found: Foreseeing) -> Counter[str]:
    """Count who would stand on each tier."""
    return Counter(each.new for each in found.members if each.new is not None)
