"""A whole installation with something of everything in it, and what stands in its tables."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    cast,
    func,
    inspect,
    select,
    table,
)

from app.clock import to_instant
from app.program.objects import EntryKind
from app.runtime.checkups import examine
from app.runtime.ledger import Posting, post
from app.storage import programs
from app.storage.backup.archive import MANIFEST, SUMS
from app.storage.backup.bring_back import bring_back
from app.storage.backup.manifest import Manifest
from app.storage.backup.shapes import PASSING
from app.storage.backup.take import Taken, take
from app.storage.spaces import Spaces
from tests.runtime.clubs import NOON, Club
from tests.runtime.earnings import PER_YUAN
from tests.runtime.flowing import flow, give, programme, step, tell
from tests.runtime.sending import SECRET, Sending

NOW = to_instant(NOON)
HOUR = 3_600_000_000
DIFFERENT = {*PASSING, "alembic_version", "restoration", "id_block"}
"""Tables that are not to be the same in a copy."""
ODD = 'Tab\tline\nreturn\r\\N \\. "quoted" \v\f\b 一二三 \U0001f600'
FIELDS = [
    {"key": "hot", "kind": "boolean", "label": "Hot"},
    {"key": "tags", "kind": "tags", "label": "Tags"},
    {"key": "about", "kind": "long_text", "label": "About"},
    {"key": "born", "kind": "date", "label": "Born"},
    {"key": "size", "kind": "number", "label": "Size"},
]
JOURNEY = flow(
    "record_created",
    step("points", "grant_points", amount=5),
    give(),
    tell(channel="webhook", purpose="service"),
    step("rest", "wait", time={"days": 30}),
    tell("later", channel="webhook", purpose="service"),
    options={"object": "member"},
)
CONTENT = programme(
    JOURNEY,
    earning={"rules": [{**PER_YUAN, "budget": "campaign"}]},
    budgets=[{"key": "campaign", "most": 600}],
    objects=[{"key": "member", "label": "Member", "fields": FIELDS}],
)
Rows = Mapping[str, list[str]]


def whole(spaces: Spaces) -> Sending:
    """Have members who bought, earned, spent and are to be told, and a channel with a password."""
    found = Sending(club=Club(spaces, CONTENT))
    found.account("webhook", url="http://127.0.0.1:9/", secret=SECRET)
    (anna,) = found.join("anna", hot=True, tags=["a", "b"], about=ODD, born="1990-02-28", size=0.1)
    found.join("bert", hot=False, about="\\N", size=-123456.789012)
    found.join("cora")
    order = found.club.buy("anna", 1_200)
    found.club.buy("bert", "99.99")
    found.club.refund(order, 20)
    spent = Posting(member_id=anna, cause="s1", currency="points", amount=-3, kind=EntryKind.SPEND)
    with spaces.writing(found.club.workspace_id) as space:
        post(space, found.club.live, [spent], now=found.now, cause="test")
    found.club.evaluate()
    return found


def moved(club: Club, engine: Engine) -> Club:
    """Give the same club where it was brought back to."""
    found = copy(club)
    found.spaces = Spaces(engine)
    return found


def rows_of(engine: Engine) -> Rows:
    """Give what stands in every table, and how much is seen in every view."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        views = [table(name) for name in inspect(engine).get_view_names()]
        counts = {
            each.name: [str(connection.scalar(select(func.count()).select_from(each)))]
            for each in views
        }
        rows = {
            each.name: sorted(map(repr, _rows(connection, each)))
            for each in tables.sorted_tables
            if each.name not in DIFFERENT
        }
    return rows | counts


def _rows(connection: Connection, each: Table) -> Iterator[list[tuple[str, Any]]]:
    documents = {here.name for here in each.c if isinstance(here.type, JSON)}
    asked = [
        cast(here, Text).label(here.name) if here.name in documents else here for here in each.c
    ]
    for row in connection.execute(select(*asked)).mappings():
        yield sorted(
            (name, _sorted(value) if name in documents and value is not None else value)
            for name, value in row.items()
        )


def _sorted(document: str) -> bytes:
    """PostgreSQL keeps what most documents mean, and not in which order they say it."""
    return orjson.dumps(orjson.loads(document), option=orjson.OPT_SORT_KEYS)


def wrong(spaces: Spaces) -> dict[str, int]:
    """Have the doctor look at every programme, and give what does not hold."""
    with spaces.installation() as connection:
        everything = programs.all_programs(connection)
    found: dict[str, int] = {}
    for workspace_id, program_id in everything:
        told = examine(spaces, workspace_id, program_id, now=NOW).found
        found |= {key: each.count for key, each in told.items() if each.count}
    return found


def silently(*_: object) -> None:
    """Tell nobody how far it has come."""


def taken(engine: Engine, file: Path, *, replace: bool = False, told: Any = silently) -> Taken:
    return take(engine, file, now=NOW, replace=replace, told=told)


def restored(engine: Engine, file: Path, *, sends: bool = False, told: Any = silently) -> Manifest:
    return bring_back(engine, file, now=NOW + HOUR, sends=sends, told=told)


def contents(file: Path) -> dict[str, bytes]:
    """Give every text in a backup."""
    with ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def written_anew(
    file: Path, change: Callable[[dict[str, Any]], object], texts: Mapping[str, bytes]
) -> None:
    """Write a backup that says something else of itself, with sums that agree."""
    found = contents(file) | dict(texts)
    told = orjson.loads(found[MANIFEST])
    change(told)
    found[MANIFEST] = orjson.dumps(told)
    del found[SUMS]
    sums = (f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in found.items())
    found[SUMS] = "".join(sums).encode()
    with ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name, text in found.items():
            target.writestr(name, text)
