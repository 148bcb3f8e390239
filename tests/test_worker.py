"""The worker looks again and again at what is due, and keeps none of it in memory."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from app.clock import to_instant
from app.health import examine_jobs
from app.runtime.retries import Retries
from app.storage.heartbeat import WORKER, last_beat
from app.worker import Job, share_one_heap, show_signs_of_life, ticker, usual_jobs

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_signs_of_life_are_kept_in_one_row(engine: Engine) -> None:
    for second in (0, 5):
        show_signs_of_life(engine, NOON.replace(second=second), Retries())
    with engine.begin() as connection:
        assert last_beat(connection, WORKER) == to_instant(NOON.replace(second=5))


def test_what_fails_again_and_again_is_told_by_the_doctor_until_it_goes_well(
    engine: Engine,
) -> None:
    retries = Retries()
    show_signs_of_life(engine, NOON, retries)
    assert examine_jobs(engine).holds
    for _ in range(2):
        retries.failed("evaluation", 7, now=to_instant(NOON))
    show_signs_of_life(engine, NOON, retries)
    check = examine_jobs(engine)
    assert not check.holds
    assert "evaluation (program 7, × 2)" in check.says.en
    retries.went_well("evaluation", 7)
    show_signs_of_life(engine, NOON, retries)
    assert examine_jobs(engine).holds


def test_a_beat_that_was_missed_is_made_up_for_once_and_never_twice_at_a_time(
    engine: Engine,
) -> None:
    usual = usual_jobs()
    scheduler = ticker(engine, clock=lambda: NOON, jobs=usual)
    scheduler.start(paused=True)
    try:
        jobs = scheduler.get_jobs()
        assert {job.name for job in jobs} == {job.name for job in usual}
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


def test_a_worker_works_where_heaps_cannot_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise OSError

    share_one_heap()
    monkeypatch.setattr("app.worker.ctypes.CDLL", missing)
    share_one_heap()
