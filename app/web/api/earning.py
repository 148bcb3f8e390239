"""Why points were earned, what a record would earn, what budgets have given, and what is held."""

from typing import Any

from app.access import Scope
from app.days import from_day
from app.errors import Invalid, NotFound
from app.program.budget import Budget, Of
from app.program.earning_told import steps
from app.program.earning_words import rule_words
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading, Refused
from app.program.objects import ORDER
from app.runtime import holds
from app.runtime.budget_marks import Filling, fillings
from app.runtime.naming import number_of
from app.runtime.records import Status
from app.runtime.would_earn import would_earn
from app.storage import earning
from app.storage import holds as kept_holds
from app.storage.earning import Given
from app.storage.holds import Hold
from app.web.api.earning_answers import (
    BUDGETS,
    HOLD,
    HOLDING,
    NAMED,
    TRYING,
    WHY,
    WOULD_EARN,
)
from app.web.api.here import Here, here
from app.web.api.ladders import MEMBER_ID
from app.web.api.ledger import member_of, told
from app.web.api.ledger_answers import ENTERED
from app.web.api.operations import Answer, Asked, Operation, Said, in_path
from app.web.api.problems import Refusal
from app.web.api.written import moment_json, moment_or_none
from app.words import Words

_MOMENT = Field(key="ends_at", kind="datetime", label=Words("", ""))
UNHELD = 422
NOT_PUBLISHED = 409


def explain_entry(asked: Asked) -> Answer:
    found = here()
    member_id = member_of(found, asked.path["member"])
    entry = number_of(asked.path["entry"])
    program_id = found.live.catalogue.program_id
    given = None if entry is None else earning.find(found.space, program_id, member_id, entry)
    if given is None:
        raise NotFound(
            "这笔账目不是按积分规则得到的。", "No earning rule brought an entry of this id."
        )
    return Answer(content=_why(found, given))


def _why(found: Here, given: Given) -> dict[str, Any]:
    program = found.live.checked.program
    rule = program.earning.find(given.rule)
    why = given.why
    return {
        "entry": str(given.id),
        "rule": given.rule,
        "label": None if rule is None else rule.label.to_json(),
        "sentence": None if rule is None else rule_words(program, rule).to_json(),
        "object": given.object,
        "record": str(given.record_id),
        "at": moment_json(given.at),
        "currency": given.currency,
        "amount": given.amount,
        "taken_back": given.taken,
        "base": why.get("base"),
        "times": why.get("times"),
        "factors": why.get("factors", []),
        "tiers": why.get("tiers", {}),
        "budget": given.budget,
        "steps": [each.to_json() for each in steps(program, given.currency, why)],
    }


