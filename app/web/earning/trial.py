"""Trying: what a purchase, or an activity, would earn one member, by the draft."""

from collections import defaultdict
from contextlib import suppress
from typing import Any

from flask import request

from app.errors import AppError
from app.program.benefit_words import currency_label
from app.program.checked import check_program
from app.program.earning_told import steps
from app.program.objects import ACTIVITY, ORDER
from app.program.program import Program
from app.runtime.changes import NoSuchRecord
from app.runtime.naming import find_member
from app.runtime.releases import Live
from app.runtime.would_earn import would_earn
from app.storage import records
from app.web.earning.model import Trial, Tried
from app.web.frame import Here

ASKED = ("member", "what", "kind", "amount", "at")
LONGEST = 120
_BY = ("external_id", "phone")


def trial_of(here: Here, found: Live | None, draft: Program | None) -> Trial | None:
    """Show the form that tries, filled with what was asked; None before the first release."""
    if found is None or draft is None:
        return None
    asked = {key: request.args.get(key, "").strip()[:LONGEST] for key in ASKED}
    asked["what"] = asked["what"] if asked["what"] in {ORDER, ACTIVITY} else ORDER
    url = here.url("earning.earning")
    if not asked["member"]:
        return Trial(url=url, asked=asked)
    try:
        return _tried(here, found, draft, url, asked)
    except AppError as error:
        return Trial(url=url, asked=asked, problem=error.words)


def _tried(here: Here, found: Live, draft: Program, url: str, asked: dict[str, str]) -> Trial:
    member_id = _member(here, found, asked["member"])
    row = records.find_rows(here.space, found.catalogue.members, [member_id])[member_id]
    priced = would_earn(
        here.space,
        found,
        member_id,
        asked["what"],
        _values(asked),
        now=here.now,
        earning=check_program(draft).earning,
        program=draft,
    )
    tried = []
    totals: dict[str, int] = defaultdict(int)
    for each in priced:
        totals[each.rule.currency] += each.amount
        tried.append(
            Tried(
                label=each.rule.label,
                amount=each.amount,
                currency=currency_label(draft, each.rule.currency),
                steps=tuple(steps(draft, each.rule.currency, each.why)),
            )
        )
    return Trial(
        url=url,
        asked=asked,
        member=str(row.get("name") or row.get("number") or member_id),
        tried=tuple(tried),
        totals=tuple((currency_label(draft, key), many) for key, many in totals.items()),
    )


def _member(here: Here, found: Live, text: str) -> int:
    """Find whom a number, an external id or a phone names."""
    members = found.catalogue.members
    own = records.own(here.space, members, members.identity)
    numbered = own.where(members.fields["number"] == text.upper()).limit(1)
    member_id: int | None = here.space.execute(numbered).scalar()
    for key in () if member_id is not None else _BY:
        with suppress(NoSuchRecord):
            return find_member(here.space, found, f"{key}:{text}")
    return member_id if member_id is not None else find_member(here.space, found, text)


def _values(asked: dict[str, str]) -> dict[str, Any]:
    if asked["what"] == ORDER:
        values = {"amount": asked["amount"] or "100"}
        return values | ({"paid_at": asked["at"]} if asked["at"] else {})
    values = {"kind": asked["kind"]}
    values |= {"value": asked["amount"]} if asked["amount"] else {}
    return values | ({"occurred_at": asked["at"]} if asked["at"] else {})
