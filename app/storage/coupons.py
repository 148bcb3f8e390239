"""Coupons that were issued, read and written for sets of members."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_

from app.secrets import digest_of
from app.storage import identities
from app.storage.benefit_tables import coupon
from app.storage.bulk import insert_all
from app.storage.identities import Owner
from app.storage.sets import bound, numbers, texts
from app.storage.space import Space

CODE = "coupon"
"""The kind of identity that a code is."""


class State(StrEnum):
    UNUSED = "unused"
    USED = "used"
    EXPIRED = "expired"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """One coupon; moments are microseconds UTC, days are local."""

    member_id: int
    id: int
    design: str
    code: str
    state: State = State.UNUSED
    cause: str
    number: int = 0
    issued_at: int
    starts_on: int | None = None
    expires_on: int | None = None
    used_at: int | None = None
    used_for: str | None = None
    closed_at: int | None = None
    by: str | None = None
    why: str | None = None


NAMES = tuple(each.name for each in fields(Coupon))


LONGEST_CAUSE = 200
TIER_LOST = "tier_lost"
"""Why a coupon is void whose tier was taken away; pages say it in words."""
OF_RUN = re.compile(r"flow:(?P<run>[0-9]+):(?P<step>[^:]+):(?P<rest>.+)")
"""The cause of a coupon that a step of a run gave."""


def short(cause: str) -> str:
    """Give a cause as it is kept: three keys of sixty characters are longer than a cause may be."""
    return cause if len(cause) <= LONGEST_CAUSE else digest_of(cause)


def merged_cause(old: int, cause: str) -> str:
    """Name what came over with a member who was merged: the survivor may have had the same."""
    return short(f"merge:{old}:{cause}")


def _cause_of(old: int, given: Coupon, runs: Mapping[int, int]) -> str:
    """Name what brought a coupon that went over; one of a run is known by that run's name."""
    of_run = OF_RUN.fullmatch(given.cause)
    if of_run is None or int(of_run["run"]) not in runs:
        return merged_cause(old, given.cause)
    return short(f"flow:{runs[int(of_run['run'])]}:{of_run['step']}:merge:{old}:{of_run['rest']}")


def _coupon(row: Row[Any]) -> Coupon:
    values = {name: getattr(row, name) for name in NAMES}
    return Coupon(**values | {"state": State(row.state)})


def add(space: Space, program_id: int, coupons: Sequence[Coupon]) -> None:
    """Write new coupons and take their codes, which are so long that nobody has them."""
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    insert_all(
        space, coupon, [own | {name: getattr(one, name) for name in NAMES} for one in coupons]
    )
    wanted = {each.code: Owner(each.member_id, each.id) for each in coupons}
    taken = identities.claim(space, program_id, CODE, wanted)
    assert not taken, "Sixty random bits have come twice."


def known(
    space: Space, program_id: int, member_ids: Sequence[int], causes: Sequence[str]
) -> set[tuple[int, str, str, int]]:
    """Give what these members have under some causes: member, cause, design, number."""
    dialect = space.connection.dialect.name
    table = coupon.c
    rows = space.execute(
        space.select(coupon, table.member_id, table.cause, table.design, table.number)
        .where(table.program_id == program_id)
        .where(table.member_id.in_(numbers(dialect)))
        .where(table.cause.in_(texts(dialect))),
        {"ids": bound(dialect, list(member_ids)), "values": bound(dialect, list(causes))},
    )
    return {(row.member_id, row.cause, row.design, row.number) for row in rows}


def held(
    space: Space, program_id: int, member_ids: Sequence[int], designs: Sequence[str]
) -> Mapping[tuple[int, str], int]:
    """Count the coupons that members have been given of some designs; void ones do not count."""
    dialect = space.connection.dialect.name
    table = coupon.c
    rows = space.execute(
        space.select(coupon, table.member_id, table.design, func.count().label("many"))
        .where(table.program_id == program_id)
        .where(table.member_id.in_(numbers(dialect)))
        .where(table.design.in_(texts(dialect)))
        .where(table.state != State.VOID)
        .group_by(table.member_id, table.design),
        {"ids": bound(dialect, list(member_ids)), "values": bound(dialect, list(designs))},
    )
    return {(row.member_id, row.design): row.many for row in rows}


def find_code(space: Space, program_id: int, code: str) -> Coupon | None:
    owner = identities.find(space, program_id, CODE, [code]).get(code)
    if owner is None:
        return None
    return find(space, program_id, owner.member_id, owner.record_id)


def find(space: Space, program_id: int, member_id: int, coupon_id: int) -> Coupon | None:
    row = space.execute(
        space.select(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id == member_id, coupon.c.id == coupon_id)
    ).first()
    return None if row is None else _coupon(row)


