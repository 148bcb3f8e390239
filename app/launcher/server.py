"""The server that start.py runs, until it is told to stop."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

from app.launcher.explain import ServerStopped, say
from app.launcher.installation import Installation
from app.launcher.machine import HOST

SECONDS_TO_ANSWER = 60
SECONDS_BETWEEN_LOOKS = 0.05
SECONDS_TO_STOP = 40
LARGEST_LOG = 10 * 2**20


class Server:
    """Serves one installation on one port of this machine."""

    def __init__(self, installation: Installation, port: int) -> None:
        self.installation = installation
        self.port = port
        self.address = f"http://{HOST}:{port}"
        self.environ = {"RUNGS_PUBLIC_URL": self.address, **installation.environ}
        self.log = installation.data / "rungs.log"

    def run(self, *, browser: bool) -> int:
        """Serve until interrupted; say where, and open the first page."""
        signal.signal(signal.SIGTERM, _interrupt)
        _begin_log(self.log)
        with self.log.open("ab") as log:
            serving = subprocess.Popen(
                self.installation.command("serve", "--port", str(self.port)),
                cwd=self.installation.environment.root,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            # Both take about a second to load; together they take one.
            link = self._sign_in_link()
            self._wait_for_answer(serving)
            self._announce(link, browser=browser)
            return serving.wait()
        except KeyboardInterrupt:
            say("正在停止…", "Stopping …")
            return 0
        finally:
            _end(serving)

    def _sign_in_link(self) -> str | None:
        asked = subprocess.run(
            self.installation.command("sign-in-link", "--json"),
            cwd=self.installation.environment.root,
            env=self.environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if asked.returncode:
            print(asked.stderr, file=sys.stderr)
            return None
        return str(json.loads(asked.stdout)["url"])

    def _wait_for_answer(self, serving: "subprocess.Popen[bytes]") -> None:
        give_up_at = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < give_up_at and serving.poll() is None:
            if self._answers():
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)
        tail = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise ServerStopped(self.log, "\n".join(tail))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/livez", timeout=1):
                return True
        except OSError:
            return False

    def _announce(self, link: str | None, *, browser: bool) -> None:
        say(f"登阶已启动：{self.address}/", f"Rungs is up: {self.address}/")
        if link:
            say(f"一次性登录链接：{link}", "sign in once with this link")
        say(f"日志：{self.log}；按 Ctrl-C 停止。", "log file; Ctrl-C stops.")
        if browser and _has_screen():
            webbrowser.open(link or self.address)


def _begin_log(log: Path) -> None:
    """Keep the log of one earlier period once it has grown large."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".1.log"))


def _has_screen() -> bool:
    """Whether a browser would open in a window of its own, and somebody is there to see it."""
    if not sys.stdout.isatty():
        return False
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in screens)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(serving: "subprocess.Popen[bytes]") -> None:
    if serving.poll() is None:
        serving.terminate()
    try:
        serving.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        serving.kill()
        serving.wait()
