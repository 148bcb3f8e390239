"""The file: a ZIP with a text file for each table, a list of contents, and a sum for each."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, Self, cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import orjson

from app.clock import from_instant
from app.storage.backup.manifest import Broken, Manifest, Table, read

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1 << 20
LEVEL = 3
"""Of compression: more takes twice the time for a tenth of the room."""
LARGEST_LIST = 64 << 20
"""Bytes of what is read as a whole."""


class Writer:
    """Fills a backup, one table after the other."""

    def __init__(self, opened: ZipFile, *, at: int) -> None:
        self._zip = opened
        self._at = from_instant(at)
        self._sums: list[str] = []

    @classmethod
    @contextmanager
    def on(cls, target: IO[bytes], *, at: int) -> Iterator[Self]:
        with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=LEVEL) as opened:
            yield cls(opened, at=at)

    def table(self, shape: Table, blocks: Iterable[bytes]) -> Table:
        """Write the lines of a table, and give its shape with how many there were."""
        return shape.holding(self._entry(path_of(shape.name), blocks))

    def finish(self, manifest: Manifest) -> None:
        self._entry(MANIFEST, [orjson.dumps(manifest.to_json(), option=orjson.OPT_INDENT_2)])
        self._entry(SUMS, ["".join(self._sums).encode()])

    def _entry(self, name: str, blocks: Iterable[bytes]) -> int:
        info = ZipInfo(name, _moment(self._at))
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        digest, lines = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for block in blocks:
                digest.update(block)
                lines += bytes(block).count(b"\n")
                entry.write(block)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        return lines


def path_of(table: str) -> str:
    return f"tables/{table}.tsv"


def _moment(at: datetime) -> tuple[int, int, int, int, int, int]:
    at = at.astimezone(UTC)
    return at.year, at.month, at.day, at.hour, at.minute, at.second


class Archive:
    """A backup that is read."""

    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        self.manifest = read(_json(self._whole(MANIFEST)))

    @classmethod
    @contextmanager
    def open(cls, file: Path) -> Iterator[Self]:
        """Open a backup. Whatever is wrong with the file, now or later, is said as `Broken`."""
        try:
            with ZipFile(file) as opened:
                yield cls(opened)
        except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
            raise _broken(file) from error
        except FileNotFoundError as error:
            raise Broken(f"没有文件 {file}。", f"There is no file {file}.") from error
        except OSError as error:
            said = error.strerror
            raise Broken(f"{file} 无法读取：{said}。", f"{file} cannot be read: {said}.") from error

    def verify(self, told: Callable[[int], object]) -> None:
        """Compare everything in it with its sums. Raises `Broken`."""
        sums = self._sums()
        if sums.get(MANIFEST) != hashlib.sha256(self._whole(MANIFEST)).hexdigest():
            raise _altered(MANIFEST)
        done = 0
        for each in self.manifest.tables:
            digest, lines = hashlib.sha256(), 0
            with self._zip.open(path_of(each.name)) as entry:
                while block := entry.read(CHUNK):
                    digest.update(block)
                    lines += block.count(b"\n")
            if sums.get(path_of(each.name)) != digest.hexdigest() or lines != each.rows:
                raise _altered(path_of(each.name))
            done += each.rows
            told(done)

    @contextmanager
    def blocks(self, table: str) -> Iterator[Iterator[bytes]]:
        with self._zip.open(path_of(table)) as entry:
            yield iter(lambda: entry.read(CHUNK), b"")

    @contextmanager
    def lines(self, table: str) -> Iterator[Iterable[bytes]]:
        with self._zip.open(path_of(table)) as entry:
            # The ZIP's own way of giving lines takes as long as all the rest.
            yield BufferedReader(cast("Any", entry), CHUNK)

    def _sums(self) -> dict[str, str]:
        found = {}
        for line in self._whole(SUMS).decode(errors="replace").splitlines():
            digest, _, name = line.partition("  ")
            found[name] = digest
        return found

    def _whole(self, name: str) -> bytes:
        with self._zip.open(name) as entry:
            found = entry.read(LARGEST_LIST + 1)
        if len(found) > LARGEST_LIST:
            raise _altered(name)
        return found


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _altered(MANIFEST) from error


def _broken(file: Path) -> Broken:
    return Broken(
        f"{file} 不是完整的备份，或已损坏。什么都没有改动。",
        f"{file} is not a complete backup, or it is damaged. Nothing was changed.",
    )


def _altered(name: str) -> Broken:
    return Broken(
        f"备份里的 {name} 与它的校验和不符，文件已损坏。什么都没有改动。",
        f"{name} in the backup does not agree with its checksum: the file is damaged. "
        "Nothing was changed.",
    )
