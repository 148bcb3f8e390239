"""A whole programme in the reference model: what people do, and what the worker does."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.runtime.model.days import local
from tests.runtime.model.ladders import Ladder
from tests.runtime.model.nights import Night
from tests.runtime.model.people import Act, Layer, Member, Order
from tests.runtime.model.standing import World


class ModelClub:
    """The same operations as the programme at work, in plain Python."""

    def __init__(self, content: dict[str, Any], now: datetime) -> None:
        self.releases = [content]
        settings = content.get("settings", {})
        self.world = World(
            ladder=Ladder(content["ladders"][0]),
            zone=ZoneInfo(settings.get("timezone", "Asia/Shanghai")),
            now=now,
        )
        self.clockwork = self.world.ladder.clockwork
        self.evaluated: date = self.world.today
        self.evaluated_release = 0
        self.pending: list[tuple[date, str]] = []

    def join(self, name: str, city: str, joined_at: datetime) -> None:
        member = Member(name=name, joined_at=joined_at, city=city)
        self.world.members[name] = member
        self._happened(member)

    def move_to(self, name: str, city: str) -> None:
        self.world.members[name].city = city
        self._happened(self.world.members[name])

    def buy(self, name: str, cents: int, at: datetime) -> None:
        self.world.members[name].orders.append(Order(at, cents))
        self._happened(self.world.members[name])

    def act(self, name: str, kind: str, at: datetime) -> None:
        self.world.members[name].acts.append(Act(kind, at))
        self._happened(self.world.members[name])

    def refund(self, name: str, order: int, cents: int) -> None:
        member = self.world.members[name]
        member.orders[order].refunded += cents
        self._happened(member)
        if member.risen and self._in_first_term(member):
            member.recheck = self.world.today + timedelta(days=1)

    def _in_first_term(self, member: Member) -> bool:
        """Say whether the term still runs that a promotion on that day begins."""
        ladder, joined = self.world.ladder, local(member.joined_at, self.world.zone)
        if not ladder.dated or member.reached is None:
            return False
        first = ladder.ends(member.reached, joined, reached=True)
        return first == (member.grace or member.due)

    def _happened(self, member: Member) -> None:
        if member.begun is None and self.world.ladder.period in {"joined", "tier"}:
            joined = local(member.joined_at, self.world.zone)
            member.begun = self.world.ladder.begins(self.world.today, joined)
        # Layers turn at their own moments, and whoever is looked at is looked at as of now.
        self.world.turn_of(member, self.world.now)
        self.world.rise(member)

    def grant(
        self, name: str, kind: str, tier: str, starts: datetime, length: timedelta | None
    ) -> bool:
        """Give a tier for a time; False: refused."""
        member = self.world.members[name]
        if kind == "paid":
            ends = [
                each.ends
                for each in member.layers
                if (each.kind, each.tier) == (kind, tier) and each.state != "closed" and each.ends
            ]
            starts = max([starts, *ends])
        layer = Layer(kind, tier, starts, None if length is None else starts + length)
        now = self.world.now
        if layer.ends is not None and layer.ends <= max(layer.starts, now):
            return False
        self.world.turn_of(member, now)
        member.layers.append(layer)
        if layer.starts <= now:
            layer.state = "active"
            self.world.settle(member, layer, now)
        return True

    def try_out(self, name: str, trial: str) -> bool:
        """Start a trial; False: refused."""
        world, member = self.world, self.world.members[name]
        offer = world.ladder.trials.get(trial)
        if offer is None or any(each.kind == "trial" for each in member.layers):
            return False
        in_force = [each for each in member.layers if each.covers(world.now)]
        if any(each.kind == "lock" for each in in_force):
            return False
        held = [member.earned, *(each.tier for each in in_force)]
        if max(map(world.ladder.place, held)) >= world.ladder.place(offer["tier"]):
            return False
        look = world.look(member)
        if not look.met(offer.get("who")) or not look.met(world.ladder.members):
            return False
        length = timedelta(days=offer["days"])
        return self.grant(name, "trial", offer["tier"], world.now, length)

    def end_layer(self, name: str, layer: int) -> bool:
        """End a layer before its time; False: refused, for it is over."""
        member = self.world.members[name]
        ended = member.layers[layer]
        if ended.ends is not None and ended.ends <= self.world.now:
            return False
        self.world.turn_of(member, self.world.now)
        ended.state, ended.why = "closed", "ended"
        self.world.settle(member, ended, self.world.now)
        return True

    def publish(self, content: dict[str, Any], *, at_once: bool) -> None:
        self.releases.append(content)
        self.world.ladder = Ladder(content["ladders"][0])
        if at_once:
            self.pending.append((self.world.today, "publish"))
            self.tick()
        else:
            self._catch_up()

    def roll_back(self, number: int, *, at_once: bool) -> None:
        self.publish(self.releases[number], at_once=at_once)

    def _catch_up(self) -> None:
        Night(self.world).catch_up(self.clockwork)
        self.clockwork = self.world.ladder.clockwork

    def tick(self) -> None:
        """Do what the worker does: what was begun, the day's evaluation, layers whose time came."""
        if not self.pending and self.evaluated < self.world.today:
            self.pending.append((self.world.today, "evaluation"))
        if not self.pending:
            self.world.turn(self.world.now)
        while self.pending:
            day, reason = self.pending.pop(0)
            self._catch_up()
            self._settle_all()
            Night(self.world).evaluate(reason)
            self.evaluated, self.evaluated_release = day, len(self.releases)

    def _settle_all(self) -> None:
        """Have layers follow a ladder whose tiers may have changed."""
        if self.evaluated_release == len(self.releases):
            return
        for member in self.world.members.values():
            active = sorted(member.active(), key=lambda each: each.starts)
            if active:
                self.world.settle(member, active[-1], self.world.now)
