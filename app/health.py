"""Whether this installation can do its work, one answer for each thing it needs."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.clock import from_instant, to_instant
from app.config import Config
from app.storage import restorations
from app.storage.flow_health import flow_health
from app.storage.heartbeat import BACKUP, WORKER, beat, last_beat, last_detail
from app.storage.revision import newest_revision, revision
from app.words import Words

FAILING = "failing"
"""Under what name a worker tells which of its jobs it has to try again."""
LONGEST_SILENCE = timedelta(seconds=30)
LEAST_DISK = 0.05
PATIENCE = {
    "sqlite": "PRAGMA busy_timeout=1000",
    "postgresql": "SET LOCAL statement_timeout = 1000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    holds: bool
    says: Words
    measures: Mapping[str, float] = field(default_factory=dict)
    """Figures that led to the answer, by name and unit."""


def examine(config: Config, engine: Engine, *, now: datetime) -> tuple[Check, ...]:
    """Look at everything a server needs to be of use."""
    return (*_database(config, engine, now=now), _disk(config))


def _database(config: Config, engine: Engine, *, now: datetime) -> list[Check]:
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            connection.exec_driver_sql(PATIENCE[engine.dialect.name])
            checks = [_migrations(connection)]
            if checks[0].holds:
                beat(connection, "probe", at=to_instant(now), detail={})
                checks.append(_worker(connection, config, now=now))
            transaction.rollback()
    except SQLAlchemyError as error:
        return [
            Check(
                name="database",
                holds=False,
                says=Words("数据库没有回应或不能写入。", f"The database fails: {_short(error)}"),
            )
        ]
    written = Check(name="database", holds=True, says=Words("可以读写。", "It reads and writes."))
    return [written, *checks]


def _short(error: SQLAlchemyError) -> str:
    return type(getattr(error, "orig", None) or error).__name__


def _migrations(connection: Connection) -> Check:
    found, wanted = revision(connection), newest_revision()
    return Check(
        name="migrations",
        holds=found == wanted,
        says=Words(
            f"数据库结构为 {found}，程序需要 {wanted}。",
            f"The tables are at {found}; this version works with {wanted}.",
        ),
    )


def _worker(connection: Connection, config: Config, *, now: datetime) -> Check:
    at = last_beat(connection, WORKER)
    silence = None if at is None else timedelta(microseconds=to_instant(now) - at)
    measures = {} if silence is None else {"worker_silence_seconds": silence.total_seconds()}
    if silence is not None and silence < LONGEST_SILENCE:
        holds, says = True, Words("后台进程在运行。", "It is alive.")
    elif config.expect_worker:
        holds, says = False, Words("没有动静；请运行 rungs worker。", "Silent; run rungs worker.")
    else:
        holds, says = True, Words("没有后台进程。", "There is none.")
    return Check(name="worker", holds=holds, says=says, measures=measures)


def _disk(config: Config) -> Check:
    usage = shutil.disk_usage(config.data_dir)
    free = usage.free / usage.total
    return Check(
        name="disk",
        holds=free > LEAST_DISK,
        says=Words(f"磁盘剩余 {free:.0%}。", f"{free:.0%} of the disk is free."),
        measures={"disk_free_ratio": free},
    )


def examine_jobs(engine: Engine) -> Check:
    """Ask what the worker could not do when it was last seen, and tries again."""
    with engine.connect() as connection:
        failing = last_detail(connection, WORKER).get(FAILING, [])
    if not failing:
        says = Words("后台任务没有失败的。", "None of the worker's jobs fails.")
        return Check(name="jobs", holds=True, says=says)
    named = ", ".join(
        f"{each['job']} (program {each['program']}, × {each['failures']}{_in_trouble(each)})"
        for each in failing
    )
    return Check(
        name="jobs",
        holds=False,
        says=Words(f"后台任务失败，正在重试：{named}。", f"The worker tries again: {named}."),
    )


def _in_trouble(failing: Mapping[str, object]) -> str:
    """Say that a job only waits for its database."""
    said = failing.get("trouble")
    return "" if said is None else f", database {said}"


OVERDUE = timedelta(minutes=5)


def examine_flows(engine: Engine, *, now: datetime) -> Check:
    """Ask whether automations go on when they are due, and whether any were given up."""
    with engine.connect() as connection:
        found = flow_health(connection, before=to_instant(now - OVERDUE))
    measures = {
        "runs_overdue": float(found.overdue),
        "runs_failed": float(found.failed),
        "occurrences_overdue": float(found.open_occurrences),
        "messages_dead": float(found.dead_messages),
    }
    return Check(
        name="flows",
        holds=not any(measures.values()),
        says=Words(
            f"自动化：超时 {found.overdue + found.open_occurrences}，失败 {found.failed}，"
            f"未送达 {found.dead_messages}。",
            f"Overdue {found.overdue + found.open_occurrences}, failed {found.failed},"
            f" undeliverable {found.dead_messages}.",
        ),
        measures=measures,
    )


def examine_copies(engine: Engine, *, now: datetime) -> tuple[Check, ...]:
    """Ask when the last backup was taken, and whether this is a copy that sends nothing yet."""
    with engine.connect() as connection:
        at, held = last_beat(connection, BACKUP), restorations.held(connection)
        waiting = 0 if held is None else restorations.waiting(connection)
    return _backup(at, now=now), _sending(held, waiting)


def _backup(at: int | None, *, now: datetime) -> Check:
    if at is None:
        says = Words("还没有备份过：rungs backup。", "None was ever taken: rungs backup.")
        return Check(name="backup", holds=True, says=says)
    age = now - from_instant(at)
    moment, hours = _minute(at), age.total_seconds() / 3600
    return Check(
        name="backup",
        holds=True,
        says=Words(
            f"上一次备份：{moment}（{hours:.1f} 小时前）。",
            f"The last one is of {moment}, {hours:.1f} hours ago.",
        ),
        measures={"backup_age_seconds": age.total_seconds()},
    )


def _sending(held: restorations.Held | None, waiting: int) -> Check:
    measures = {"sending_held": float(held is not None), "messages_held": float(waiting)}
    if held is None:
        says = Words("消息照常发送。", "Messages leave.")
        return Check(name="sending", holds=True, says=says, measures=measures)
    return Check(
        name="sending",
        holds=False,
        says=Words(
            f"这里是 {_minute(held.taken_at)} 的备份恢复来的，暂不对外发送，{waiting} 条在等："
            "rungs outbox resume。",
            f"This was restored from a backup of {_minute(held.taken_at)} and sends nothing;"
            f" {waiting} wait: rungs outbox resume.",
        ),
        measures=measures,
    )


def _minute(at: int) -> str:
    return f"{from_instant(at):%Y-%m-%d %H:%M} UTC"
