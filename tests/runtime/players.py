"""A history played on the programme at work and on the reference model, step by step."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.builder import findings, releases
from app.builder.releases import Apply
from app.clock import to_instant
from app.errors import AppError, Conflict
from app.runtime import evaluation, every, granting, jobs, pace, reviews
from app.runtime.granting import Granted
from app.runtime.intake import Entry
from app.runtime.records import Outcome
from app.storage import programs
from app.storage.layers import Kind, Layer
from app.storage.space import Space
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.model.club import ModelClub
from tests.runtime.model.days import midnight
from tests.runtime.sights import Sight, of_model
from tests.runtime.stories import Op, document

DAY = timedelta(days=1)


class Killed(BaseException):
    """The process is gone in the middle of an evaluation."""


class Mortal(Spaces):
    """Dies when the n-th transaction is about to be kept."""

    left = 0

    @contextmanager
    def writing(self, workspace_id: int) -> Iterator[Space]:
        with super().writing(workspace_id) as space:
            yield space
            Mortal.left -= 1
            if Mortal.left == 0:
                raise Killed


class Player:
    """One history under way."""

    def __init__(
        self, spaces: Spaces, patch: pytest.MonkeyPatch, ladder: Any, zone: str, begins: str
    ) -> None:
        patch.setattr(findings, "find_solver", lambda: None)
        patch.setattr(evaluation, "PIECE", 1)
        patch.setattr(reviews, "PIECE", 1)
        patch.setattr(pace, "LEAST", 1)
        patch.setattr(jobs, "Spaces", Mortal)
        patch.setattr(every.log, "exception", self._fail)
        patch.setattr(jobs.log, "info", lambda *_, **__: None)
        self.zone = zone
        content = document(ladder, zone)
        now = datetime.fromisoformat(begins).replace(tzinfo=UTC)
        self.team = Club(spaces, content, key=uuid4().hex, now=now)
        here = [(self.team.workspace_id, self.team.program_id)]
        patch.setattr(programs, "all_programs", lambda connection: here)
        self.model = ModelClub(content, now)
        self.ids: dict[str, int] = {}
        self.sight = Sight(self.team)
        self.orders: dict[str, list[Outcome]] = defaultdict(list)
        self.layers: dict[str, list[Layer]] = defaultdict(list)

    @staticmethod
    def _fail(*_: object, **__: object) -> None:
        error = sys.exception()
        assert error is not None
        raise error

    @property
    def now(self) -> datetime:
        return self.team.now

    def play(self, history: list[Op]) -> None:
        for n, (name, *arguments) in enumerate(history):
            step: Callable[..., None] = getattr(self, f"do_{name}")
            step(*arguments)
            seen = self.sight.of_engine(self.ids, self.layers)
            assert seen == of_model(self.model), (n, name, arguments)

    def _one(self, which: int) -> str:
        return f"m{which % len(self.ids)}"

    def _ago(self, days: int) -> datetime:
        return self.now - DAY * days

    def do_join(self, city: str, days_ago: int) -> None:
        if len(self.ids) == 4:
            return
        name, joined = f"m{len(self.ids)}", self._ago(days_ago)
        self.ids[name] = self.team.join(name, city=city, joined_at=joined.isoformat())
        self.model.join(name, city, joined)

    def do_city(self, who: int, city: str) -> None:
        name = self._one(who)
        if self.model.world.members[name].city == city:
            return
        joined = self.model.world.members[name].joined_at
        values = {"external_id": name, "city": city, "joined_at": joined.isoformat()}
        self.team.send(Entry(object="member", values=values), update=True)
        self.model.move_to(name, city)

    def do_buy(self, who: int, cents: int, days_ago: int) -> None:
        name, at = self._one(who), self._ago(days_ago)
        self.orders[name].append(self.team.buy(name, f"{cents / 100:.2f}", at=at))
        self.model.buy(name, cents, at)

    def do_act(self, who: int, kind: str, days_ago: int) -> None:
        name, at = self._one(who), self._ago(days_ago)
        self.team.act(name, kind, at=at)
        self.model.act(name, kind, at)

    def do_refund(self, who: int, which: int, percent: int) -> None:
        name = self._one(who)
        if not self.orders[name]:
            return
        which %= len(self.orders[name])
        left = self.model.world.members[name].orders[which].net
        cents = left * percent // 100
        if cents:
            self.team.refund(self.orders[name][which], f"{cents / 100:.2f}")
            self.model.refund(name, which, cents)

    def do_clock(self, step: tuple[str, float], worker: str) -> None:
        kind, count = step
        target = self.now
        match kind:
            case "hours":
                target += timedelta(hours=count)
            case "days":
                target += DAY * count
            case "midnight":
                target = self._near(self.model.world.today + DAY, count)
            case "due":
                days = [each.due for each in self.model.world.members.values() if each.due]
                if days:
                    target = self._near(min(days), count)
        self._set_clock(max(self.now, target))
        if worker == "ticks":
            self._tick()

    def _near(self, day: Any, hours: float) -> datetime:
        return midnight(day, self.model.world.zone) + timedelta(hours=hours)

    def _set_clock(self, now: datetime) -> None:
        self.team.now = self.model.world.now = now

    def do_nights(self, count: int) -> None:
        for _ in range(count):
            self._set_clock(self._near(self.model.world.today + DAY, 1))
            self._tick()

    def _tick(self) -> None:
        self.model.tick()
        self._work()

    def _work(self) -> None:
        while jobs.evaluate_what_is_due(self.team.spaces.engine, self.now):
            pass

    def do_kill(self, after: int) -> None:
        """Let the night come; the worker dies in it, and another one takes over."""
        self._set_clock(self._near(self.model.world.today + DAY, 1))
        self.model.tick()
        Mortal.left = after
        try:
            self._work()
        except Killed:
            pass
        finally:
            Mortal.left = 0
        self._work()

    def do_grant(self, who: int, kind: str, tier: int, starts_in: int, days: int | None) -> None:
        name, tiers = self._one(who), self.model.world.ladder.tiers
        starts, length = self.now + DAY * starts_in, None if days is None else DAY * days
        key = tiers[tier % len(tiers)]
        wanted = Granted(
            member_id=self.ids[name],
            ladder="main",
            kind=Kind(kind),
            tier=key,
            reason="because",
            starts_at=to_instant(starts),
            ends_at=None if length is None else to_instant(starts + length),
        )
        granted = self.model.grant(name, kind, key, starts, length)
        self._give(name, granting.grant, wanted, granted=granted)

    def do_try(self, who: int) -> None:
        name = self._one(who)
        granted = self.model.try_out(name, "taste")
        what = (self.ids[name], "main", "taste")
        self._give(name, granting.start_trial, *what, granted=granted)

    def _give(self, name: str, give: Callable[..., Layer], *what: Any, granted: bool) -> None:
        if granted:
            self.layers[name].append(self._write(give, *what))
            return
        with pytest.raises(AppError):
            self._write(give, *what)

    def _write(self, give: Callable[..., Layer], *what: Any, **more: Any) -> Layer:
        with self.team.spaces.writing(self.team.workspace_id) as space:
            return give(space, self.team.live, *what, now=self._at, by=None, **more)

    @property
    def _at(self) -> int:
        return to_instant(self.now)

    def do_end(self, who: int, which: int) -> None:
        name = self._one(who)
        held = self.model.world.members[name].layers
        live = [n for n, each in enumerate(held) if each.state != "closed"]
        if not live:
            return
        which = live[which % len(live)]
        ended = self.model.end_layer(name, which)
        what = (self.ids[name], self.layers[name][which].id)
        if ended:
            self._write(granting.end, *what, why="ended")
            return
        with pytest.raises(Conflict):
            self._write(granting.end, *what, why="ended")

    def do_publish(self, ladder: Any, apply: str) -> None:
        content = document(ladder, self.zone)
        self.model.publish(content, at_once=apply == Apply.NOW)
        self.team.release(content, apply=Apply(apply))
        self._apply(Apply(apply))

    def do_roll_back(self, which: int, apply: str) -> None:
        number = which % len(self.model.releases)
        self.model.roll_back(number, at_once=apply == Apply.NOW)
        with self.team.spaces.writing(self.team.workspace_id) as space:
            releases.roll_back(
                space, self.team.program_id, number + 1, now=self.now, by=None, apply=Apply(apply)
            )
        self._apply(Apply(apply))

    def _apply(self, apply: Apply) -> None:
        if apply is Apply.NOW:
            self._work()
            return
        evaluation.prepare(
            self.team.spaces, self.team.workspace_id, self.team.program_id, now=self._at
        )
