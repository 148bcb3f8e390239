"""Every member through an automation: entry, condition, wait, coupon, message."""

import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.bench import locks, stopwatch
from app.bench.database import database
from app.bench.flows_by_hand import ByHand, left_behind
from app.bench.locks import Watched
from app.bench.population import populate, settle
from app.bench.programme import NOW, Programme, published
from app.clock import to_instant
from app.runtime import schedule
from app.runtime.engine import Engine
from app.storage.spaces import Spaces

HOUR = 3_600_000_000
DAY = 24 * HOUR
WAIT = 3
"""Days."""
ENOUGH = 5_000
"""Cents of a balance that lets members go on; nine in ten have them."""
WORKERS = (1, 2, 4)
AT_ONCE = 4
"""Flows that several workers share: a step of one is taken by one worker at a time."""
COUPON = {
    "key": "ten_off",
    "kind": "amount_off",
    "label": "Ten off",
    "options": {"amount": 10},
    "valid": "30d",
}


def design(keys: Sequence[str]) -> dict[str, Any]:
    """Give a document's coupon and its flows, which differ in nothing but their keys."""
    return {"coupons": [COUPON], "flows": [_flow(each) for each in keys]}


def _flow(key: str) -> dict[str, Any]:
    where = {">=": [{"var": "balance"}, ENOUGH // 100]}
    told = {"channel": "sms", "title": "Hello", "text": "There you are."}
    return {
        "key": key,
        "label": key,
        "trigger": {
            "kind": "schedule",
            "options": {"every": "year", "month": 7, "day": 1, "time": "02:30"},
        },
        "start": "rich",
        "steps": [
            {
                "key": "rich",
                "kind": "condition",
                "options": {"where": where},
                "next": {"yes": "rest"},
            },
            {
                "key": "rest",
                "kind": "wait",
                "options": {"time": {"days": WAIT}},
                "next": "give",
            },
            {
                "key": "give",
                "kind": "grant_coupon",
                "options": {"coupon": "ten_off"},
                "next": "tell",
            },
            {"key": "tell", "kind": "send_message", "options": told},
        ],
    }


@dataclass(slots=True)
class Clock:
    """Goes as fast as time does, from a moment that is set."""

    moment: int
    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> int:
        return self.moment + int((time.monotonic() - self.began) * 1_000_000)


def run(*, members: int, url: str | None, seed: int) -> Mapping[str, Any]:
    """Measure both halves of the way, before the wait and after it; then several workers."""
    with database(url) as spaces:
        more = design(["flow"])
        product, plain = (published(spaces, key, more=more) for key in ("product", "plain"))
        for each in (product, plain):
            populate(each, members, seed=seed)
            settle(each)
        watched, by_hand = Watched(spaces), ByHand(plain)
        stopwatch.forget_peak()
        start = to_instant(NOW) + HOUR
        told, processor = {}, []
        for name, moment, plainly in (
            ("before_the_wait", start, by_hand.set_out),
            ("after_the_wait", start + WAIT * DAY + HOUR, by_hand.arrive),
        ):
            taken, ours = stopwatch.worked(partial(_work, watched, product, moment))
            settle_flows(product)
            other, theirs = stopwatch.worked(partial(plainly, moment))
            settle_flows(plain)
            told[name] = stopwatch.compared([taken], [other])
            processor.append((ours, theirs))
        both = stopwatch.compared(
            [sum(each["product_seconds"] for each in told.values())],
            [sum(each["by_hand_seconds"] for each in told.values())],
        )
        steps = _steps(product)
        found = {
            "bench": "flow",
            "database": spaces.engine.dialect.name,
            "members": members,
            "steps": steps,
            **told,
            "whole": both,
            "ratio": both["ratio"],
            # PostgreSQL works in processes of its own.
            **({"processor": _added(processor)} if product.is_sqlite else {}),
            "steps_per_second": round(steps / both["product_seconds"]),
            "locks": locks.told(watched.held),
            "same": left_behind(product) == left_behind(plain),
            "peak_mib": stopwatch.peak_mib(),
        }
    return {**found, "workers": _with_workers(members=members, url=url, seed=seed)}


def _added(halves: Sequence[tuple[float, float]]) -> Mapping[str, float]:
    """Compare processor time, which other work on the same machine changes less."""
    ours, theirs = (sum(each) for each in zip(*halves, strict=True))
    return stopwatch.compared([ours], [theirs])


def settle_flows(side: Programme) -> None:
    """Have PostgreSQL clean up behind one side, so that it does not do so during the other."""
    if not side.is_sqlite:
        with side.spaces.engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            for name in ("flow_run", "flow_trace", "coupon", "outbox", "identity"):
                plain.exec_driver_sql(f"VACUUM (ANALYZE) {name}")


def _work(spaces: Spaces, side: Programme, moment: int, name: str = "bench") -> None:
    """Let one worker do all that is due."""
    clock = Clock(moment)
    engine = Engine(spaces=spaces, worker=name, clock=clock)
    idle = 0
    while idle < len(("looked", "looked again")):
        done = schedule.tick(spaces, side.workspace_id, side.program_id, now=clock())
        done += engine.advance(side.workspace_id, side.program_id)
        idle = 0 if done else idle + 1


def _steps(side: Programme) -> int:
    asked = f"SELECT COUNT(*) FROM flow_trace WHERE workspace_id = {side.workspace_id}"
    return int(side.ask(asked)[0][0])


def _with_workers(*, members: int, url: str | None, seed: int) -> dict[str, Any]:
    """Give steps in a second with one worker and with several, each a process of its own."""
    return {
        str(count): _steps_per_second(count, members=members, url=url, seed=seed)
        for count in WORKERS
    }


def _steps_per_second(count: int, *, members: int, url: str | None, seed: int) -> int:
    with database(url) as spaces:
        side = published(spaces, "product", more=design([f"flow_{n}" for n in range(AT_ONCE)]))
        populate(side, max(members // AT_ONCE, 1), seed=seed)
        settle(side)
        start = to_instant(NOW) + HOUR
        seconds = sum(
            stopwatch.seconds(partial(_together, side, moment, count))
            for moment in (start, start + WAIT * DAY + HOUR)
        )
        return round(_steps(side) / seconds)


def _together(side: Programme, moment: int, count: int) -> None:
    """Let several processes do what is due. Raises `RuntimeError` where one of them fails."""
    url = side.spaces.engine.url.render_as_string(hide_password=False)
    side.spaces.engine.dispose()
    forked = multiprocessing.get_context("fork")
    workers = [
        forked.Process(target=_alone, args=(url, side, moment, f"worker {n}")) for n in range(count)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    if any(each.exitcode for each in workers):
        raise RuntimeError("A worker failed.")


def _alone(url: str, side: Programme, moment: int, name: str) -> None:
    spaces = Spaces.at(url)
    _work(spaces, side, moment, name)
    spaces.engine.dispose()
