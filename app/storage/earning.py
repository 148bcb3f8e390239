"""What rules gave for records: written once, asked by limits, refunds and explanations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, func

from app.storage.bulk import insert_all
from app.storage.earning_tables import earned
from app.storage.sets import bound, numbers
from app.storage.space import Space

NAMES = (
    "member_id",
    "id",
    "rule",
    "object",
    "record_id",
    "number",
    "currency",
    "at",
    "day",
    "whole",
    "amount",
    "taken",
    "budget",
    "stretch",
)


@dataclass(slots=True, kw_only=True)
class Given:
    """What a rule gave for a record."""

    member_id: int
    id: int
    """That of its entry in the ledger."""
    rule: str
    object: str
    record_id: int
    number: int
    currency: str
    at: int
    day: int
    whole: int
    """What the record is worth with nothing returned."""
    amount: int
    taken: int = 0
    budget: str | None = None
    stretch: int | None = None
    why: Mapping[str, Any]

    @property
    def rest(self) -> int:
        return self.amount - self.taken


def _given(row: Row[Any]) -> Given:
    values = {name: getattr(row, name) for name in NAMES}
    return Given(**values, why=orjson.loads(row.why))


def add(space: Space, program_id: int, given: Sequence[Given]) -> None:
    head = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [
        head
        | {name: getattr(each, name) for name in NAMES}
        | {"why": orjson.dumps(each.why).decode()}
        for each in given
    ]
    insert_all(space, earned, rows)


def correct(space: Space, given: Sequence[Given]) -> None:
    """Keep how much of each was taken back, and what its record is worth now."""
    if given:
        statement = (
            space.update(earned)
            .where(earned.c.member_id == bindparam("owner"), earned.c.id == bindparam("row"))
            .values(taken=bindparam("now_taken"), whole=bindparam("now_whole"))
        )
        space.execute(
            statement,
            [
                {
                    "owner": each.member_id,
                    "row": each.id,
                    "now_taken": each.taken,
                    "now_whole": each.whole,
                }
                for each in given
            ],
        )


def of_records(
    space: Space, program_id: int, object_key: str, record_ids: Collection[int], members: set[int]
) -> list[Given]:
    """Give what some records earned their members, the first one first."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(earned)
        .where(earned.c.program_id == program_id, earned.c.object == object_key)
        .where(earned.c.member_id.in_(numbers(dialect, "members")))
        .where(earned.c.record_id.in_(numbers(dialect, "records")))
        .order_by(earned.c.id),
        {
            "members": bound(dialect, sorted(members)),
            "records": bound(dialect, sorted(record_ids)),
        },
    )
    return [_given(row) for row in rows]


def find(space: Space, program_id: int, member_id: int, entry_id: int) -> Given | None:
    row = space.execute(
        space.select(earned)
        .where(earned.c.program_id == program_id)
        .where(earned.c.member_id == member_id, earned.c.id == entry_id)
    ).one_or_none()
    return None if row is None else _given(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What one member earned by one rule at a time."""

    member_id: int
    rule: str
    currency: str
    record_id: int
    day: int
    at: int
    amount: int


def before(
    space: Space,
    program_id: int,
    members: Collection[int],
    rules: Collection[str] | None,
    *,
    since: int | None,
) -> list[Before]:
    """Give what members earned from a local day on; of some rules, or of all."""
    dialect = space.connection.dialect.name
    table = earned.c
    rest = (table.amount - table.taken).label("amount")
    names = (table.member_id, table.rule, table.currency, table.record_id, table.day, table.at)
    found = (
        space.select(earned, *names, rest)
        .where(table.program_id == program_id)
        .where(table.member_id.in_(numbers(dialect)))
    )
    if rules is not None:
        found = found.where(table.rule.in_(sorted(rules)))
    if since is not None:
        found = found.where(table.day >= since)
    rows = space.execute(found, {"ids": bound(dialect, sorted(members))})
    return [Before(**row._asdict()) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    """What a rule gave in some days, over all members."""

    rule: str
    amount: int
    times: int
    members: int


def by_rule(space: Space, program_id: int, *, since: int) -> list[ByRule]:
    """Add up what rules have given since a local day."""
    table = earned.c
    rows: Any = space.execute(
        space.select(
            earned,
            table.rule,
            func.sum(table.amount - table.taken),
            func.count(),
            func.count(table.member_id.distinct()),
        )
        .where(table.program_id == program_id, table.day >= since)
        .group_by(table.rule)
    )
    return [
        ByRule(rule=row[0], amount=int(row[1] or 0), times=int(row[2]), members=int(row[3]))
        for row in rows
    ]
