"""A row as one line of text: as PostgreSQL's COPY writes and reads it, and SQLite with our help."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson

from app.storage.backup.manifest import Kind

NULL = "\\N"
_SPECIAL = re.compile(r"[\\\b\f\n\r\t\v]")
_ESCAPED = re.compile(r"\\(.)")
_WRITTEN = {
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}
_READ = {written[1]: plain for plain, written in _WRITTEN.items()}
_TRANSLATION = str.maketrans(_WRITTEN)


def _escape(value: str) -> str:
    return value.translate(_TRANSLATION) if _SPECIAL.search(value) else value


def _json(value: Any) -> str:
    """Write a document; a number alone is a number to SQLite, and text to everybody else."""
    return _escape(value) if isinstance(value, str) else repr(value)


def _plain(written: str) -> str:
    if "\\" not in written:
        return written
    return _ESCAPED.sub(lambda found: _READ.get(found[1], found[1]), written)


def _truth(value: Any) -> str:
    return "t" if value else "f"


def _said(written: str) -> int:
    return int(written == "t")


def _again(written: str) -> str:
    """Write a document as this product does; PostgreSQL writes it with spaces."""
    return orjson.dumps(orjson.loads(_plain(written))).decode()


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.WHOLE: str,
    Kind.NUMBER: repr,
    Kind.BOOLEAN: _truth,
    Kind.TEXT: _escape,
    Kind.CONTENT: _json,
    Kind.DOCUMENT: _json,
}
_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.WHOLE: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: _said,
    Kind.TEXT: _plain,
    Kind.CONTENT: _plain,
    Kind.DOCUMENT: _again,
}


def written(rows: Iterable[Sequence[Any]], kinds: Sequence[Kind]) -> bytes:
    """Write rows as lines."""
    writers = [_WRITERS[each] for each in kinds]
    lines = (
        "\t".join(
            [NULL if value is None else write(value) for value, write in zip(row, writers)]  # noqa: B905  # A column each, a million times.
        )
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def read(lines: Iterable[bytes], kinds: Sequence[Kind]) -> Iterator[tuple[Any, ...]]:
    """Read lines as the rows that SQLite keeps."""
    readers = [_READERS[each] for each in kinds]
    for line in lines:
        # Not by any end of a line: a text may hold others.
        values = line.decode().removesuffix("\n").split("\t")
        yield tuple(
            None if value == NULL else read(value)
            for value, read in zip(values, readers, strict=True)
        )
