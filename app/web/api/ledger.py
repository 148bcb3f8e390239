"""The ledger of one member: what there is, what came and went, what is entered and reversed."""

from typing import Any

from app.access import Scope
from app.errors import Finding, Invalid
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading, Refused
from app.program.objects import EntryKind
from app.runtime import ledger
from app.runtime.ledger import Holding, Posting, Reversal
from app.runtime.naming import find_member, number_of
from app.runtime.records import Outcome, Status
from app.storage.held import held
from app.web.api.events import gained_json, id_json
from app.web.api.here import Here, here
from app.web.api.ladders import MEMBER_ID
from app.web.api.ledger_answers import (
    ENTERED,
    ENTRIES,
    HOLDINGS,
    MOST_SHOWN,
    POSTING,
    REVERSING,
)
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.problems import Refusal
from app.web.api.shapes import Text, Whole
from app.web.api.written import moment_json, records_json
from app.words import Words

USUAL = 50


def member_of(found: Here, text: str) -> int:
    """Find the member an address names. Raises `NoSuchRecord`."""
    return find_member(found.space, found.live, text)


def get_holdings(asked: Asked) -> Answer:
    found = here()
    member_id = member_of(found, asked.path["member"])
    items = ledger.holdings(found.space, found.live, member_id, now=found.now)
    return Answer(
        content={
            "member_id": str(member_id),
            "as_of": moment_json(found.now),
            "items": [_holding(each) for each in items],
        }
    )


def _holding(holding: Holding) -> dict[str, Any]:
    return {
        "currency": holding.currency.key,
        "label": holding.currency.label.to_json(),
        "spendable": holding.currency.spendable,
        "balance": holding.total.amount,
        "earned": holding.total.earned,
        "available": holding.total.spendable if holding.currency.spendable else 0,
        "pending": holding.total.pending,
        "held": holding.total.held,
        "owed": holding.total.owed,
    }


def list_entries(asked: Asked) -> Answer:
    found = here()
    member_id = member_of(found, asked.path["member"])
    size = asked.query.get("limit", USUAL)
    rows = ledger.latest(
        found.space,
        found.live,
        member_id,
        asked.query.get("currency"),
        limit=size + 1,
        before=_before(asked.query.get("before")),
    )
    designed = ledger.entries_of(found.live).object
    page = rows[:size]
    return Answer(
        content={
            "items": records_json(found.space, found.live, designed, page),
            "next": str(page[-1]["id"]) if len(rows) > size else None,
        }
    )


def _before(text: str | None) -> int | None:
    if text is None:
        return None
    number = number_of(text)
    if number is None:
        raise Invalid(
            "before 应是一条账目的编号。",
            "before is the id of an entry.",
            (Finding.of("?before", "这里应是编号。", "An id is expected here."),),
        )
    return number


