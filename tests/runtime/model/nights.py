"""The nightly evaluation of the reference model: day by day, member by member."""

from dataclasses import dataclass
from datetime import date

from tests.runtime.model.days import ONE, local, midnight
from tests.runtime.model.people import Member
from tests.runtime.model.standing import NOWHERE, World


@dataclass(frozen=True, slots=True)
class Night:
    """What the worker does with a world as of its clock."""

    world: World

    def catch_up(self, last_clockwork: tuple[object, ...]) -> None:
        """Do what has become due, each as of its own day, in the order of time (E-20)."""
        world = self.world
        if world.ladder.clockwork != last_clockwork:
            self._begin_anew()
        while (day := self._earliest()) is not None and day <= world.today:
            world.turn(midnight(day, world.zone))
            self._review_day(day)
        world.turn(world.now)

    def _begin_anew(self) -> None:
        """Give everybody the days that a changed ladder means, from today on."""
        world, ladder = self.world, self.world.ladder
        for member in world.members.values():
            joined = local(member.joined_at, world.zone)
            member.begun = ladder.begins(world.today, joined)
            ends = ladder.ends(world.today, joined, reached=True)
            member.due, member.grace = world.reviewed(member, ends), None
            # The term that the promotion began is over, and with it the question of a refund.
            member.recheck = None

    def _earliest(self) -> date | None:
        if not self.world.ladder.dated:
            return None
        days = [
            day
            for each in self.world.members.values()
            for day in (each.due, each.recheck)
            if day is not None
        ]
        return min(days, default=None)

    def _review_day(self, day: date) -> None:
        self.rank(day - ONE)
        for member in self.world.members.values():
            if member.recheck is not None and member.recheck <= day:
                self._recheck(member, day)
                member.recheck = None
        for member in self.world.members.values():
            if member.due is not None and member.due <= day:
                self._review(member, day)

    def rank(self, day: date) -> None:
        """Rank all who are on the ladder by each metric that a condition asks the rank of."""
        world = self.world
        for rule in world.ladder.ranks():
            ((_, arguments),) = rule.items()
            looks = [world.look(each, day) for each in world.members.values()]
            values = [
                each.value(arguments[0]["rank_of"][0])
                for each in looks
                if each.met(world.ladder.members)
            ]
            world.ranked[repr(rule)] = [each for each in values if each > 0]

    def _recheck(self, member: Member, day: date) -> None:
        """Take back a promotion that would not have been made, and would not be made now."""
        world = self.world
        held = world.ladder.place(member.earned)
        if held <= 0 or member.reached is None:
            return
        asked = world.ladder.reach(held)
        if world.look(member.since_ever(), member.reached).met(asked):
            return
        look = world.look(member, day - ONE)
        if world.target(look) == NOWHERE:
            world.move(member, NOWHERE, "recheck", midnight(day, world.zone))
        elif world.ladder.demotion != "never" and not look.met(asked):
            found = world.not_through_the_floor(held, world.below(look, held))
            if found != held:
                world.move(member, found, "recheck", midnight(day, world.zone))

    def _review(self, member: Member, day: date) -> None:
        world, ladder = self.world, self.world.ladder
        look, held = world.look(member, day - ONE), world.ladder.place(member.earned)
        target = world.target(look)
        if target == NOWHERE:
            place = NOWHERE
        elif target > held:
            place = world.risen(held, target)
        else:
            place = held if world.kept(look, held) else world.fallen(look, held)
        if place < held and place != NOWHERE and ladder.grace_days and member.grace is None:
            member.grace, member.due = day, day + ONE * ladder.grace_days
        elif place != held or (place == NOWHERE and member.earned is not None):
            world.move(member, place, "review", midnight(day, world.zone))
        else:
            joined = local(member.joined_at, world.zone)
            member.begun, member.grace = ladder.begins(day, joined), None
            member.due = world.reviewed(member, ladder.ends(day, joined, reached=False))
            member.risen = False

    def evaluate(self, reason: str) -> None:
        """Place everybody as of now."""
        self.rank(self.world.today)
        for member in self.world.members.values():
            self._place(member, reason)
            self.world.convert(member)
            self._notice(member)

    def _place(self, member: Member, reason: str) -> None:
        world, ladder = self.world, self.world.ladder
        look, held = world.look(member), world.ladder.place(member.earned)
        target = world.target(look)
        if target == NOWHERE:
            place = NOWHERE
        elif ladder.promoted != "review" and target > held:
            place = world.risen(held, target)
        elif held == NOWHERE:
            place = 0
        elif ladder.dated or world.kept(look, held):
            place = held
        else:
            place = world.fallen(look, held)
        if place != held or (place == NOWHERE and member.earned is not None):
            world.move(member, place, reason, world.now)

    def _notice(self, member: Member) -> None:
        """Tell once who would fall at the review that is near, as things stand."""
        world, ladder = self.world, self.world.ladder
        if not ladder.dated or member.due is None or member.earned is None:
            return
        if not world.today < member.due <= world.today + ONE * ladder.notice_days:
            return
        look, held = world.look(member), world.ladder.place(member.earned)
        target = world.target(look)
        stays = target == NOWHERE or target > held or world.kept(look, held)
        told = any(due == member.due for due, _ in member.notices)
        if not stays and not told and world.fallen(look, held) < held:
            member.notices.add((member.due, member.earned))
