"""The virtual environment beside start.py: made once, made again when it is broken or too old."""

import hashlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

from app.launcher.explain import (
    DiskFull,
    InstallFailed,
    NoNetwork,
    NoVenv,
    ReadOnly,
    VenvFailed,
    say,
)

ROOM_TO_INSTALL = 600 * 2**20
PIP_KNOWS_PYTHON = (22, 3)
"""Since this version pip can install into an environment that has no pip of its own."""
PIP_OPTIONS = ("--disable-pip-version-check", "--retries", "2")
NO_SPACE = ("[Errno 28]", "No space left on device", "[WinError 112]")
NOT_WRITABLE = ("[Errno 13]", "[Errno 30]", "Permission denied", "Read-only file system")
NO_NETWORK = (
    "Connection broken",
    "ConnectionResetError",
    "ConnectTimeout",
    "Failed to establish a new connection",
    "NameResolutionError",
    "NewConnectionError",
    "ProxyError",
    "ReadTimeout",
    "SSLError",
    "Temporary failure in name resolution",
)


class Environment:
    """A project's virtual environment and what is installed in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        self.log = self.folder / "install.log"

    def tool(self, name: str) -> str:
        return str(self.scripts / (f"{name}.exe" if os.name == "nt" else name))

    def packages(self) -> Path | None:
        """Give the folder of installed packages, once there is one."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        return next(self.folder.glob("lib/python*/site-packages"), None)

    def is_ready(self, extra: str = "") -> bool:
        return self.python.exists() and _read(self._stamp(extra)) == self._wanted()

    def make_ready(self, extra: str = "") -> None:
        """Make the environment if it cannot be used, and install what the project asks for."""
        if self.is_ready(extra):
            return
        say("正在准备运行环境（首次约一分钟）…", "Setting up, about a minute the first time …")
        started = time.monotonic()
        if not self._works():
            self._make()
        self.install("--editable", f".[{extra}]" if extra else ".")
        for installed in {"", extra}:
            self._stamp(installed).write_text(self._wanted(), encoding="utf-8")
        took = time.monotonic() - started
        say(f"环境就绪（{took:.0f} 秒）。", f"The environment is ready ({took:.0f} s).")

    def _stamp(self, extra: str) -> Path:
        return self.folder / f"rungs-{extra or 'base'}.stamp"

    def _wanted(self) -> str:
        project = hashlib.sha256((self.root / "pyproject.toml").read_bytes()).hexdigest()
        return f"{project}\n{_python_version()}\n{self.root}"

    def _works(self) -> bool:
        """Whether the environment starts, with the Python that is asking, where it was made."""
        place = _read(self._stamp("")).splitlines()[2:]
        if not self.python.exists() or place not in ([], [str(self.root)]):
            return False
        asked = subprocess.run(
            [self.python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        return asked.returncode == 0 and asked.stdout.strip() == _python_version()

    def _make(self) -> None:
        if importlib.util.find_spec("venv") is None:
            raise NoVenv
        options = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
        if options and not _pip_outside_can_help():
            raise NoVenv
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", *options, self.folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if made.returncode:
            self._blame_the_machine(made.stdout)
            raise VenvFailed(self.folder, made.stdout.strip())

    def install(self, *what: str) -> None:
        """Install packages; what pip says goes to the log. Raises `CannotStart`."""
        with self.log.open("wb") as log:
            done = subprocess.run(
                [*self._pip(), "install", *PIP_OPTIONS, *what],
                cwd=self.root,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            said = _read(self.log)
            self._blame_the_machine(said)
            if any(sign in said for sign in NO_NETWORK):
                raise NoNetwork(self.log)
            raise InstallFailed(self.log, "\n".join(said.splitlines()[-15:]))

    def _pip(self) -> list[str]:
        inside = subprocess.run(
            [self.python, "-m", "pip", "--version"], capture_output=True, check=False
        )
        if inside.returncode == 0:
            return [str(self.python), "-m", "pip"]
        if _pip_outside_can_help():
            return [sys.executable, "-m", "pip", "--python", str(self.python)]
        raise NoVenv

    def _blame_the_machine(self, said: str) -> None:
        if any(sign in said for sign in NO_SPACE):
            raise DiskFull(self.root, needed=ROOM_TO_INSTALL)
        if any(sign in said for sign in NOT_WRITABLE):
            raise ReadOnly(self.folder)


def _pip_outside_can_help() -> bool:
    if importlib.util.find_spec("pip") is None:
        return False
    version = importlib.metadata.version("pip").split(".")
    return (int(version[0]), int(version[1])) >= PIP_KNOWS_PYTHON


def _python_version() -> str:
    return "{}.{}".format(*sys.version_info[:2])


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
