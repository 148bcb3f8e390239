"""Real workers that are left alone with traffic for long, and one of them killed again and again.

One worker lives throughout, and shows whether memory grows; the other dies by SIGKILL every two
minutes and is started anew. This process is the entrance by which events come.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from app.clock import to_instant
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.releases import live
from tests.runtime.clubs import Club

BETWEEN_KILLS = 120
BETWEEN_SAMPLES = 10
KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was seen at one moment."""

    at: float
    worker_rss: int
    entrance_rss: int
    wal: int
    oldest_ready: float
    """For how many seconds the run has been due that has waited longest."""
    runs: int


@dataclass(slots=True, kw_only=True)
class Soak:
    """A club on SQLite, its workers, and what comes in."""

    club: Club
    file: Path
    members: int
    rate: int
    kills: int = 0
    sent: int = 0
    samples: list[Sample] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        surroundings = os.environ | {
            "RUNGS_DATABASE_URL": f"sqlite:///{self.file}",
            "RUNGS_DATA_DIR": str(self.file.parent),
            "RUNGS_LOG_LEVEL": "error",
        }
        with (self.file.parent / "worker.log").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "app", "worker"],
                env=surroundings,
                stdout=said,
                stderr=said,
            )

    def live_through(self, seconds: float, tell: Callable[[str], None]) -> None:
        """Let it go on for so long; both workers are asked to stop in the end."""
        lasting, dying = self.start(), self.start()
        begun = time.monotonic()
        sampled, killed = begun, begun
        while (now := time.monotonic()) < begun + seconds:
            assert lasting.poll() is None, "the worker that nobody kills has ended"
            self.send_until((now - begun) * self.rate)
            if now - killed >= BETWEEN_KILLS:
                dying.send_signal(signal.SIGKILL)
                dying.wait()
                self.kills, killed, dying = self.kills + 1, now, self.start()
            if now - sampled >= BETWEEN_SAMPLES:
                sampled = now
                self.samples.append(self.look(now - begun, lasting.pid))
                tell(f"{self.samples[-1]}")
            time.sleep(0.05)
        for each in (lasting, dying):
            each.terminate()
            each.wait(timeout=60)

    def send_until(self, wanted: float) -> None:
        """Send what has come in since, in one batch as an entrance does."""
        count = min(int(wanted) - self.sent, 100)
        if count <= 0:
            return
        moment = datetime.now(UTC)
        entries = [
            Entry(
                object="activity",
                member={"external_id": f"m{n % self.members}"},
                values={
                    "external_id": f"a{n}",
                    "kind": "visit",
                    "occurred_at": moment.isoformat(),
                },
            )
            for n in range(self.sent, self.sent + count)
        ]
        team = self.club
        with team.spaces.writing(team.workspace_id) as space:
            found = live(space, team.program_id)
            record_many(space, found, entries, now=to_instant(moment), cause="soak")
        self.sent += count

    def look(self, at: float, worker: int) -> Sample:
        wal = self.file.with_name(f"{self.file.name}-wal")
        with self.club.spaces.engine.connect() as connection:
            oldest, runs = connection.execute(
                text("SELECT min(due_at) FILTER (WHERE state = 'ready'), count(*) FROM flow_run")
            ).one()
            connection.rollback()
        behind = 0.0 if oldest is None else time.time() - oldest / 1e6
        return Sample(
            at=round(at, 1),
            worker_rss=rss(worker),
            entrance_rss=rss(os.getpid()),
            wal=wal.stat().st_size if wal.exists() else 0,
            oldest_ready=round(max(behind, 0.0), 1),
            runs=runs,
        )


def rss(process: int) -> int:
    """Give how many bytes of memory a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (line,) = [each for each in status.splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) * KIB
