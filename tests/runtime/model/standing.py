"""Where members of the reference model stand: how they rise, fall, and hold layers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.runtime.model.days import local
from tests.runtime.model.ladders import Ladder
from tests.runtime.model.people import Layer, Member, Row
from tests.runtime.model.rules import Look

NOWHERE = -1


@dataclass(slots=True, kw_only=True)
class World:
    """Members on one ladder as of the clock."""

    ladder: Ladder
    zone: ZoneInfo
    now: datetime
    members: dict[str, Member] = field(default_factory=dict)
    ranked: dict[str, list[float]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local(self.now, self.zone)

    def look(self, member: Member, day: date | None = None) -> Look:
        return Look(
            member=member,
            day=day or self.today,
            zone=self.zone,
            period=self.ladder.period,
            ranked=self.ranked,
        )

    def target(self, look: Look) -> int:
        """Give the highest tier whose condition is met."""
        if not look.met(self.ladder.members):
            return NOWHERE
        met = [n for n in range(1, len(self.ladder.tiers)) if look.met(self.ladder.reach(n))]
        return max(met, default=0)

    def risen(self, held: int, target: int) -> int:
        return min(target, held + 1) if self.ladder.steps else target

    def kept(self, look: Look, held: int) -> bool:
        return held <= 0 or look.met(self.ladder.stay(held))

    def below(self, look: Look, held: int) -> int:
        """Give the highest lower tier that is reached, or kept by one who held it."""
        asked = range(1, held)
        met = [n for n in asked if look.met(self.ladder.reach(n)) or look.met(self.ladder.stay(n))]
        return max(met, default=0)

    def not_through_the_floor(self, held: int, found: int) -> int:
        if self.ladder.floor is None:
            return found
        floor = self.ladder.place(self.ladder.floor)
        return max(found, floor) if held >= floor else found

    def fallen(self, look: Look, held: int) -> int:
        """Give where one stands who did not pass a review."""
        if self.ladder.demotion == "never":
            return held
        one_down = self.ladder.demotion == "one_down"
        found = max(held - 1, 0) if one_down else self.below(look, held)
        return self.not_through_the_floor(held, found)

    def effective(self, member: Member, earned: str | None) -> str | None:
        if member.lock is not None:
            return member.lock
        place = self.ladder.place
        return member.lift if place(member.lift) > place(earned) else earned

    def reviewed(self, member: Member, day: date | None) -> date | None:
        """Leave out those who have nothing to lose by a review, and nothing to gain."""
        if member.earned is None or not self.ladder.dated:
            return None
        lowest = member.earned == self.ladder.tiers[0]
        return None if lowest and not (self.ladder.everybody or self.ladder.own_periods) else day

    def move(self, member: Member, place: int, reason: str, at: datetime) -> None:
        """Have a member earn another tier from a moment on."""
        day, joined = local(at, self.zone), local(member.joined_at, self.zone)
        earned = None if place == NOWHERE else self.ladder.tiers[place]
        tier = self.effective(member, earned)
        row = self.row(member, day, reason, "earned", tier, earned)
        member.risen = place > self.ladder.place(member.earned)
        if tier != member.tier:
            member.since = day
        member.tier, member.earned = tier, earned
        member.reached, member.grace, member.recheck = day, None, None
        member.begun = self.ladder.begins(day, joined)
        member.due = self.reviewed(member, self.ladder.ends(day, joined, reached=True))
        member.history.append(row)

    def row(
        self, member: Member, day: date, reason: str, layer: str, tier: Any, earned: Any
    ) -> Row:
        return Row(
            day=day,
            reason=reason,
            layer=layer,
            old=str(member.tier),
            new=str(tier),
            old_earned=str(member.earned),
            new_earned=str(earned),
        )

    def rise(self, member: Member) -> None:
        """Place a member to whom something has happened: upwards only."""
        held, target = self.ladder.place(member.earned), self.target(self.look(member))
        if self.ladder.promoted != "event":
            place = 0 if held == NOWHERE and target != NOWHERE else held
        else:
            place = self.risen(held, target) if target > held else held
        if place != held:
            self.move(member, place, "event", self.now)
        self.convert(member)

    def convert(self, member: Member) -> None:
        """End trials of what has been earned meanwhile (R-21)."""
        held = self.ladder.place(member.earned)
        for each in member.active():
            if each.kind == "trial" and 0 <= self.ladder.place(each.tier) <= held:
                each.state, each.why = "closed", "converted"
                self.settle(member, each, self.now)

    def settle(self, member: Member, changed: Layer, at: datetime) -> None:
        """Work out what is in force after a layer has changed."""
        known = [each for each in member.active() if self.ladder.place(each.tier) != NOWHERE]
        lifts = [each.tier for each in known if each.kind != "lock"]
        locks = [each for each in known if each.kind == "lock"]
        member.lift = max(lifts, key=self.ladder.place, default=None)
        locks.sort(key=lambda each: each.starts)
        member.lock = locks[-1].tier if locks else None
        tier = self.effective(member, member.earned)
        if tier != member.tier:
            day = local(at, self.zone)
            earned = member.earned
            member.history.append(self.row(member, day, "layer", changed.named, tier, earned))
            member.tier, member.since = tier, day

    def turn(self, until: datetime) -> None:
        """Begin and end layers, each at its own moment."""
        for member in self.members.values():
            self.turn_of(member, until)

    def turn_of(self, member: Member, until: datetime) -> None:
        while due := [each for each in member.layers if each.turns and each.turns <= until]:
            at = min(each.turns for each in due if each.turns)
            turning = [each for each in due if each.turns == at]
            for each in turning:
                begins = each.state == "waiting"
                each.state, each.why = ("active", None) if begins else ("closed", "expired")
            self.settle(member, turning[-1], at)
