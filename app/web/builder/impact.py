"""What a draft would do to the members' tiers, as the page before publishing shows it."""

from app.access import Can
from app.builder.drafts import Examined
from app.builder.preview import Example, LadderImpact, Movement, Shift, impact_of
from app.program.checked import CheckedProgram
from app.web.builder.model import (
    Cell,
    ImpactShown,
    LadderImpactShown,
    MatrixRow,
    MemberMoved,
    MovementShown,
)
from app.web.builder.sent import sent
from app.web.frame import Here
from app.web.records.model import TierShown
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words

LOOKED_AT = 5_000
"""Members placed while somebody waits for a page."""


NOWHERE = "-"
"""Not being on the ladder, as an address says it."""


def impact_shown(here: Here, examined: Examined, *, listed: bool) -> ImpactShown | None:
    """Preview rules that could be published; None before the first release.

    Of the draft, those who move are `listed` on a page of their own, and one chooses when it
    applies.
    """
    if examined.checked is None or here.standing.number is None:
        return None
    checked = examined.checked
    found = impact_of(here.space, here.program_id, checked, now=here.now, most=LOOKED_AT)
    if not found.members:
        return None
    return ImpactShown(
        members=found.members,
        looked_at=found.looked_at,
        estimated=found.estimated,
        blank=tuple(_label(checked, *each) for each in found.blank),
        findings=found.findings,
        ladders=tuple(_ladder(here, each, listed=listed) for each in found.ladders),
        sent=tuple(sent(checked.program, found.outgoing)),
        chosen=listed,
    )


def _label(checked: CheckedProgram, object_key: str, field: str) -> Words:
    designed = checked.program.object(object_key)
    of, label = designed.label, designed.field(field).label
    return Words(f"{of.to('zh')}·{label.to('zh')}", f"{of.to('en')}: {label.to('en')}")


def _ladder(here: Here, found: LadderImpact, *, listed: bool) -> LadderImpactShown:
    old = _ordered(found, [each.old for each in found.shifts])
    new = _ordered(found, [each.new for each in found.shifts])
    counted = {
        (each.old, each.new): Cell(
            members=each.members, url=_list_url(here, found, each) if listed else None
        )
        for each in found.shifts
    }
    return LadderImpactShown(
        label=found.ladder.label,
        movements=tuple(_movement(here, found, each) for each in Movement),
        columns=tuple(_tier(found, each) for each in new),
        rows=tuple(
            MatrixRow(
                tier=_tier(found, each),
                cells=tuple(counted.get((each, other)) for other in new),
                stays=new.index(each) if each in new else None,
            )
            for each in old
        ),
    )


def _list_url(here: Here, found: LadderImpact, shift: Shift) -> str | None:
    if not here.visitor.may(Can.READ_MEMBERS):
        return None
    ways = {"from": shift.old or NOWHERE, "to": shift.new or NOWHERE}
    return here.url("builder.moving", ladder=found.ladder.key, **ways)


def _ordered(found: LadderImpact, keys: list[str | None]) -> list[str | None]:
    """Give each tier once, lowest first, as the draft orders them and otherwise as it came."""
    there = dict.fromkeys(keys)
    known = [each.key for each in found.ladder.tiers if each.key in there]
    gone = [each for each in there if each is not None and each not in known]
    nowhere: list[str | None] = [None] if None in there else []
    return [*nowhere, *known, *gone]


def _tier(found: LadderImpact, key: str | None) -> TierShown | None:
    """Show a tier of the draft, or one that it no longer has."""
    if key is None:
        return None
    shown = tier_shown(found.ladder, key)
    if shown is None and found.before is not None:
        shown = tier_shown(found.before, key)
    return shown or TierShown(label=Words(key, key), tone="slate")


def _movement(here: Here, found: LadderImpact, movement: Movement) -> MovementShown:
    named = here.visitor.may(Can.READ_MEMBERS) and movement is not Movement.STAYS
    return MovementShown(
        sort=movement.value,
        members=found.count(movement),
        examples=tuple(_moved(here, found, each) for each in found.examples[movement])
        if named
        else (),
    )


def _moved(here: Here, found: LadderImpact, example: Example) -> MemberMoved:
    name = name_of(example.member, personal=here.visitor.may(Can.READ_PERSONAL))
    return MemberMoved(
        name=name,
        initial=initial_of_member(name),
        url=here.url("records.member", member_id=example.member_id),
        old=_tier(found, example.old),
        new=_tier(found, example.new),
    )
