"""Segments: which there are, and the members who are in one."""

from dataclasses import replace
from typing import Any

from app.access import Scope
from app.errors import Finding
from app.expression.check import Checked
from app.program.objects import MEMBER
from app.program.segment_rules import segment_scope
from app.program.segments import Segment
from app.program.sentences import sentence
from app.runtime.member_columns import Seen
from app.web.api.answers import RECORD_PAGE
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.problems import Refusal
from app.web.api.records import ASKED, NOT_PUBLISHED, list_of
from app.web.api.shapes import Anything, Keyed, Listed, Text, needed
from app.words import Words

BOTH = Keyed(name="BothLanguages", parts=(needed("zh", Text()), needed("en", Text())))
SEGMENT = Keyed(
    name="Segment",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("description", BOTH),
        needed("where", Anything()),
        needed("sentence", BOTH),
    ),
)
SEGMENTS = Keyed(name="Segments", parts=(needed("items", Listed(item=SEGMENT)),))


def list_segments(_asked: Asked) -> Answer:
    found = here()
    items = [_segment(found, each) for each in found.live.checked.program.segments]
    return Answer(content={"items": items})


def _segment(found: Here, segment: Segment) -> dict[str, Any]:
    checked = found.live.checked.segments[segment.key]
    said = sentence(checked, segment_scope(found.live.checked.program))
    return {
        "key": segment.key,
        "label": segment.label.to_json(),
        "description": segment.description.to_json(),
        "where": segment.where,
        "sentence": said.to_json(),
    }


def list_members(asked: Asked) -> Answer:
    """List members; metrics that are not filled yet are computed for them."""
    found = here()
    seen = Seen.of(found.space, found.live, found.live.moment(found.now))
    designed = found.live.checked.program.object(MEMBER)
    segment = asked.query.get("segment")
    return list_of(
        replace(found, live=seen.live),
        designed,
        asked,
        None if segment is None else _condition(found, segment),
    )


def _condition(found: Here, key: str) -> Checked:
    checked = found.live.checked.segments.get(key)
    if checked is None:
        listed = ", ".join(found.live.checked.segments) or "—"
        finding = Finding.of(
            "?segment", f"没有这个人群。可用：{listed}。", f"No such segment. Known: {listed}."
        )
        raise Refusal(400, "没有这个人群。", "There is no such segment.", findings=(finding,))
    return checked


OPERATIONS = (
    Operation(
        name="list_segments",
        method="GET",
        path="/segments",
        policy=Scope.PROGRAM_READ,
        title=Words("列出人群", "List the segments"),
        about=Words(
            "生效版本里的人群，条件也读成句子。",
            "The segments of the live release; their conditions are also read aloud.",
        ),
        view=list_segments,
        answers={200: Said(about=Words("所有人群。", "All segments."), shape=SEGMENTS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="list_members",
        method="GET",
        path="/members",
        policy=Scope.RECORDS_READ,
        title=Words("列出会员", "List members"),
        about=Words(
            "与 /records/member 相同，还可以只要某个人群里的会员。",
            "As /records/member does, and of those in a segment where one is named.",
        ),
        view=list_members,
        parameters=(
            in_query(
                "segment",
                Text(shortest=1, longest=60, example="buyers"),
                Words("人群的标识。", "The key of a segment."),
            ),
            *ASKED,
        ),
        answers={200: Said(about=Words("一页会员。", "A page of members."), shape=RECORD_PAGE)},
        problems=(NOT_PUBLISHED, 422),
    ),
)
