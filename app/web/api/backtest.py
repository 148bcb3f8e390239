"""What a draft would have done each month of the past, as JSON."""

from app.access import Scope
from app.builder import drafts
from app.builder.backtest import MONTHS, backtest
from app.web import bearer
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.shapes import ByKey, Flag, Keyed, Listed, Text, Whole, needed
from app.web.services import services
from app.words import Words

LOOKED_AT = 1_000
"""Members looked at within a request."""
MOST_MONTHS = 24

BACKTEST = Keyed(
    name="Backtest",
    parts=(
        needed("members", Whole(least=0)),
        needed("looked_at", Whole(least=0)),
        needed("estimated", Flag()),
        needed(
            "ladders",
            Listed(
                item=Keyed(
                    name="LadderBacktest",
                    parts=(
                        needed("ladder", Text()),
                        needed(
                            "months",
                            Listed(
                                item=Keyed(
                                    parts=(
                                        needed("month", Text(about=Words("2026-03", "2026-03"))),
                                        needed("tiers", ByKey(value=Whole(least=0))),
                                        needed("promoted", Whole(least=0)),
                                        needed("demoted", Whole(least=0)),
                                        needed("really_promoted", Whole(least=0)),
                                        needed("really_demoted", Whole(least=0)),
                                    )
                                )
                            ),
                        ),
                    ),
                )
            ),
        ),
    ),
)


def get_backtest(asked: Asked) -> Answer:
    space, program_id = bearer.space(), bearer.key().program_id
    content = drafts.get(space, program_id).content
    months = asked.query.get("months", MONTHS)
    found = backtest(
        space, program_id, content, now=services().clock(), months=months, most=LOOKED_AT
    )
    return Answer(content=found.to_json())


OPERATIONS = (
    Operation(
        name="get_backtest",
        method="GET",
        path="/program/draft/backtest",
        policy=Scope.PROGRAM_READ,
        title=Words("用历史回测草稿", "Play the draft over the past"),
        about=Words(
            "如果过去每个月都按草稿执行，谁会升、谁会降，旁边是实际发生的。订单和退款从发生那天算起，"
            "字段按现在的值。不写入任何数据。",
            "Who would have risen and fallen each month of the past under the draft, beside what"
            " really happened. Records count from the day they happened, fields are as they are"
            " now. Nothing is written.",
        ),
        view=get_backtest,
        parameters=(
            in_query(
                "months",
                Whole(least=1, most=MOST_MONTHS),
                Words("过去几个整月，默认 12。", "Whole months of the past; 12."),
            ),
        ),
        answers={200: Said(about=Words("回测。", "The backtest."), shape=BACKTEST)},
        problems=(404, 422),
    ),
)
