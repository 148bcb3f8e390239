"""The worker looks again and again at what is due, and keeps none of it in memory."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from app.clock import to_instant
from app.health import WORKER
from app.storage.heartbeat import last_beat
from app.worker import JOBS, Job, show_signs_of_life, ticker

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_signs_of_life_are_kept_in_one_row(engine: Engine) -> None:
    for second in (0, 5):
        show_signs_of_life(engine, NOON.replace(second=second))
    with engine.begin() as connection:
        assert last_beat(connection, WORKER) == to_instant(NOON.replace(second=5))


def test_a_beat_that_was_missed_is_made_up_for_once_and_never_twice_at_a_time(
    engine: Engine,
) -> None:
    scheduler = ticker(engine, clock=lambda: NOON, jobs=JOBS)
    scheduler.start(paused=True)
    try:
        jobs = scheduler.get_jobs()
        assert {job.name for job in jobs} == {job.name for job in JOBS}
        assert all(job.coalesce and job.max_instances == 1 for job in jobs)
        assert all(job.misfire_grace_time is None for job in jobs)
    finally:
        scheduler.shutdown()


def test_each_job_is_told_the_time_and_does_its_own_work(engine: Engine) -> None:
    told: list[tuple[str, datetime]] = []

    def noting(name: str) -> Job:
        return Job(name=name, seconds=1, do=lambda _engine, now: told.append((name, now)))

    scheduler = ticker(engine, clock=lambda: NOON, jobs=(noting("one"), noting("two")))
    scheduler.start(paused=True)
    try:
        for job in scheduler.get_jobs():
            job.func()
    finally:
        scheduler.shutdown()
    assert sorted(told) == [("one", NOON), ("two", NOON)]
