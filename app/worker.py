"""Does what is due, once a second, until it is told to stop."""

import ctypes
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from app import links
from app.builder.gallery.living import bring_in_what_waits
from app.clock import Clock, system_clock, to_instant
from app.config import Config
from app.health import FAILING
from app.outbound import Door
from app.runtime.bulk import carry_on
from app.runtime.checkups import examine_what_is_due
from app.runtime.expiring import expire_what_is_due
from app.runtime.flows_at_work import FlowsAtWork
from app.runtime.forgetting import forget_what_is_over
from app.runtime.giving import give_what_is_due
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.messages_at_work import MessagesAtWork
from app.runtime.retries import Retries
from app.runtime.saved_forms import forget_what_expired
from app.sealing import Seals
from app.storage.heartbeat import WORKER, beat

log = structlog.get_logger(__name__)
MOST_ARENAS = -8
"""What `malloc.h` calls M_ARENA_MAX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something that is looked at again and again; what is due stands in the database."""

    name: str
    seconds: int
    do: Callable[[Engine, datetime], object]


def show_signs_of_life(engine: Engine, now: datetime, retries: Retries) -> None:
    """Leave word that this worker is alive, and what it has to try again."""
    failing = [each.to_json() for each in retries.failing()]
    with engine.begin() as connection:
        beat(connection, WORKER, at=to_instant(now), detail={FAILING: failing})


def usual_jobs(
    clock: Clock = system_clock,
    stop: threading.Event | None = None,
    config: Config | None = None,
) -> tuple[Job, ...]:
    """Give what a worker does, with a memory of its own for what failed.

    Automations end their turn when `stop` is set: what has begun is finished, nothing more begins.
    """
    retries = Retries()
    stop = stop or threading.Event()
    flows = FlowsAtWork(clock=clock, retries=retries, stop=stop)
    messages = MessagesAtWork(
        clock=clock,
        retries=retries,
        stop=stop,
        door=Door() if config is None else config.door,
        seals=Seals(() if config is None else config.secret_keys),
    )
    return (
        Job(name="signs of life", seconds=5, do=partial(show_signs_of_life, retries=retries)),
        Job(name="evaluations", seconds=5, do=partial(evaluate_what_is_due, retries=retries)),
        Job(name="sample data", seconds=2, do=partial(bring_in_what_waits, retries=retries)),
        Job(name="saved forms", seconds=600, do=forget_what_expired),
        Job(name="changes of many members", seconds=1, do=partial(carry_on, retries=retries)),
        Job(name="automations", seconds=1, do=flows),
        Job(name="messages", seconds=1, do=messages),
        Job(name="expiries", seconds=60, do=partial(expire_what_is_due, retries=retries)),
        Job(name="packs and coupons", seconds=30, do=partial(give_what_is_due, retries=retries)),
        Job(name="old answers", seconds=3_600, do=forget_what_is_over),
        Job(name="doctor", seconds=60, do=partial(examine_what_is_due, retries=retries)),
    )


def share_one_heap() -> None:
    """Have all threads allocate from one place, where there is glibc.

    Otherwise each of a dozen threads keeps a heap of its own with room that the others do not get,
    and the process grows for hours though nothing more is kept in it.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(MOST_ARENAS, 1)


def run(engine: Engine, *, clock: Clock, config: Config | None = None) -> None:
    """Work until the process is asked to stop; what has begun is finished first."""
    share_one_heap()
    stop = threading.Event()
    if config is not None:
        links.tell(config.public_url, config.secret_keys)
    jobs = usual_jobs(clock, stop, config)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = ticker(engine, clock=clock, jobs=jobs)
    scheduler.start()
    log.info("worker started", pid=os.getpid(), jobs=[job.name for job in jobs])
    stop.wait()
    scheduler.shutdown(wait=True)
    log.info("worker stopped")


def ticker(engine: Engine, *, clock: Clock, jobs: tuple[Job, ...]) -> BackgroundScheduler:
    """Schedule the jobs in memory: a beat that was missed is made up for by the next one."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(max(len(jobs), 1))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(
            lambda job=job: job.do(engine, clock()),
            "interval",
            seconds=job.seconds,
            name=job.name,
            # At once, and not only after the first interval.
            next_run_time=clock(),
        )
    return scheduler
