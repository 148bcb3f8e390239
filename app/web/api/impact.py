"""What a draft would do to the members' tiers, as JSON."""

from app.access import Scope
from app.builder import drafts
from app.builder.ahead import look_ahead
from app.builder.findings import examine
from app.builder.moving import START, Question, Tiers, page_of
from app.builder.preview import impact
from app.builder.releases import live_program
from app.clock import to_instant
from app.program.codec import load
from app.runtime.listing import Mark
from app.web import bearer
from app.web.api import cursors
from app.web.api.impact_answers import IMPACT, MOVERS
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.shapes import Text, Whole
from app.web.services import services
from app.words import Words

LOOKED_AT = 5_000
"""Members placed within a request."""
NOWHERE = "-"
FROM = Words("现在的等级；- 是不在体系内。", "The tier now; - is not being on the ladder.")
TO = Words("发布后的等级；- 是不在体系内。", "The tier then; - is not being on the ladder.")
USUAL, MOST = 50, 500


def get_impact(_asked: Asked) -> Answer:
    space, program_id = bearer.space(), bearer.key().program_id
    content = drafts.get(space, program_id).content
    found = impact(space, program_id, content, now=services().clock(), most=LOOKED_AT)
    return Answer(content=found.to_json())


def list_impact_members(asked: Asked) -> Answer:
    query = asked.query
    question = ("impact", *(str(query.get(each, "")) for each in ("ladder", "from", "to")))
    after = START
    if "cursor" in query:
        after = cursors.read(query["cursor"], question).record_id
    space, program_id = bearer.space(), bearer.key().program_id
    checked = examine(
        load(drafts.get(space, program_id).content), live=live_program(space, program_id)
    )
    now = to_instant(services().clock())
    ahead = look_ahead(space, program_id, checked, now=now, most=LOOKED_AT)
    wanted = Question(
        ladder=query.get("ladder", ""),
        old=_tiers(query.get("from")),
        new=_tiers(query.get("to")),
        after=after,
        size=query.get("limit", USUAL),
    )
    page = page_of(ahead, wanted)
    following = None
    if page.next is not None:
        following = cursors.write(Mark(value=None, record_id=page.next), question)
    items = [each.to_json() for each in page.members]
    return Answer(content={"items": items, "next": following})


def _tiers(given: str | None) -> Tiers:
    if not given:
        return ()
    return (None,) if given == NOWHERE else (given,)


OPERATIONS = (
    Operation(
        name="get_impact",
        method="GET",
        path="/program/draft/impact",
        policy=Scope.PROGRAM_READ,
        title=Words("预览草稿的影响", "Preview what the draft would do"),
        about=Words(
            "如果现在发布并立即重新定级：谁升、谁降、谁不变。不写入任何数据；有错误的草稿没有预览。",
            "Who would rise, fall or stay if it were published and applied now. Nothing is written;"
            " a draft with errors has no preview.",
        ),
        view=get_impact,
        answers={200: Said(about=Words("预览。", "The preview."), shape=IMPACT)},
        problems=(404, 422),
    ),
    Operation(
        name="list_impact_members",
        method="GET",
        path="/program/draft/impact/members",
        policy=Scope.STANDING_READ,
        title=Words("列出草稿会影响的会员", "List the members the draft would move"),
        about=Words(
            "按录入先后分页；不写 from、to 时列出所有会变动的会员。逐一计算全体会员，不抽样；"
            "一页可能不满，有 next 就还没有看完。不写入任何数据。",
            "By pages, in the order in which members were recorded; without from and to, everybody"
            " who moves. All members are placed, not a sample; a page may not be full, and while"
            " there is a next one not all have been looked at. Nothing is written.",
        ),
        view=list_impact_members,
        parameters=(
            in_query("ladder", Text(example="main"), Words("等级体系。", "The ladder.")),
            in_query("from", Text(example="silver"), FROM),
            in_query("to", Text(example="gold"), TO),
            in_query("limit", Whole(least=1, most=MOST), Words("一页几位。", "Members in a page.")),
            in_query("cursor", Text(), Words("上一页的 next。", "`next` of the page before.")),
        ),
        answers={200: Said(about=Words("会员。", "The members."), shape=MOVERS)},
        problems=(400, 404, 422),
    ),
)