def of_member(
    space: Space, program_id: int, member_id: int, *, limit: int, before: int | None = None
) -> list[Coupon]:
    """Give a member's coupons, the last one issued first; those issued before a coupon."""
    found = (
        space.select(coupon)
        .where(coupon.c.program_id == program_id, coupon.c.member_id == member_id)
        .order_by(coupon.c.issued_at.desc(), coupon.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        last = find(space, program_id, member_id, before)
        if last is not None:
            same = and_(coupon.c.issued_at == last.issued_at, coupon.c.id < last.id)
            found = found.where(or_(coupon.c.issued_at < last.issued_at, same))
    return [_coupon(row) for row in space.execute(found)]


def counts(space: Space, program_id: int) -> dict[tuple[str, State], int]:
    """Count coupons by design and state."""
    rows = space.execute(
        space.select(coupon, coupon.c.design, coupon.c.state, func.count().label("many"))
        .where(coupon.c.program_id == program_id)
        .group_by(coupon.c.design, coupon.c.state)
    )
    return {(row.design, State(row.state)): row.many for row in rows}


def _usable(today: int) -> ColumnElement[bool]:
    started = or_(coupon.c.starts_on.is_(None), coupon.c.starts_on <= today)
    ahead = or_(coupon.c.expires_on.is_(None), coupon.c.expires_on > today)
    return and_(coupon.c.state == State.UNUSED, started, ahead)


def use(
    space: Space,
    program_id: int,
    found: Coupon,
    *,
    at: int,
    today: int,
    by: str | None,
    used_for: str | None,
) -> bool:
    """Mark one used, unless somebody was faster or it cannot be used today; say whether it was."""
    done = space.execute(
        space.update(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id == found.member_id, coupon.c.id == found.id)
        .where(_usable(today))
        .values(state=State.USED, used_at=at, used_for=used_for, by=by, why=None)
    )
    return done.rowcount == 1


def close(
    space: Space,
    program_id: int,
    closed: Sequence[Coupon],
    state: State,
    *,
    at: int,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Have unused coupons expire or be void; give how many there were."""
    if not closed:
        return 0
    dialect = space.connection.dialect.name
    done = space.execute(
        space.update(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id.in_(numbers(dialect)))
        .where(coupon.c.id.in_(numbers(dialect, "coupons")))
        .where(coupon.c.state == State.UNUSED)
        .values(state=state, closed_at=at, by=by, why=why)
        .execution_options(preserve_rowcount=True),
        {
            "ids": bound(dialect, sorted({each.member_id for each in closed})),
            "coupons": bound(dialect, [each.id for each in closed]),
        },
    )
    return done.rowcount


def give_back(space: Space, program_id: int, used: Sequence[Coupon]) -> None:
    """Have used coupons be unused again."""
    space.execute(
        space.update(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id == bindparam("owner"), coupon.c.id == bindparam("row"))
        .where(coupon.c.state == State.USED)
        .values(state=State.UNUSED, used_at=None, used_for=None, by=None),
        [{"owner": each.member_id, "row": each.id} for each in used],
    )


def used_for(space: Space, program_id: int, orders: Sequence[tuple[int, str]]) -> list[Coupon]:
    """Give the coupons that members used for some orders, given by member and external id."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id.in_(numbers(dialect)))
        .where(coupon.c.used_for.in_(texts(dialect)))
        .where(coupon.c.state == State.USED),
        {
            "ids": bound(dialect, sorted({member for member, _ in orders})),
            "values": bound(dialect, sorted({order for _, order in orders})),
        },
    )
    wanted = set(orders)
    return [each for each in map(_coupon, rows) if (each.member_id, each.used_for) in wanted]


def expiring(space: Space, program_id: int, day: int, *, limit: int) -> list[Coupon]:
    """Give unused coupons that may not be used any more on a local day."""
    rows = space.execute(
        space.select(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.state == State.UNUSED, coupon.c.expires_on <= day)
        .order_by(coupon.c.expires_on, coupon.c.member_id, coupon.c.id)
        .limit(limit)
    )
    return [_coupon(row) for row in rows]


def unused_of(space: Space, program_id: int, member_id: int) -> list[Coupon]:
    rows = space.execute(
        space.select(coupon)
        .where(coupon.c.program_id == program_id, coupon.c.member_id == member_id)
        .where(coupon.c.state == State.UNUSED)
    )
    return [_coupon(row) for row in rows]


def hand_over(space: Space, program_id: int, old: int, new: int, runs: Mapping[int, int]) -> None:
    """Enter a member's coupons under another one; codes and states stay what they are.

    A coupon that a run gave belongs to the run that goes on.
    """
    own = space.select(coupon).where(coupon.c.program_id == program_id)
    rows = [_coupon(row) for row in space.execute(own.where(coupon.c.member_id == old))]
    space.execute(
        space.delete(coupon).where(coupon.c.program_id == program_id, coupon.c.member_id == old)
    )
    entered = [replace(each, member_id=new, cause=_cause_of(old, each, runs)) for each in rows]
    head = {"workspace_id": space.workspace_id, "program_id": program_id}
    insert_all(
        space, coupon, [head | {name: getattr(one, name) for name in NAMES} for one in entered]
    )
