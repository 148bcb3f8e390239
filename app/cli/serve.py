"""`rungs serve`: one web server and one worker, kept alive together."""

import os
import signal
import subprocess
import sys
import threading
import time

import click

SECONDS_TO_STOP = 35
SECONDS_BETWEEN_LOOKS = 0.5
LONGEST_PAUSE = 60.0
HEAD_START = 2.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(min=1))
def serve(*, host: str, port: int, processes: int) -> None:
    """启动网页服务和一个后台进程。 Serve, with one worker beside."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    options = ["--host", host, "--port", str(port), "--processes", str(processes)]
    web = _start("web", *options)
    # The first page should not wait while two processes load the same modules.
    told.wait(HEAD_START)
    worker = Lasting("worker")
    while web.poll() is None and not told.wait(SECONDS_BETWEEN_LOOKS):
        worker.keep_alive()
    _stop(web, worker.process)
    sys.exit(0 if told.is_set() else web.returncode)


class Lasting:
    """A process that is started again when it ends, after a pause that grows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.process = _start(name)
        self.pause = 1.0
        self.again_at: float | None = None

    def keep_alive(self) -> None:
        if self.process.poll() is None:
            return
        if self.again_at is None:
            self.again_at = time.monotonic() + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif time.monotonic() >= self.again_at:
            self.process = _start(self.name)
            self.again_at = None


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "app", *arguments],
        env={**os.environ, "RUNGS_EXPECT_WORKER": "yes"},
        stdin=subprocess.DEVNULL,
    )


def _stop(*processes: "subprocess.Popen[bytes]") -> None:
    """Ask all of them first, so that they end side by side."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
