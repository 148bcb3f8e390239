"""The data beside start.py: its database brought up to date, and the demo put in once."""

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path

from app.launcher.environment import Environment
from app.launcher.explain import NotSQLite, StepFailed, say

DATABASE = "rungs.sqlite3"
DATABASE_SETTINGS = ("RUNGS_DATABASE_URL", "RUNGS_DATABASE_URL_FILE")


class Installation:
    """One folder of data and the programme that works on it."""

    def __init__(self, environment: Environment, environ: Mapping[str, str]) -> None:
        self.environment = environment
        self.data = Path(environ.get("RUNGS_DATA_DIR") or environment.root / ".rungs").absolute()
        self.environ = {**environ, "RUNGS_DATA_DIR": str(self.data), "PYTHONUTF8": "1"}
        self.elsewhere = [environ[name] for name in DATABASE_SETTINGS if environ.get(name)]

    def make_ready(self) -> None:
        """Migrate when there is something new, and install the demo into an empty place."""
        self._once("migrated", [*self._migrations(), *self.elsewhere], "db", "upgrade")
        self._once("demo", self.elsewhere, "demo")

    def reset(self) -> None:
        """Put the data aside; the copy stays until the next reset."""
        if self.elsewhere:
            raise NotSQLite
        for ending in ("", "-wal", "-shm"):
            file = self.data / f"{DATABASE}{ending}"
            if file.exists():
                file.replace(self.data / f"before-reset.sqlite3{ending}")
        for done in self.data.glob("*.done"):
            done.unlink()
        say("数据已重置，旧数据保留为 before-reset.sqlite3。", "The data has been put aside.")

    def command(self, *arguments: str) -> list[str]:
        return [str(self.environment.python), "-m", "app", *arguments]

    def _migrations(self) -> list[str]:
        folder = self.environment.root / "migrations" / "versions"
        return sorted(file.name for file in folder.glob("*.py"))

    def _once(self, name: str, because: list[str], *arguments: str) -> None:
        """Run a command unless it has succeeded before under the same circumstances."""
        done = self.data / f"{name}.done"
        circumstances = hashlib.sha256("\n".join(because).encode()).hexdigest()
        database_there = bool(self.elsewhere) or (self.data / DATABASE).exists()
        if database_there and done.exists() and done.read_text("utf-8") == circumstances:
            return
        finished = subprocess.run(
            self.command(*arguments), env=self.environ, cwd=self.environment.root, check=False
        )
        if finished.returncode:
            raise StepFailed(" ".join(arguments))
        done.write_text(circumstances, "utf-8")
