"""A club whose automations run when told to, on a clock that moves when told to."""

from itertools import pairwise
from random import Random
from typing import Any

from app.clock import to_instant
from app.runtime import schedule
from app.runtime.engine import Engine, run_until_idle
from app.storage import coupons, flow_runs, outbox
from app.storage.flow_runs import Asked, RunRow
from app.storage.outbox import Sent
from tests.runtime.clubs import Club, document

SPENT = {"sum_of": ["order.net", "365d"]}
TIERS = (("basic", None), ("gold", {">=": [SPENT, 1000]}))
COUPON = {
    "key": "ten_off",
    "kind": "amount_off",
    "label": "Ten off",
    "options": {"amount": 10},
    "valid": "30d",
}


def flow(trigger: str, *steps: Any, options: Any = None, **more: Any) -> dict[str, Any]:
    """An automation whose steps follow one another unless they say otherwise."""
    linked = [dict(each) for each in steps]
    for each, after in pairwise(linked):
        each.setdefault("next", after["key"])
    return {
        "key": "flow",
        "label": "Flow",
        "trigger": {"kind": trigger, "options": options or {}},
        "start": linked[0]["key"],
        "steps": linked,
        **more,
    }


def step(key: str, kind: str, **options: Any) -> dict[str, Any]:
    following = options.pop("next", None)
    made = {"key": key, "kind": kind, "options": options}
    return made if following is None else made | {"next": following}


def give(key: str = "give", **more: Any) -> dict[str, Any]:
    return step(key, "grant_coupon", coupon="ten_off", **more)


def tell(key: str = "tell", **more: Any) -> dict[str, Any]:
    return step(key, "send_message", **({"title": "Hello", "text": "There you are."} | more))


def programme(*flows: Any, **more: Any) -> dict[str, Any]:
    tiers = more.pop("tiers", TIERS)
    return document(*tiers, **({"coupons": [COUPON], "flows": list(flows)} | more))


class Flowing:
    """One programme with its automations at work."""

    def __init__(self, club: Club) -> None:
        self.club = club
        self.engine = self.worker("worker")

    def worker(self, name: str) -> Engine:
        return Engine(
            spaces=self.club.spaces,
            worker=name,
            clock=lambda: to_instant(self.club.now),
            rng=Random(1),
            # However slow the machine is, so many are taken together.
            effort=lambda: 0,
        )

    def run(self) -> int:
        """Let happen what is due now."""
        club = self.club
        now = to_instant(club.now)
        schedule.tick(club.spaces, club.workspace_id, club.program_id, now=now)
        return run_until_idle(self.engine, club.workspace_id, club.program_id)

    def runs(self, **asked: Any) -> list[RunRow]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = flow_runs.latest(space, self.club.program_id, Asked(**asked), limit=10_000)
        return sorted(found, key=lambda each: (each.started_at, each.member_id, each.id))

    def states(self, **asked: Any) -> list[str]:
        return [each.state for each in self.runs(**asked)]

    def trace(self, run: RunRow) -> list[tuple[str, str]]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = flow_runs.trace_of(space, run.member_id, run.id)
        return [(key, way) for key, way, _ in found]

    def coupons(self, member_id: int) -> int:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return len(coupons.of_member(space, self.club.program_id, member_id, limit=1_000))

    def messages(self, member_id: int) -> list[Sent]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return outbox.of_member(space, self.club.program_id, member_id)
