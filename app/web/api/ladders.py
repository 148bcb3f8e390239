"""Ladders with their rules as sentences, and where one member stands and why."""

from typing import Any

from app.access import Scope
from app.errors import Finding, Invalid, NotFound
from app.expression.gap import ways
from app.runtime.hindsight import NobodyThen, read_moment, release_at, standing_at
from app.runtime.releases import Live
from app.runtime.standing import LadderView, Standing, standing
from app.web.api.addresses import find_id
from app.web.api.departed import MOVED, whereabouts
from app.web.api.explained import tier_view
from app.web.api.here import Here, here
from app.web.api.holding import grounds, ways_json
from app.web.api.ladder_answers import LADDER, LADDERS, ladder_json
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.problems import Refusal
from app.web.api.shapes import Text
from app.web.api.standing_answer import STANDING
from app.web.api.written import moment_json, moment_or_none
from app.words import Words


def list_ladders(_asked: Asked) -> Answer:
    found = here()
    checked = found.live.checked
    items = [ladder_json(checked.program, each) for each in checked.ladders.values()]
    return Answer(content={"release": found.live.number, "items": items})


def get_ladder(asked: Asked) -> Answer:
    checked = here().live.checked
    key = asked.path["ladder"]
    if key not in checked.ladders:
        listed = ", ".join(checked.ladders) or "—"
        raise NotFound(
            f"没有这个等级体系。可用：{listed}。", f"There is no such ladder. Known: {listed}."
        )
    return Answer(content=ladder_json(checked.program, checked.ladders[key]))


def get_standing(asked: Asked) -> Answer:
    found = here()
    member_id = _member_id(found, asked.path["member"])
    if "at" not in asked.query:
        gone = whereabouts(found, member_id)
        return gone or _explained(
            found.live, standing(found.space, found.live, member_id, now=found.now)
        )
    try:
        at = read_moment(asked.query["at"], found.live, now=found.now)
    except Invalid as error:
        raise Refusal(400, *error.words, findings=(Finding.of("?at", *error.words),)) from error
    then = release_at(found.space, found.live.catalogue.program_id, at)
    try:
        return _explained(then, standing_at(found.space, then, member_id, at=at))
    except NobodyThen:
        gone = whereabouts(found, member_id)
        if gone is None:
            raise
        return gone


def _explained(live: Live, seen: Standing) -> Answer:
    return Answer(
        content={
            "member_id": str(seen.member_id),
            "as_of": moment_json(seen.moment.now),
            "release": live.number,
            "ranked_at": moment_or_none(seen.ranked_at),
            "ladders": [_standing(each) for each in seen.ladders],
        }
    )


def _member_id(found: Here, text: str) -> int:
    return find_id(found, found.live.catalogue.members.object, text)


def _standing(view: LadderView) -> dict[str, Any]:
    above = view.next
    missing = () if above is None or above.explained is None else ways(above.explained)
    return {
        "ladder": view.ladder.key,
        "label": view.ladder.label.to_json(),
        "tier": None if view.tier is None else view.tier.key,
        "since": moment_or_none(view.since),
        "next": None if above is None else above.tier.key,
        "missing": ways_json(missing),
        "tiers": [tier_view(each) for each in view.tiers],
        **grounds(view),
    }


LADDER_KEY = in_path("ladder", Words("等级体系的标识。", "The key of a ladder."), example="main")
MEMBER_ID = in_path(
    "member",
    Words(
        "会员编号，或唯一字段和它的值：external_id:42。",
        "A member's id, or a unique field with its value: external_id:42.",
    ),
    slashes=True,
    example="external_id:42",
)
AT = in_query(
    "at",
    Text(longest=40, example="2026-05-03T12:00:00+08:00"),
    Words(
        "过去的时刻，或某一天（按那天结束时）；不写是现在。",
        "A moment of the past, or a day, as it ended; now, if left out.",
    ),
)

OPERATIONS = (
    Operation(
        name="list_ladders",
        method="GET",
        path="/ladders",
        policy=Scope.PROGRAM_READ,
        title=Words("列出等级体系", "List ladders"),
        about=Words(
            "正在生效的版本：每条规则和会员看到的整页规则，都有中英文。",
            "The live release: each rule, and the page of rules members read, in both languages.",
        ),
        view=list_ladders,
        answers={200: Said(about=Words("所有等级体系。", "All ladders."), shape=LADDERS)},
        problems=(409,),
    ),
    Operation(
        name="get_ladder",
        method="GET",
        path="/ladders/{ladder}",
        policy=Scope.PROGRAM_READ,
        title=Words("读取等级体系", "Read a ladder"),
        view=get_ladder,
        parameters=(LADDER_KEY,),
        answers={200: Said(about=Words("等级从低到高。", "Tiers, lowest first."), shape=LADDER)},
        problems=(409,),
    ),
    Operation(
        name="get_standing",
        method="GET",
        path="/members/{member}/standing",
        policy=Scope.STANDING_READ,
        title=Words("会员的等级与原因", "Where a member stands, and why"),
        about=Words(
            "每个条件的现值、门槛、差距和进度，以及升到下一级最近的几种办法。"
            "写明 at 时，按当时的规则、当时已知的记录解释。",
            "Each condition with value, threshold, gap and progress, and the nearest ways up."
            " With `at`: by the rules of that moment, and by what was known then.",
        ),
        view=get_standing,
        parameters=(MEMBER_ID, AT),
        answers={
            200: Said(about=Words("等级与原因。", "The standing."), shape=STANDING),
            301: MOVED,
        },
        problems=(409, 410),
    ),
)