def post_entry(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = member_of(found, asked.path["member"])
    amount = body["amount"]
    usual = EntryKind.SPEND if amount < 0 else EntryKind.EARN
    posting = Posting(
        member_id=member_id,
        cause=body["cause"],
        currency=body["currency"],
        amount=amount,
        kind=EntryKind(body.get("kind", usual)),
        earned=body.get("earned"),
        occurred_at=_read(found, body, "occurred_at", "datetime"),
        expires_on=_read(found, body, "expires_on", "date"),
        note=_read(found, body, "note", "text"),
    )
    return entered(found, posting)


def reverse_entry(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = member_of(found, asked.path["member"])
    reversal = Reversal(
        member_id=member_id,
        cause=body["cause"],
        of=body["of"],
        amount=body.get("amount"),
        extend_to=_read(found, body, "extend_to", "date"),
        note=_read(found, body, "note", "text"),
    )
    return entered(found, reversal)


def _read(found: Here, body: dict[str, Any], key: str, kind: str) -> Any:
    settings = found.live.checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    try:
        return FIELD_KINDS[kind].parse(body.get(key), _PLAIN, reading)
    except Refused as refused:
        finding = Finding(path=f"/{key}", message=refused.words)
        raise Invalid(*_WRONG, (finding,)) from refused


_WRONG = ("请求内容有误。", "Some of the request will not do.")
_PLAIN = Field(key="", kind="text", label=Words("", ""))


def entered(found: Here, request: Posting | Reversal) -> Answer:
    (outcome,) = ledger.post(found.space, found.live, [request], now=found.now, cause=found.cause)
    if outcome.status is Status.REFUSED:
        raise Refusal(422, "没有记账。", "Nothing was entered.", findings=outcome.findings)
    return told(found, outcome)


def told(found: Here, outcome: Outcome) -> Answer:
    """Say what was entered, and where the member stands now."""
    assert outcome.member_id is not None
    tiers = held(found.space, found.live.catalogue.members, [outcome.member_id])
    content = {
        "status": outcome.status.value,
        "id": id_json(outcome.record_id),
        "member_id": id_json(outcome.member_id),
        "gained": gained_json(outcome),
        "tiers": {key: on.tier for key, on in tiers[outcome.member_id].items()},
    }
    return Answer(content=content, status=201 if outcome.status is Status.CREATED else 200)


ANSWERED = {
    200: Said(
        about=Words("这个缘由早已记过，没有再记。", "This cause was entered before."),
        shape=ENTERED,
    ),
    201: Said(about=Words("已记账。", "It is entered."), shape=ENTERED),
}
NOT_PUBLISHED = 409

OPERATIONS = (
    Operation(
        name="get_holdings",
        method="GET",
        path="/members/{member}/ledger",
        policy=Scope.STANDING_READ,
        title=Words("会员的成长值和积分", "A member's balances"),
        view=get_holdings,
        parameters=(MEMBER_ID,),
        answers={200: Said(about=Words("每一种币种。", "Every currency."), shape=HOLDINGS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="list_entries",
        method="GET",
        path="/members/{member}/entries",
        policy=Scope.STANDING_READ,
        title=Words("会员的账目", "A member's ledger entries"),
        view=list_entries,
        parameters=(
            MEMBER_ID,
            in_query("currency", Text(longest=60), Words("只看一种币种。", "One currency alone.")),
            in_query("limit", Whole(least=1, most=MOST_SHOWN), Words("多少条。", "How many.")),
            in_query(
                "before",
                Text(longest=20),
                Words("上一页回答里的 next。", "`next` of the page before."),
            ),
        ),
        answers={200: Said(about=Words("一页账目。", "A page of entries."), shape=ENTRIES)},
        problems=(NOT_PUBLISHED, 422),
    ),
    Operation(
        name="post_entry",
        method="POST",
        path="/members/{member}/entries",
        policy=Scope.RECORDS_WRITE,
        title=Words("记一笔账", "Post an entry"),
        about=Words(
            "获得、使用或调整。余额、指标和等级在同一个事务里更新；超过可用的使用会被拒绝。",
            "An earning, a spending or an adjustment. Balance, metrics and tier follow in the same"
            " transaction; spending more than there is is refused.",
        ),
        view=post_entry,
        parameters=(MEMBER_ID,),
        body=POSTING,
        answers=ANSWERED,
    ),
    Operation(
        name="reverse_entry",
        method="POST",
        path="/members/{member}/reversals",
        policy=Scope.RECORDS_WRITE,
        title=Words("冲正一笔账", "Reverse an entry"),
        about=Words(
            "冲正获得先收回它自己的那一批，不够的记欠；冲正使用还给原来那几批。",
            "A reversed earning takes its own lot first and what is missing is owed; reversed"
            " spending goes back to the lots it came from.",
        ),
        view=reverse_entry,
        parameters=(MEMBER_ID,),
        body=REVERSING,
        answers=ANSWERED,
    ),
)
