"""PostgreSQL servers of our own, which may be stopped, restarted and replaced by one another."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.ports import a_free_port

USER = "postgres"
SETTINGS = (
    "listen_addresses=127.0.0.1",
    # The machine itself does not fail here: what is written is there, whatever ends the server.
    "fsync=off",
    "shared_buffers=16MB",
    "max_connections=50",
    "wal_retrieve_retry_interval=20ms",
)
FOLLOWING = "wal_level=replica", "max_wal_senders=5", "hot_standby=on"
PATIENCE = 10_000
"""How often a server is asked before it is said that something will never be so."""


def programs() -> Path | None:
    """Say where the programs of the newest PostgreSQL of this machine are."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        key=lambda each: each.parts[-3].zfill(5),
    )
    if found:
        return found[-1].parent
    named = shutil.which("pg_ctl")
    return None if named is None else Path(named).resolve().parent


@dataclass(slots=True, kw_only=True)
class Server:
    """One server, its folder and its port."""

    programs: Path
    folder: Path
    port: int = field(init=False)

    def __post_init__(self) -> None:
        self.port = a_free_port()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def make(self) -> None:
        """Make an empty server."""
        # Small pieces of the log of changes make a follower quickly.
        small = "-N", "--wal-segsize=1"
        self.call("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", *small)

    def follow(self, other: "Server") -> None:
        """Be made anew as one that follows another, and start."""
        shutil.rmtree(self.folder, ignore_errors=True)
        where = "-h", "127.0.0.1", "-p", f"{other.port}", "-U", USER
        self.call("pg_basebackup", *where, "-R", "-X", "fetch", "-c", "fast", "--no-sync")
        # Nobody follows this one yet, whose commits would wait for that.
        self.confirm_by("")
        self.start()

    def call(self, program: str, *arguments: str) -> None:
        command = self.begin(program, *arguments)
        assert command.wait() == 0, (command.args, self.said())

    def begin(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Begin a command; it is over when its process is."""
        # PostgreSQL does not run as root.
        whose = None if os.geteuid() else USER
        return subprocess.Popen(
            [str(self.programs / program), "-D", str(self.folder), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=whose,
            group=whose,
            extra_groups=None if whose is None else (),
        )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def start(self) -> None:
        self.call("pg_ctl", "start", *self.how())

    def restart(self, mode: str) -> "subprocess.Popen[bytes]":
        """Begin to restart."""
        return self.begin("pg_ctl", "restart", "-m", mode, *self.how())

    def how(self) -> tuple[str, ...]:
        return "-w", "-l", str(self.log), "-o", self.options()

    def options(self) -> str:
        named = (*SETTINGS, *FOLLOWING, f"unix_socket_directories={self.folder.parent}")
        return " ".join((f"-p {self.port}", *(f"-c {each}" for each in named)))

    def stop(self, mode: str = "immediate") -> None:
        self.call("pg_ctl", "stop", "-w", "-m", mode)

    def promote(self) -> None:
        self.call("pg_ctl", "promote", "-w")

    def confirm_by(self, names: str) -> None:
        """Say on which followers a commit waits, once the server reads its settings again."""
        with (self.folder / "postgresql.auto.conf").open("a", encoding="ascii") as settings:
            settings.write(f"synchronous_standby_names = '{names}'\n")

    def reload(self) -> None:
        self.call("pg_ctl", "reload")

    def ask(self, query: str) -> object:
        """Give one value, outside of any transaction."""
        engine = create_engine(self.url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            answer = connection.execute(text(query))
            return answer.scalar() if answer.returns_rows else None


@dataclass(slots=True, kw_only=True)
class Pair:
    """A server and one that follows it; what is confirmed, both have."""

    folder: Path
    programs: Path
    primary: Server = field(init=False)
    standby: Server = field(init=False)

    def __post_init__(self) -> None:
        self.primary, self.standby = (
            Server(programs=self.programs, folder=self.folder / name) for name in ("one", "two")
        )

    def start(self, prepare: Callable[[Server], None]) -> None:
        """Make both; the second has what the first was prepared with."""
        self.primary.make()
        self.primary.start()
        prepare(self.primary)
        self.follow()

    def url(self, database: str) -> str:
        """Name both, as an installation that is to live through a failover does."""
        hosts = "&".join(
            f"host=127.0.0.1:{each.port}"
            for each in sorted((self.primary, self.standby), key=lambda each: each.folder)
        )
        return f"postgresql+psycopg://{USER}@/{database}?{hosts}"

    def follow(self) -> None:
        """Have the second follow the first, and each commit wait for it from now on."""
        self.standby.follow(self.primary)
        self.primary.confirm_by("*")
        self.primary.reload()
        for _ in range(PATIENCE):
            if self.primary.ask("SELECT sync_state FROM pg_stat_replication") == "sync":
                return
        raise AssertionError(self.primary.said())

    def take_over(self) -> None:
        """Lose the first at once, with all that only it knew; the second takes its place."""
        self.primary.stop()
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def stop(self) -> None:
        for each in (self.primary, self.standby):
            if (each.folder / "postmaster.pid").exists():
                each.stop()
