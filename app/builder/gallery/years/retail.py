"""A year of real purchases: every eighth household of the sample that the demo has whole."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from app.builder.gallery.years.happening import Happening, happened, joined

SAMPLE = files("app.builder.gallery") / "samples" / "retail"
ENDS = datetime.fromisoformat("2018-01-02T00:00:00Z")
EVERY = 8
"""One household of so many; few enough to be there while one waits."""
MEMBERS = 309
DAYS = 365
OBJECTS = {
    "orders": ("order", "paid_at"),
    "mailings": ("mailing", "sent_on"),
    "redemptions": ("activity", "occurred_at"),
}
DATES = frozenset({"sent_on", "valid_until"})
MOMENTS = frozenset({"paid_at", "occurred_at", "joined_at"})


def year(now: datetime, zone: ZoneInfo) -> Iterator[Happening]:
    """Move the year by whole weeks, so that weekdays stay what they were."""
    later = timedelta(weeks=(now - ENDS) // timedelta(weeks=1))
    begins = now - timedelta(days=DAYS)
    since: dict[str, datetime] = {}
    for n, row in enumerate(_rows("members")):
        if n % EVERY == 0:
            values = _moved(row, later, zone)
            at = datetime.fromisoformat(values.pop("joined_at"))
            since[row["external_id"]] = max(begins, at)
            yield joined(at, begins, values)
    for name, (object_key, occurred) in OBJECTS.items():
        for row in _rows(name):
            whose = row.pop("member")
            if whose in since:
                values = _moved(row, later, zone)
                at = max(since[whose], _moment(values[occurred], zone))
                yield happened(at, object_key, whose, values)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (
        (SAMPLE / f"{name}.csv.gz").open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as file,
    ):
        yield from csv.DictReader(file)


def _moved(row: dict[str, str], later: timedelta, zone: ZoneInfo) -> dict[str, str]:
    return {key: _value(key, text, later, zone) for key, text in row.items() if text}


def _value(key: str, text: str, later: timedelta, zone: ZoneInfo) -> str:
    if key in DATES:
        return (date.fromisoformat(text) + later).isoformat()
    if key in MOMENTS:
        # The sample's times are clock times of its stores.
        return (datetime.fromisoformat(text).replace(tzinfo=zone) + later).isoformat()
    return text


def _moment(text: str, zone: ZoneInfo) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)
