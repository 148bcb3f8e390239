"""What a draft would do to the members' tiers if it were published and applied now.

Up to `LOOKED_AT` members are placed one and all; of more, a fixed sample of about so many stands
for all, and every number is an estimate (≈). Nothing is written.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.builder.ahead import look_ahead
from app.builder.findings import examine
from app.builder.history import rarely_met
from app.builder.outgoing import NOTHING, Outgoing, outgoing
from app.builder.releases import live_program
from app.clock import to_instant
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.codec import load
from app.program.ladder import Ladder, Tier
from app.runtime.foresight import Foreseen, foresee
from app.runtime.releases import Live
from app.runtime.sight import Sight
from app.storage.records import find_rows
from app.storage.space import Space

LOOKED_AT = 20_000
EXAMPLES = 20
NOWHERE = -1


class Movement(StrEnum):
    """What becomes of a member on a ladder."""

    RISES = "rises"
    FALLS = "falls"
    STAYS = "stays"
    ENTERS = "enters"
    """Placed for the first time, or again."""
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How many go from one tier to another; None is not being on the ladder."""

    old: str | None
    new: str | None
    movement: Movement
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One member who would move."""

    member_id: int
    member: Mapping[str, Any]
    """The record as it is, by field."""
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderImpact:
    ladder: Ladder
    """As the draft has it."""
    before: Ladder | None
    """As it is live; it names tiers that the draft has no more."""
    shifts: tuple[Shift, ...]
    """By old tier, then by new tier, lowest first."""
    examples: Mapping[Movement, tuple[Example, ...]]

    def count(self, movement: Movement) -> int:
        return sum(each.members for each in self.shifts if each.movement is movement)

    def to_json(self) -> dict[str, Any]:
        return {
            "ladder": self.ladder.key,
            "counts": {each.value: self.count(each) for each in Movement},
            "moves": [
                {
                    "from": each.old,
                    "to": each.new,
                    "movement": each.movement.value,
                    "members": each.members,
                }
                for each in self.shifts
            ],
            "examples": [
                {
                    "member_id": str(each.member_id),
                    "movement": movement.value,
                    "from": each.old,
                    "to": each.new,
                }
                for movement, found in self.examples.items()
                for each in found
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What publishing a draft and applying it now would do."""

    members: int
    looked_at: int
    ladders: tuple[LadderImpact, ...]
    blank: tuple[tuple[str, str], ...]
    """Fields, by object and key, that were read as blank: they have no column yet."""
    findings: tuple[Finding, ...] = ()
    """What the members there are say about the draft, such as that hardly anybody meets a rule."""
    outgoing: Outgoing = NOTHING

    @property
    def estimated(self) -> bool:
        return self.looked_at < self.members

    def to_json(self) -> dict[str, Any]:
        """Write it for machines; members are named by their ids alone."""
        return {
            "members": self.members,
            "looked_at": self.looked_at,
            "estimated": self.estimated,
            "blank": [f"{key}.{field}" for key, field in self.blank],
            "findings": [
                {
                    "path": each.path,
                    "severity": each.severity.value,
                    "message": each.message.to_json(),
                    "example": None if each.example is None else each.example.to_json(),
                }
                for each in self.findings
            ],
            "ladders": [each.to_json() for each in self.ladders],
            "outgoing": self.outgoing.to_json(),
        }


def impact(
    space: Space, program_id: int, content: Any, *, now: datetime, most: int = LOOKED_AT
) -> Impact:
    """Say what a document would do. Raises `Unreadable` and, where it has errors, `NotReady`."""
    checked = examine(load(content), live=live_program(space, program_id))
    return impact_of(space, program_id, checked, now=to_instant(now), most=most)


def impact_of(
    space: Space, program_id: int, checked: CheckedProgram, *, now: int, most: int = LOOKED_AT
) -> Impact:
    """Say what rules that have been checked would do. Raises `NotReady` where they have errors."""
    ahead = look_ahead(space, program_id, checked, now=now, most=most)
    sight = ahead.sight
    found = foresee(sight)
    return Impact(
        members=sight.members,
        looked_at=sight.looked_at,
        ladders=tuple(
            Counting(checked.ladders[key].ladder, ahead.before, sight).impact(space, each.members)
            for key, each in found.items()
        ),
        blank=ahead.blank,
        findings=tuple(rarely_met(sight, found)),
        outgoing=outgoing(sight, found),
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts what becomes of the members of one ladder."""

    ladder: Ladder
    live: Live | None
    sight: Sight

    @property
    def before(self) -> Ladder | None:
        if self.live is None:
            return None
        ladders = self.live.checked.program.ladders
        return next((each for each in ladders if each.key == self.ladder.key), None)

    def impact(self, space: Space, placed: Sequence[Foreseen]) -> LadderImpact:
        counted = Counter((each.old, each.new) for each in placed)
        ways = sorted(counted, key=lambda way: (self.height(way[0]), self.height(way[1])))
        return LadderImpact(
            ladder=self.ladder,
            before=self.before,
            shifts=tuple(
                Shift(old=old, new=new, movement=self.movement(old, new), members=self.all(n))
                for old, new in ways
                for n in [counted[old, new]]
            ),
            examples=self.examples(space, placed),
        )

    def all(self, looked_at: int) -> int:
        """Give for how many of all members so many of those looked at stand."""
        return self.sight.for_all(looked_at)

    def height(self, key: str | None) -> float:
        """Say how high a tier is; one that the draft lacks is half above the next lower one."""
        if key is None or self.ladder.position(key) >= 0:
            return self.ladder.position(key) if key is not None else NOWHERE
        lower: tuple[Tier, ...] = ()
        if self.before is not None:
            lower = self.before.tiers[: max(self.before.position(key), 0)]
        return max((self.ladder.position(each.key) for each in lower), default=-1) + 0.5

    def movement(self, old: str | None, new: str | None) -> Movement:
        if old == new:
            return Movement.STAYS
        if old is None or new is None:
            return Movement.ENTERS if old is None else Movement.LEAVES
        return Movement.RISES if self.height(new) > self.height(old) else Movement.FALLS

    def examples(
        self, space: Space, placed: Sequence[Foreseen]
    ) -> dict[Movement, tuple[Example, ...]]:
        chosen: dict[Movement, list[Foreseen]] = {each: [] for each in Movement}
        for each in placed:
            among = chosen[self.movement(each.old, each.new)]
            if len(among) < EXAMPLES and (each.old, each.new) != (None, None):
                among.append(each)
        ids = [each.member_id for found in chosen.values() for each in found]
        members = find_rows(space, self.live.catalogue.members, ids) if self.live else {}
        return {
            movement: tuple(
                Example(
                    member_id=each.member_id,
                    member=members[each.member_id],
                    old=each.old,
                    new=each.new,
                )
                for each in found
                if each.member_id in members
            )
            for movement, found in chosen.items()
        }
