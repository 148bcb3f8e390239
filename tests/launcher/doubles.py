"""A machine on which nothing is really run."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class Machine:
    """Stands in for the programs that would be run, and answers as they would."""

    def __init__(self) -> None:
        self.ran: list[list[str]] = []
        self.answers: dict[str, tuple[int, str]] = {}

    def run(self, command: list[Any], **options: Any) -> "subprocess.CompletedProcess[str]":
        words = [str(word) for word in command]
        self.ran.append(words)
        line = " ".join(words)
        status, said = next((self.answers[key] for key in self.answers if key in line), (0, ""))
        if "-m venv" in line and not status:
            pretend_environment(Path(words[-1]))
        if "sys.version_info" in line and not status:
            said = said or "{}.{}".format(*sys.version_info[:2])
        if hasattr(options.get("stdout"), "write"):
            options["stdout"].write(said.encode())
        return subprocess.CompletedProcess(words, status, said, "")

    def said(self, part: str) -> bool:
        return any(part in " ".join(command) for command in self.ran)


def pretend_environment(folder: Path) -> None:
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    scripts.mkdir(parents=True, exist_ok=True)
    (scripts / ("python.exe" if os.name == "nt" else "python")).write_text("")
