"""Programme documents as files."""

import sys
from pathlib import Path
from typing import Any

import orjson

from app.errors import Invalid
from app.program.codec import dump, load
from app.program.reader import Unreadable

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


def as_bytes(content: Any) -> bytes:
    """Write a document so that equal programmes are equal files, byte for byte."""
    try:
        settled = dump(load(content))
    except Unreadable:
        settled = content  # It is kept as it was written until it can be read.
    return orjson.dumps(settled, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def write(content: Any, file: str) -> None:
    if file == STANDARD:
        sys.stdout.buffer.write(as_bytes(content))
        return
    try:
        Path(file).write_bytes(as_bytes(content))
    except OSError as error:
        raise Invalid(f"写不了 {file}：{error}。", f"{file} cannot be written: {error}.") from error
