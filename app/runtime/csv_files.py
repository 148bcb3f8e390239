"""CSV files as shops and spreadsheets save them, read one record at a time."""

import codecs
import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from app.errors import Invalid, NotFound

_GZIP = b"\x1f\x8b"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BETWEEN = (",", ";", "\t", "|")
_CHUNK = 1 << 20
_SEPARATOR_LINE = "sep="


class _Reader(Protocol):
    """What the csv module reads records with, which it does not name."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


class Unusable(Invalid):
    """A file that cannot be read as a table."""


class Line(NamedTuple):
    """One record of the file."""

    number: int
    """The line it begins on, as an editor counts."""
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A CSV file that has been looked through once."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    digest: str
    """Of what the file says, the same when it is packed."""
    lines: int
    """About how many records there are: a record with line breaks in it counts for more."""

    def rows(self, *, after: int = 0) -> Iterator[Line]:
        """Give the records behind the first `after`; empty lines are no records."""
        with _text(self.path, self.encoding) as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            _skip_head(reader)
            number, count = reader.line_num + 1, 0
            for cells in _careful(reader):
                if any(cells):
                    count += 1
                    if count > after:
                        yield Line(number, cells)
                number = reader.line_num + 1


def look_through(path: Path) -> Sheet:
    """Find out how a file is written. Raises `Unusable`, or `NotFound` without a file."""
    if not path.is_file():
        raise NotFound(f"找不到文件 {path}。", f"There is no file {path}.")
    digest, lines = _count(path)
    encoding = _encoding_of(path)
    with _text(path, encoding) as file:
        first = file.readline()
        if first.lower().startswith(_SEPARATOR_LINE):
            delimiter = first[len(_SEPARATOR_LINE) :][:1] or ","
        else:
            delimiter = _delimiter_of(first)
            file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        columns = tuple(each.strip() for each in next(_careful(reader), []))
    _refuse_bad_head(path, columns)
    return Sheet(
        path=path,
        encoding=encoding,
        delimiter=delimiter,
        columns=columns,
        digest=digest,
        lines=max(0, lines - 1),
    )


def _refuse_bad_head(path: Path, columns: tuple[str, ...]) -> None:
    if not any(columns):
        raise Unusable(
            f"{path.name} 的第一行没有列名。", f"The first line of {path.name} names no columns."
        )
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise Unusable(
            f"{path.name} 有重复的列名：{'、'.join(twice)}。",
            f"{path.name} has columns of the same name: {', '.join(twice)}.",
        )


def _open(path: Path) -> gzip.GzipFile | io.BufferedReader:
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with _open(path) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except (gzip.BadGzipFile, EOFError) as broken:
        raise Unusable(
            f"{path.name} 的压缩已损坏。", f"{path.name} is packed and damaged."
        ) from broken


def _count(path: Path) -> tuple[str, int]:
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    for chunk in _chunks(path):
        digest.update(chunk)
        lines += chunk.count(b"\n")
        last = chunk[-1:]
    return digest.hexdigest(), lines + (last != b"\n")


def _encoding_of(path: Path) -> str:
    start = next(_chunks(path), b"")
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise Unusable(
        f"{path.name} 的文字编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8。",
        f"{path.name} is neither UTF-8 nor GB18030; save it as UTF-8.",
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(_open(path), encoding=encoding, newline="")


def _delimiter_of(head: str) -> str:
    """Choose what divides the first line into most columns, outside of quotes."""
    bare = "".join(head.split('"')[::2])
    return max(_BETWEEN, key=bare.count)


def _skip_head(reader: _Reader) -> None:
    head = next(_careful(reader), [])
    if head and head[0].lower().startswith(_SEPARATOR_LINE):
        next(_careful(reader), [])


def _careful(reader: _Reader) -> Iterator[list[str]]:
    """Read on, and say where the file stops being a table."""
    try:
        yield from reader
    except (csv.Error, UnicodeDecodeError) as error:
        raise Unusable(
            f"第 {reader.line_num} 行附近读不下去：引号没有成对，或单元格过长。",
            f"Around line {reader.line_num} the file cannot be read on: a quote without its"
            " partner, or a cell that is too long.",
        ) from error
