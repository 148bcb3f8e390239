"""Ready-made programmes: documents to start from, each with the examples it must satisfy."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import orjson

from app.errors import NotFound
from app.words import Words

HERE = files(__name__)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", re.ASCII)


class NoSuchProgramme(NotFound):
    """The gallery has no programme of this name."""

    def __init__(self, key: str) -> None:
        known = ", ".join(keys())
        super().__init__(
            f"没有名为“{key}”的模板。可用：{known}。",
            f"There is no ready-made programme called {key!r}. Known: {known}.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """A programme as it lies in the gallery."""

    key: str
    label: Words
    summary: Words
    document: Mapping[str, Any]
    """The programme alone, as a draft begins with it."""
    examples: Mapping[str, Any]
    sample: Traversable | None
    """The folder with data to try it on, if it comes with any."""

    @property
    def automations(self) -> dict[str, Words]:
        """Give the names of the automations it brings, which are switched off at first."""
        flows = self.document.get("flows", ())
        return {each["key"]: Words.from_json(each["label"]) for each in flows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A member, what is recorded of it, and the tier it must stand on."""

    label: Words
    member: Mapping[str, Any]
    records: Mapping[str, tuple[Mapping[str, Any], ...]]
    """By object, oldest first."""
    stands_on: str
    has: Mapping[str, int]
    """What the member has earned of each currency that is named."""


def keys() -> list[str]:
    """List the programmes there are."""
    return sorted(
        each.name.removesuffix(".json") for each in HERE.iterdir() if each.name.endswith(".json")
    )


def everything() -> Iterator[ReadyMade]:
    """Give every ready-made programme, by key."""
    return (get(each) for each in keys())


def get(key: str) -> ReadyMade:
    """Give a ready-made programme. Raises `NoSuchProgramme`."""
    if key not in keys():
        raise NoSuchProgramme(key)
    document = orjson.loads((HERE / f"{key}.json").read_bytes())
    examples = document.pop("examples", {})
    sample = HERE / "samples" / key
    return ReadyMade(
        key=key,
        label=Words.from_json(document["label"]),
        summary=Words.from_json(document["summary"]),
        document=document,
        examples=examples,
        sample=sample if sample.is_dir() else None,
    )


def examples_of(programme: ReadyMade) -> tuple[datetime, list[Example]]:
    """Give the moment at which the examples hold, and the members, who make up one cohort.

    A record may say `repeat` and `every_days`: it then happened that many times, each so many days
    before the last.
    """
    now = _moment(programme.examples["now"])
    return now, [_example(each) for each in programme.examples["members"]]


_ABOUT = frozenset({"label", "member", "stands_on", "has"})


def _example(content: Mapping[str, Any]) -> Example:
    records = {
        key: tuple(sorted(_repeated(rows), key=_happened))
        for key, rows in content.items()
        if key not in _ABOUT
    }
    return Example(
        label=Words.from_json(content["label"]),
        member=content.get("member", {}),
        records=records,
        stands_on=content["stands_on"],
        has=content.get("has", {}),
    )


def _repeated(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        kept = {key: value for key, value in row.items() if key not in {"repeat", "every_days"}}
        for n in range(row.get("repeat", 1)):
            back = timedelta(days=n * row.get("every_days", 1))
            yield {key: _earlier(value, back) for key, value in kept.items()}


def _happened(row: Mapping[str, Any]) -> str:
    return max((each for each in row.values() if _is_moment(each)), default="")


def _earlier(value: Any, back: timedelta) -> Any:
    """Move what is a moment; leave what is not."""
    if not _is_moment(value):
        return value
    return (_moment(value) - back).isoformat().replace("+00:00", "Z")


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and MOMENT.match(value) is not None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
