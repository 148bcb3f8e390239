"""Members who were chosen in the list: those who were ticked, or everybody it finds."""

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from app.errors import Invalid
from app.runtime.member_list import ids_of
from app.runtime.naming import number_of
from app.storage import records
from app.storage.sets import as_given
from app.web.frame import Here
from app.web.records.listed import Listed

MOST_CHOSEN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """The members whom something is for."""

    members: Select[Any]
    count: int


def whom_chosen(listed: Listed) -> Whom:
    """Find who is meant: everybody who is listed, or those who were ticked. Raises `Invalid`."""
    here, members = listed.here, listed.live.catalogue.members
    if "everybody" in request.values:
        if listed.blocks:
            raise Invalid("筛选条件有误。", "The filter is not right.", listed.findings)
        found = ids_of(here.space, listed.live, listed.whom, listed.moment)
        return Whom(members=found, count=_exactly(here, found))
    texts = request.values.getlist("member")[:MOST_CHOSEN]
    ids = sorted({each for text in texts if (each := number_of(text)) is not None})
    there = records.find_rows(here.space, members, ids)
    chosen = as_given(here.space.connection.dialect.name, sorted(there))
    return Whom(members=chosen, count=len(there))


def as_confirmed(whom: Whom) -> None:
    """Refuse what was confirmed for another number of members. Raises `Invalid`."""
    if request.form.get("count", "") != str(whom.count):
        raise Invalid(
            f"现在符合的是 {whom.count} 位会员，和确认时不同。请再确认一次。",
            f"There are {whom.count} members now, other than you confirmed. Confirm once more.",
        )


def _exactly(here: Here, found: Select[Any]) -> int:
    counted = select(func.count()).select_from(found.subquery())
    return int(here.space.execute(counted).scalar_one())
