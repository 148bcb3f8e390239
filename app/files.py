"""Files that are there when they are complete, and for their owner's eyes only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.errors import AppError, Conflict


class CannotWrite(AppError):
    """The file cannot be written where it is wanted."""


@contextmanager
def written_whole(file: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """Give a private file that takes its name when it is complete, and is gone otherwise."""
    _refuse_what_is_there(file, replace=replace)
    draft = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as target:
                yield target
                target.flush()
                os.fsync(target.fileno())
            _refuse_what_is_there(file, replace=replace)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        _settle(file.parent)
    except OSError as error:
        raise CannotWrite(
            f"无法写入 {file}：{error.strerror}。没有留下不完整的文件。",
            f"{file} cannot be written: {error.strerror}. No half of it is left.",
        ) from error


def _refuse_what_is_there(file: Path, *, replace: bool) -> None:
    if file.is_dir():
        raise Conflict(f"{file} 是文件夹。", f"{file} is a folder.")
    if file.exists() and not replace:
        raise Conflict(
            f"{file} 已存在；要覆盖请加 --force。",
            f"{file} is there already; --force replaces it.",
        )


def _settle(folder: Path) -> None:
    """Have the name of a new file outlive a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