def try_earning(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = member_of(found, asked.path["member"])
    values = body["values"]
    if not isinstance(values, dict):
        raise Invalid("values 应是一个对象。", "`values` is an object.")
    priced = would_earn(
        found.space, found.live, member_id, body.get("object", ORDER), values, now=found.now
    )
    program = found.live.checked.program
    items = [
        {
            "rule": each.rule.key,
            "label": each.rule.label.to_json(),
            "currency": each.rule.currency,
            "amount": each.amount,
            "steps": [said.to_json() for said in steps(program, each.rule.currency, each.why)],
        }
        for each in priced
    ]
    return Answer(content={"items": items})


def list_budgets(_asked: Asked) -> Answer:
    found = here()
    designed = found.live.checked.program.budgets
    moment, program_id = found.live.moment(found.now), found.live.catalogue.program_id
    full = fillings(found.space, program_id, designed, moment)
    return Answer(content={"items": [_budget(each) for each in full]})


def _budget(full: Filling) -> dict[str, Any]:
    each = full.budget
    return {
        "budget": each.key,
        "label": each.label.to_json(),
        "of": each.of.value,
        "currency": each.currency if each.of is Of.CURRENCY else None,
        "since": None if full.since is None else from_day(full.since).isoformat(),
        "limit": _many(each, each.limit),
        "used": _many(each, full.use.used),
        "refused": _many(each, full.use.refused),
        "stops": each.stops,
        "mark": None if full.mark is None else full.mark.value,
        "seen": full.mark is not None and not full.is_news,
    }


def _many(budget: Budget, number: int) -> int | str:
    """Give how much of a budget something is; money as it is written everywhere."""
    return f"{number // 100}.{number % 100:02}" if budget.in_money else number


def hold_points(asked: Asked) -> Answer:
    found, body = here(), asked.body
    wanted = Hold(
        member_id=member_of(found, asked.path["member"]),
        id=0,
        cause=body["cause"],
        currency=body["currency"],
        amount=body["amount"],
        held_at=found.now,
        ends_at=_read(found, body.get("ends_at")),
        note=body.get("note"),
    )
    program_id = found.live.catalogue.program_id
    known = kept_holds.find(found.space, program_id, wanted.member_id, wanted.cause)
    try:
        made = holds.hold(found.space, found.live, wanted, now=found.now)
    except Invalid as invalid:
        raise Refusal(UNHELD, *invalid.words, findings=invalid.findings) from invalid
    return Answer(content=_hold(made), status=201 if known is None else 200)


def _read(found: Here, text: Any) -> int | None:
    settings = found.live.checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    try:
        read: int | None = FIELD_KINDS["datetime"].parse(text, _MOMENT, reading)
    except Refused as refused:
        raise Refusal(UNHELD, *refused.words) from refused
    return read


def _hold(held: Hold) -> dict[str, Any]:
    return {
        "cause": held.cause,
        "member_id": str(held.member_id),
        "currency": held.currency,
        "amount": held.amount,
        "held_at": moment_json(held.held_at),
        "ends_at": moment_or_none(held.ends_at),
        "state": held.closed_why or "open",
    }


def release_points(asked: Asked) -> Answer:
    found = here()
    member_id, cause = member_of(found, asked.path["member"]), asked.body["cause"]
    released = holds.release(found.space, found.live, member_id, cause, now=found.now)
    return Answer(content=_hold(released))


def spend_held(asked: Asked) -> Answer:
    found = here()
    member_id, cause = member_of(found, asked.path["member"]), asked.body["cause"]
    outcome = holds.spend(found.space, found.live, member_id, cause, now=found.now)
    if outcome.status is Status.REFUSED:
        raise Refusal(UNHELD, "没有记账。", "Nothing was entered.", findings=outcome.findings)
    return told(found, outcome)


ENTRY_ID = in_path("entry", Words("账目的编号。", "The id of an entry."))
_HELD = {
    200: Said(about=Words("早已冻结。", "It was held before."), shape=HOLD),
    201: Said(about=Words("已冻结。", "It is held."), shape=HOLD),
}

OPERATIONS = (
    Operation(
        name="explain_entry",
        method="GET",
        path="/members/{member}/entries/{entry}/why",
        policy=Scope.STANDING_READ,
        title=Words("这笔积分怎么来的", "Why an entry was earned"),
        about=Words(
            "哪条规则，基础多少，当时的等级和加速，上限和预算。",
            "Which rule, the base, the tier and boosts of that time, limits and budget.",
        ),
        view=explain_entry,
        parameters=(MEMBER_ID, ENTRY_ID),
        answers={200: Said(about=Words("原因。", "Why."), shape=WHY)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="try_earning",
        method="POST",
        path="/members/{member}/earning",
        policy=Scope.STANDING_READ,
        title=Words("这笔消费会得多少积分", "What a record would earn"),
        about=Words("只试算，什么都不写。", "Nothing is written."),
        view=try_earning,
        parameters=(MEMBER_ID,),
        body=TRYING,
        answers={200: Said(about=Words("每条规则。", "By each rule."), shape=WOULD_EARN)},
    ),
    Operation(
        name="list_budgets",
        method="GET",
        path="/budgets",
        policy=Scope.PROGRAM_READ,
        title=Words("预算用了多少", "What budgets have given"),
        view=list_budgets,
        answers={200: Said(about=Words("本期。", "In this stretch."), shape=BUDGETS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="hold_points",
        method="POST",
        path="/members/{member}/holds",
        policy=Scope.RECORDS_WRITE,
        title=Words("冻结积分", "Hold points"),
        about=Words(
            "冻结的不能另作他用；到期照样失效。",
            "What is held cannot be spent otherwise; it still expires.",
        ),
        view=hold_points,
        parameters=(MEMBER_ID,),
        body=HOLDING,
        answers=_HELD,
    ),
    Operation(
        name="release_points",
        method="POST",
        path="/members/{member}/holds/release",
        policy=Scope.RECORDS_WRITE,
        title=Words("解冻", "Release what is held"),
        view=release_points,
        parameters=(MEMBER_ID,),
        body=NAMED,
        answers={200: Said(about=Words("已解冻。", "It is released."), shape=HOLD)},
    ),
    Operation(
        name="spend_held",
        method="POST",
        path="/members/{member}/holds/spend",
        policy=Scope.RECORDS_WRITE,
        title=Words("使用冻结的积分", "Spend what is held"),
        view=spend_held,
        parameters=(MEMBER_ID,),
        body=NAMED,
        answers={
            200: Said(about=Words("早已使用。", "It was spent before."), shape=ENTERED),
            201: Said(about=Words("已使用。", "It is spent."), shape=ENTERED),
        },
    ),
)
