"""Programme documents as files."""

import sys
from pathlib import Path
from typing import Any

import orjson

from app.builder.exchange import as_bytes
from app.errors import Invalid

STANDARD = "-"
"""Written in the place of a file for standard input or output."""


def read(file: str) -> Any:
    """Read a document; it need not be a programme yet. Raises `Invalid` if it is no JSON."""
    try:
        raw = sys.stdin.buffer.read() if file == STANDARD else Path(file).read_bytes()
    except OSError as error:
        raise Invalid(f"读不了 {file}：{error}。", f"{file} cannot be read: {error}.") from error
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise Invalid(
            f"{file} 不是 JSON，第 {error.lineno} 行第 {error.colno} 个字符有误。",
            f"{file} is not JSON; something is wrong at {place}: {error.msg}.",
        ) from error


def write(content: Any, file: str) -> None:
    if file == STANDARD:
        sys.stdout.buffer.write(as_bytes(content))
        return
    try:
        Path(file).write_bytes(as_bytes(content))
    except OSError as error:
        raise Invalid(f"写不了 {file}：{error}。", f"{file} cannot be written: {error}.") from error
