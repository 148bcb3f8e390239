"""A new programme in a workspace: from the gallery, from a file, or from nothing."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import re2

from app.builder import drafts, gallery, releases
from app.builder.exchange import as_imported
from app.builder.gallery.years import DAYS, YEARS, year_of
from app.clock import to_instant
from app.program.codec import load
from app.storage import programs, samples
from app.storage.space import Space
from app.words import Words

LONGEST_KEY = 60
NOT_IN_KEYS = re2.compile(r"[^a-z0-9]+")
NAMELESS = "program"
SAMPLE_NOTE = "示例数据 · Sample data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A programme that has just been begun."""

    program_id: int
    key: str
    sample: bool
    """Whether it is live and its sample data are on their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a programme that begins with nothing must say."""

    label: Words
    timezone: str
    currency: str

    def document(self) -> dict[str, Any]:
        """Give a sound document with as little in it as possible: one tier, where all stand."""
        return {
            "format": 1,
            "key": _key_of(self.label),
            "label": self.label.to_json(),
            "settings": {"timezone": self.timezone, "currency": self.currency},
            "objects": [],
            "ladders": [
                {
                    "key": "main",
                    "label": {"zh": "会员等级", "en": "Tiers"},
                    "tiers": [
                        {
                            "key": "member",
                            "label": {"zh": "普通会员", "en": "Member"},
                            "color": "slate",
                        }
                    ],
                }
            ],
        }


def start(
    space: Space,
    document: Any,
    *,
    now: datetime,
    by: str | None,
    key: str | None = None,
    label: Words | None = None,
) -> Started:
    """Draft a programme from a document. Raises `Unreadable` with every place.

    Its key is made one that no other programme of the workspace has; `key` and `label` are other
    ones than the document's.
    """
    load(document)  # What is no programme is refused before anything is made of it.
    fresh = as_imported(deepcopy(document))
    fresh["key"] = free_key(space, key or str(fresh["key"]))
    if label is not None:
        fresh["label"] = label.to_json()
    program_id = drafts.create(space, fresh, now=now, by=by)
    return Started(program_id=program_id, key=fresh["key"], sample=False)


def clone(
    space: Space,
    template: str,
    *,
    sample: bool,
    now: datetime,
    by: str | None,
    key: str | None = None,
    label: Words | None = None,
) -> Started:
    """Begin a programme as one of the gallery is. Raises `NoSuchProgramme`.

    With sample data it is published as of a year ago, and lives through that year as soon as a
    worker brings the data in. Without, it is a draft.
    """
    document = gallery.get(template).document
    made = start(space, document, now=now, by=by, key=key, label=label)
    if not sample or template not in YEARS:
        return made
    began = now - timedelta(days=DAYS)
    releases.publish(space, made.program_id, note=SAMPLE_NOTE, now=began, by=by)
    zone = load(document).settings.calendar.zone
    samples.wait_for(
        space,
        made.program_id,
        template,
        ends_at=to_instant(now),
        whole=len(year_of(template, now, zone)),
    )
    return Started(program_id=made.program_id, key=made.key, sample=True)


def free_key(space: Space, wanted: str) -> str:
    """Give a key that no programme of the workspace has, the wanted one if it is free."""
    taken = {each.key for each in programs.programs(space)}
    found, n = wanted, 1
    while found in taken:
        n += 1
        found = f"{wanted[: LONGEST_KEY - len(f'_{n}')]}_{n}"
    return found


def free_label(wanted: Words, labels: frozenset[str]) -> Words:
    """Give a name that no other programme has: `labels` are those there are, in any language."""
    n, found = 1, wanted
    while {found.zh, found.en} & labels:
        n += 1
        found = Words(f"{wanted.zh} {n}", f"{wanted.en} {n}")
    return found


def _key_of(label: Words) -> str:
    plain = NOT_IN_KEYS.sub("_", label.en.lower()).strip("_")[:LONGEST_KEY]
    return plain if plain[:1].isalpha() else NAMELESS
