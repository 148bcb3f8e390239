"""Make-up promotion: a quote, its confirmation once it is paid, and its return."""

from typing import Any

from app.access import Scope
from app.program.fields.money import Money
from app.program.objects import GIVEN, ORDER
from app.runtime import make_up, making_up
from app.runtime.make_up import NoQuote, Quote
from app.runtime.making_up import Payment
from app.web.api.here import here
from app.web.api.ladders import LADDER_KEY, MEMBER_ID
from app.web.api.ledger import ANSWERED, member_of, told
from app.web.api.ledger_answers import PAID, QUOTE
from app.web.api.operations import Answer, Asked, Operation, Said, in_path
from app.words import Words

NOTHING: dict[str, Any] = dict.fromkeys(
    ("currency", "from", "to", "points", "most", "price", "code", "reason")
)


def get_quote(asked: Asked) -> Answer:
    found = here()
    member_id = member_of(found, asked.path["member"])
    quoted = make_up.quote(found.space, found.live, member_id, asked.path["ladder"], now=found.now)
    return Answer(content=_quote(quoted))


def _quote(quoted: Quote | NoQuote) -> dict[str, Any]:
    match quoted:
        case NoQuote(code=code, reason=reason):
            return {"available": False, **NOTHING, "code": code, "reason": reason.to_json()}
        case Quote():
            return {
                "available": True,
                **NOTHING,
                "currency": quoted.currency.key,
                "from": quoted.held.key,
                "to": quoted.next.key,
                "points": quoted.points,
                "most": quoted.most,
                "price": Money().to_json(quoted.price, GIVEN[ORDER].field("amount")),
            }


def confirm(asked: Asked) -> Answer:
    found = here()
    member_id = member_of(found, asked.path["member"])
    paid = Payment(
        ladder=asked.path["ladder"],
        points=asked.body["points"],
        reference=asked.body["reference"],
    )
    outcome = making_up.confirm(
        found.space, found.live, member_id, paid, now=found.now, cause=found.cause
    )
    return told(found, outcome)


def reverse(asked: Asked) -> Answer:
    found = here()
    outcome = making_up.reverse_make_up(
        found.space, found.live, asked.path["reference"], now=found.now, cause=found.cause
    )
    return told(found, outcome)


ADDRESS = "/members/{member}/ladders/{ladder}/make-up"
OPERATIONS = (
    Operation(
        name="get_make_up",
        method="GET",
        path=ADDRESS,
        policy=Scope.STANDING_READ,
        title=Words("补差报价", "Quote a make-up promotion"),
        about=Words(
            "离下一级只差一种币种时，差多少、多少钱；否则说明原因。",
            "What is missing to the next tier and what it costs, or why it cannot be made up.",
        ),
        view=get_quote,
        parameters=(MEMBER_ID, LADDER_KEY),
        answers={
            200: Said(about=Words("报价，或没有报价的原因。", "A quote or why not."), shape=QUOTE)
        },
        problems=(409,),
    ),
    Operation(
        name="confirm_make_up",
        method="POST",
        path=ADDRESS,
        policy=Scope.RECORDS_WRITE,
        title=Words("确认补差", "Confirm a make-up promotion"),
        about=Words(
            "付款之后调用：记账并当场升级。报价已变时为 409，不记账。",
            "After the payment: the entry is made and the member promoted. 409, and nothing is"
            " entered, where the quote no longer holds.",
        ),
        view=confirm,
        parameters=(MEMBER_ID, LADDER_KEY),
        body=PAID,
        answers=ANSWERED,
    ),
    Operation(
        name="reverse_make_up",
        method="POST",
        path="/make-ups/{reference}/reversal",
        policy=Scope.RECORDS_WRITE,
        title=Words("退回补差", "Return a make-up promotion"),
        about=Words(
            "付款退回之后调用：补的当场收回，等级到下一次考核再看。",
            "After the payment was returned: what was bought is gone at once, and the tier is"
            " looked at again at the next evaluation.",
        ),
        view=reverse,
        parameters=(
            in_path(
                "reference",
                Words("付款的编号。", "The payment's own number."),
                slashes=True,
                example="pay-20260301-7",
            ),
        ),
        answers=ANSWERED,
        problems=(422,),
    ),
)
