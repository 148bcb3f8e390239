"""Calls of other systems: proved, heard once, mapped to a member and a record, let into a flow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.days import Moment
from app.errors import Conflict, Invalid
from app.expression.border import json_of, scope_of, values_of
from app.expression.check import check
from app.expression.python import to_python
from app.expression.types import Scope
from app.program.checked_flows import CheckedFlow, trigger_options
from app.program.objects import MEMBER
from app.runtime.changes import change_record
from app.runtime.firing import at_work, let_in
from app.runtime.flow_control import TooMany
from app.runtime.happenings import Happened
from app.runtime.intake import Entry
from app.runtime.naming import find_member
from app.runtime.records import Status, record_many
from app.runtime.releases import Live
from app.runtime.schedule import MOST_UNDER_WAY
from app.runtime.triggers.base import given
from app.storage import flow_runs, hooks
from app.storage.hooks import Call
from app.storage.space import Space

KIND = "webhook"
MINUTE = 60_000_000
MOST_CALLS = 600
"""Calls of one automation in a minute."""
ENTERED, PASSED_BY = "entered", "passed_by"


class TooManyCalls(Conflict):
    """More calls came in a minute than an automation hears."""

    def __init__(self) -> None:
        super().__init__(
            f"每分钟最多 {MOST_CALLS} 次，请稍后再试。",
            f"At most {MOST_CALLS} calls a minute: try again later.",
        )


class Unmapped(Invalid):
    """What came names no member."""

    def __init__(self) -> None:
        super().__init__(
            "内容里没有会员：按设置取到的是空的。",
            "The body names no member: what the mapping gives is empty.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of a call."""

    outcome: str
    member_id: int | None
    known: bool = False
    """Whether it had been heard before, and nothing happened now."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of a call, as expressions see it."""

    scope: Scope
    values: Mapping[str, Any]
    moment: Moment

    def asks(self, document: Any) -> Any:
        """Give what an expression comes to, as JSON; what the body lacks is null."""
        found = check(document, self.scope, expect=None)
        if found.errors:
            return None
        return json_of(to_python(found)(self.values, self.moment), found.type)


def flow_of(live: Live, key: str) -> CheckedFlow:
    """Give the automation that is called. Raises `Conflict` when it is off."""
    for each in at_work(live):
        if each.flow.key == key and each.flow.trigger and each.flow.trigger.kind == KIND:
            return each
    raise Conflict("这个自动化没有启用。", "This automation is off.")


def hear(
    space: Space, live: Live, flow: CheckedFlow, key: str, body: Mapping[str, Any], *, now: int
) -> Heard:
    """Do once what a call asks for; a call that will not do is not written down and may come again.

    Raises `TooManyCalls`, `TooMany`, `NotFound` for a member nobody knows, and `Invalid`.
    """
    program_id, name = live.catalogue.program_id, flow.flow.key
    before = hooks.heard(space, program_id, name, key)
    if before is not None:
        return Heard(outcome=before.outcome, member_id=before.member_id, known=True)
    if hooks.calls_since(space, program_id, name, now - MINUTE) >= MOST_CALLS:
        raise TooManyCalls
    if flow_runs.under_way(space, most=MOST_UNDER_WAY) >= MOST_UNDER_WAY:
        raise TooMany
    call = Call(key=key, at=now, outcome=PASSED_BY, member_id=None)
    scope = scope_of({}, body)
    read = _Body(scope, values_of(body, scope, ""), live.moment(now))
    options = trigger_options(flow.flow)
    if options["where"] is None or read.asks(options["where"]) is True:
        member_id = _member(space, live, options["by"], read.asks(options["member"]))
        call = replace(call, outcome=ENTERED, member_id=member_id)
    if not hooks.note(space, program_id, name, call):
        # Another request was faster with the same call.
        return Heard(outcome=call.outcome, member_id=call.member_id, known=True)
    if call.member_id is not None:
        _enter(space, live, flow, call, read)
    return Heard(outcome=call.outcome, member_id=call.member_id)


def _member(space: Space, live: Live, by: str, named: Any) -> int:
    if not isinstance(named, str | int) or isinstance(named, bool) or named == "":
        raise Unmapped
    return find_member(space, live, f"{by}:{named}")


def _enter(space: Space, live: Live, flow: CheckedFlow, call: Call, read: _Body) -> None:
    options, moment = trigger_options(flow.flow), read.moment
    assert call.member_id is not None
    record_id = None
    if options["object"] is not None:
        record_id = _keep(space, live, flow, call, read)
    happened = Happened(space=space, live=live, moment=moment)
    occasion = space.new_id()
    rows = [(call.member_id, record_id, occasion)]
    for each in given(happened, "hook", rows, options["object"]):
        let_in(space, live, flow, each, moment, "")


def _keep(space: Space, live: Live, flow: CheckedFlow, call: Call, read: _Body) -> int | None:
    """Keep what came as a record of the member. Raises `Invalid`."""
    options = trigger_options(flow.flow)
    values = {key: read.asks(each) for key, each in (options["values"] or {}).items()}
    named = {key: each for key, each in values.items() if each is not None}
    cause = f"hook:{flow.flow.key}"
    if options["object"] == MEMBER:
        assert call.member_id is not None
        outcome = change_record(
            space, live, MEMBER, call.member_id, named, now=call.at, cause=cause
        )
    else:
        whose = {"id": str(call.member_id)}
        entry = Entry(object=options["object"], values=named, member=whose)
        (outcome,) = record_many(space, live, [entry], now=call.at, cause=cause, update=True)
    if outcome.status is Status.REFUSED:
        raise Invalid("记录没有通过检查。", "The record will not do.", outcome.findings)
    return outcome.record_id
