"""Whatever kills workers, every member gets everything once: points, coupon, message."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from app.runtime.engine import MOST
from app.runtime.intake import Entry
from app.storage import flow_runs, run_acts
from app.storage.flow_runs import Asked
from tests.faults.killing import Chance, Exactly, Killing
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, step, tell

Clubs = Callable[..., Club]
DAY = 86_400_000_000
AT_ONCE = 500
JOURNEY = flow(
    "schedule",
    step("points", "grant_points", amount=5),
    step(
        "half",
        "condition",
        where={"==": [{"var": "external_id"}, "m1"]},
        next={"yes": "give", "no": "give"},
    ),
    give(next="rest"),
    step("rest", "wait", time={"days": 30}),
    tell(),
    options={"every": "year", "month": 3, "day": 1, "time": "13:00"},
)


def club_of(club: Clubs, members: int, key: str = "team") -> Club:
    """A club whose members all set out at one."""
    found = club(programme(), key=key)
    joined = found.now.isoformat()
    for first in range(0, members, AT_ONCE):
        found.send(
            *(
                Entry(object="member", values={"external_id": f"m{n}", "joined_at": joined})
                for n in range(first, min(first + AT_ONCE, members))
            )
        )
    found.publish(programme(JOURNEY))
    found.wait(hours=1)
    return found


def held(found: Club) -> dict[str, Any]:
    """Say what every member has, and how their runs went."""
    members = {"coupon": "coupon", "outbox": "outbox"}
    with found.spaces.engine.connect() as connection:
        counted = {
            name: Counter(
                row[0]
                for row in connection.execute(
                    text(f"SELECT member_id FROM {table} WHERE program_id = {found.program_id}")
                )
            )
            for name, table in members.items()
        }
        entries = found.live.catalogue.records["entry"].table.name
        counted["points"] = Counter(
            row[0] for row in connection.execute(text(f"SELECT member_id FROM {entries}"))
        )
        steps = connection.execute(
            text(
                f"SELECT run.member_id, run.state, run.step, run.visits, count(*)"
                f" FROM flow_run AS run JOIN flow_trace AS trace"
                f" ON trace.member_id = run.member_id AND trace.run_id = run.id"
                f" WHERE run.program_id = {found.program_id}"
                f" GROUP BY run.member_id, run.id, run.state, run.step, run.visits"
            )
        )
        return {**counted, "runs": sorted(tuple(row) for row in steps)}


def wrong(found: Club, members: int) -> dict[str, int]:
    """Count what is lost and what is doubled."""
    state = held(found)
    return {
        f"{name} {what}": count
        for name in ("points", "coupon", "outbox")
        for what, count in (
            ("lost", members - len(state[name])),
            ("doubled", sum(each - 1 for each in state[name].values())),
        )
        if count
    }


def on_the_way(found: Club, phase: str) -> bool:
    """Say whether anybody has further to go before the wait, or after it."""
    with found.spaces.reading(found.workspace_id) as space:
        counted = flow_runs.counts(space, found.program_id)
    states = {state for _, state in counted}
    return bool(states & ({"ready"} if phase == "setting out" else {"ready", "waiting"}))


def rescued(found: Club) -> int:
    """Try again what was given up because its worker died over it again and again."""
    with found.spaces.writing(found.workspace_id) as space:
        runs = flow_runs.latest(
            space, found.program_id, Asked(state=flow_runs.FAILED), limit=10_000
        )
        for each in runs:
            run_acts.retry(space, each, now=0)
    return len(runs)


def test_a_worker_that_dies_at_any_crash_point_leaves_nothing_lost_or_doubled(
    club: Clubs, request: pytest.FixtureRequest
) -> None:
    """T3: one member set, killed once at each point, against a run that nobody kills."""
    members, n, differences = 5, 1, []
    stride = request.config.getoption("--crash-points")
    whole = Killing(club=club_of(club, members, key="whole"))
    whole.finish()
    whole.clock.move(31 * DAY)
    whole.finish()
    expected = [run[1:] for run in held(whole.club)["runs"]]
    killed = True
    while killed:
        one = Killing(club=club_of(club, members, key=f"at{n}"))
        killed = one.reap(one.start(Exactly(n=n), "dies"))
        one.finish()
        one.clock.move(31 * DAY)
        one.reap(one.start(Exactly(n=n), "dies"))
        one.finish()
        if wrong(one.club, members) or [run[1:] for run in held(one.club)["runs"]] != expected:
            differences.append((n, wrong(one.club, members)))
        n += stride
    assert differences == []
    assert n > stride


def test_workers_killed_at_random_leave_nothing_lost_or_doubled(
    club: Clubs, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """T1: three workers at once; `--kills` and `--flow-members` make it the long form."""
    kills = request.config.getoption("--kills")
    members = request.config.getoption("--flow-members")
    seed = request.config.getoption("--kills-seed")
    often = request.config.getoption("--kills-share")
    rng = Random(seed)
    few = max(members // 1_000, 5)
    work = Killing(club=club_of(club, members))
    given_up = 0
    for phase in ("setting out", "after the wait"):
        enough = kills // 2 if phase == "setting out" else kills
        finished, work.most = False, few
        work.warm_up()
        while not finished:
            share = often if work.killed < enough else 0.0
            if not share:
                work.most = MOST
            children = [
                work.start(Chance(seed=rng.getrandbits(32), share=share), f"worker {n}")
                for n in range(3)
            ]
            died = [work.reap(each) for each in children]
            again = 0 if any(died) else rescued(work.club)
            given_up += again
            finished = not any(died) and not again and not on_the_way(work.club, phase)
            # Who failed alone waits a while before the next attempt.
            work.clock.move(60_000_000)
        work.clock.move(31 * DAY)
    with capsys.disabled():
        print(  # noqa: T201  # What the long form is run for.
            f"\n{work.club.spaces.engine.dialect.name}: seed {seed}, {members} members,"
            f" {work.killed} kills, {given_up} given up and tried again, wrong:"
            f" {wrong(work.club, members) or 'nothing'}"
        )
    assert wrong(work.club, members) == {}
    assert work.killed > 0
    assert {run[1] for run in held(work.club)["runs"]} == {"done"}
