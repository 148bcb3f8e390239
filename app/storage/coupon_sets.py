"""Coupons that everybody at a step of an automation is given, in two statements for all of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    LargeBinary,
    Select,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.benefit_tables import coupon
from app.storage.catalogue import Records
from app.storage.coupons import CODE, State
from app.storage.flow_batch import BATCH, at
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.tables import identity
from app.storage.types import BIG, TEXT, WORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """So many coupons of a design for each of those who stand at a step."""

    step: str
    design: str
    count: int
    issued_at: int
    starts_on: int | None
    expires_on: int | None


def lock_members_at(space: Space, members: Records, step: str) -> None:
    """Keep others from giving anything to those at a step until the end of the transaction."""
    if not space.is_sqlite:
        here = select(BATCH.c.member_id).where(at(step)).scalar_subquery()
        table = members.table
        who = space.select(table, table.c.id).where(table.c.id.in_(here))
        space.execute(select(func.count()).select_from(_locked(who)))


def _locked(who: Select[Any]) -> Any:
    # In the order of ids, as everybody locks members; their number alone comes back.
    return who.order_by(*who.selected_columns).with_for_update().subquery()


def give(space: Space, program_id: int, gift: Gift, codes: list[str]) -> None:
    """Give coupons with these codes, one after the other; who has them under this cause is left.

    Members are to be locked. Codes are all of one length.
    """
    if not codes:
        return
    values = {
        "workspace": space.workspace_id,
        "program": program_id,
        "step": gift.step,
        "design": gift.design,
        "at": gift.issued_at,
        "starts": gift.starts_on,
        "expires": gift.expires_on,
        "first": space.take_ids(len(codes))[0],
        "codes": "".join(codes).encode("ascii"),
        "length": len(codes[0]),
        "times": gift.count,
        "rounds": bound(space.connection.dialect.name, range(gift.count)),
    }
    dialect, several = space.connection.dialect.name, gift.count > 1
    new = space.execute(_coupons(dialect, several=several), values).rowcount
    codes_of = _codes(dialect, several=several, all_new=new == len(codes))
    space.execute(codes_of, values)


def _given(dialect: str, *, several: bool, with_cause: bool = True) -> Any:
    """Give the coupons there are to be: member, cause, number, and a place among all of them.

    SQLite works out what nobody asks for, and goes through a list of one anew for each member.
    """
    here = BATCH.c
    cause = (
        literal("flow:", TEXT)
        + cast(here.run_id, TEXT)
        + literal(":", TEXT)
        + here.step
        + literal(":", TEXT)
        + cast(here.visits, TEXT)
    )
    place = func.row_number().over(order_by=here.member_id) - 1
    columns = [here.member_id, place.label("place")]
    if with_cause:
        columns.append(cause.label("cause"))
    who = select(*columns).where(at(bindparam("step", type_=WORD))).subquery()
    named = [each for each in who.c if each.name != "place"]
    if not several:
        return select(*named, literal(0, BIG).label("number"), who.c.place.label("nth"))
    rounds = numbers(dialect, "rounds").subquery()
    nth = who.c.place * bindparam("times", type_=BIG) + rounds.c.id
    given = select(*named, rounds.c.id.label("number"), nth.label("nth"))
    return given.join(rounds, literal(1) == literal(1))


def _code(dialect: str, nth: ColumnElement[Any]) -> ColumnElement[Any]:
    length = bindparam("length", type_=Integer())
    # PostgreSQL counts letters in small numbers.
    begins = cast(nth * length + 1, Integer())
    letters = func.substr(bindparam("codes", type_=LargeBinary()), begins, length)
    return cast(letters, TEXT) if dialect == "sqlite" else func.convert_from(letters, "UTF8")


@cache
def _coupons(dialect: str, *, several: bool) -> Insert:
    given = _given(dialect, several=several).subquery()
    values = {
        "workspace_id": bindparam("workspace", type_=BIG),
        "program_id": bindparam("program", type_=BIG),
        "member_id": given.c.member_id,
        "id": bindparam("first", type_=BIG) + given.c.nth,
        "design": bindparam("design", type_=WORD),
        "code": _code(dialect, given.c.nth),
        "state": literal(State.UNUSED, WORD),
        "cause": given.c.cause,
        "number": given.c.number,
        "issued_at": bindparam("at", type_=BIG),
        "starts_on": bindparam("starts", type_=BIG),
        "expires_on": bindparam("expires", type_=BIG),
    }
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    found = select(*values.values()).where(literal(1) == literal(1))
    key = ["member_id", "cause", "design", "number"]
    made = (
        insert(coupon).from_select(list(values), found).on_conflict_do_nothing(index_elements=key)
    )
    return made.execution_options(preserve_rowcount=True)


@cache
def _codes(dialect: str, *, several: bool, all_new: bool) -> Insert:
    """Take the codes of the coupons that were written."""
    given = _given(dialect, several=several, with_cause=False).subquery()
    new_id = bindparam("first", type_=BIG) + given.c.nth
    values = {
        "workspace_id": bindparam("workspace", type_=BIG),
        "program_id": bindparam("program", type_=BIG),
        "kind": literal(CODE, WORD),
        "value": _code(dialect, given.c.nth),
        "member_id": given.c.member_id,
        "record_id": new_id,
    }
    found = select(*values.values())
    if not all_new:
        written = select(coupon.c.id).where(
            coupon.c.workspace_id == bindparam("workspace", type_=BIG),
            coupon.c.member_id == given.c.member_id,
            coupon.c.id == new_id,
        )
        found = found.where(written.exists())
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(identity).from_select(list(values), found)
