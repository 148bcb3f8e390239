"""Records of any object: read a page or one, add one, change one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import url_for

from app.access import Scope
from app.errors import Conflict, Finding, Invalid
from app.expression.check import Checked
from app.program.objects import MEMBER, Object
from app.runtime.changes import NoSuchRecord, change_record
from app.runtime.intake import Entry
from app.runtime.listing import Page, Wish, find, find_some, read_rule, sortable
from app.runtime.records import Outcome, Status, record_many
from app.web.api import cursors
from app.web.api.addresses import designed_object, find_id
from app.web.api.answers import RECORD, RECORD_PAGE
from app.web.api.bodies import read_json
from app.web.api.departed import MOVED, refuse_departed, whereabouts
from app.web.api.event_reading import WHO
from app.web.api.events import gained_json
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.problems import Refusal
from app.web.api.shapes import Anything, ByKey, Keyed, Text, Whole, needed, optional
from app.web.api.written import records_json
from app.words import Words

USUAL, MOST = 50, 500
CHANGE = Keyed(name="Change", parts=(needed("values", ByKey(value=Anything())),))
ADDITION = Keyed(
    name="Addition",
    parts=(optional("member", WHO), needed("values", ByKey(value=Anything()))),
)


def list_records(asked: Asked) -> Answer:
    found = here()
    return list_of(found, designed_object(found, asked.path["object"]), asked)


def list_of(found: Here, designed: Object, asked: Asked, segment: Checked | None = None) -> Answer:
    """Answer with a page of records, of members also of those in a segment."""
    wish = replace(_wish(found, designed, asked.query), segment=segment)
    page = find(found.space, found.live, designed.key, wish, now=found.now)
    return Answer(
        content={
            "items": records_json(found.space, found.live, designed, page.rows),
            "next": _next(designed, asked.query, page),
        }
    )


def _wish(found: Here, designed: Object, query: Mapping[str, Any]) -> Wish:
    sort = query.get("sort", "")
    name = sort.removeprefix("-") or None
    if name is not None and name not in sortable(found.live, designed.key):
        listed = ", ".join(sortable(found.live, designed.key))
        raise Invalid(
            "不能这样排序。",
            "Records cannot be sorted by this.",
            (
                Finding.of(
                    "?sort",
                    f"可用：{listed}，前面加 - 为倒序。",
                    f"Known: {listed}; - turns it round.",
                ),
            ),
        )
    rule = None
    if "filter" in query:
        rule = _rule(found, designed, query["filter"])
    after = cursors.read(query["cursor"], _question(designed, query)) if "cursor" in query else None
    return Wish(
        rule=rule,
        sort=name,
        descending=sort.startswith("-"),
        after=after,
        size=query.get("limit", USUAL),
    )


def _rule(found: Here, designed: Object, text: str) -> Checked:
    try:
        return read_rule(found.live, designed.key, read_json(text.encode()))
    except (Invalid, Refusal) as error:
        findings = tuple(each.under("?filter") for each in error.findings)
        raise Invalid(*error.words, findings) from error


def _question(designed: Object, query: Mapping[str, Any]) -> tuple[str, ...]:
    asked = ("sort", "filter", "segment")
    return (designed.key, *(query.get(each, "") for each in asked))


def _next(designed: Object, query: Mapping[str, Any], page: Page) -> str | None:
    return None if page.next is None else cursors.write(page.next, _question(designed, query))


def get_record(asked: Asked) -> Answer:
    found = here()
    designed = designed_object(found, asked.path["object"])
    record_id = find_id(found, designed, asked.path["record"])
    gone = whereabouts(found, record_id) if designed.key == MEMBER else None
    return gone or Answer(content=_one(found, designed, record_id))


def add_record(asked: Asked) -> Answer:
    found = here()
    designed = designed_object(found, asked.path["object"])
    entry = Entry(object=designed.key, member=asked.body.get("member"), values=asked.body["values"])
    (outcome,) = record_many(found.space, found.live, [entry], now=found.now, cause=found.cause)
    if outcome.status is Status.KNOWN:
        raise Conflict(
            f"已有这个外部编号的记录：{outcome.record_id}。要修改它请用 PATCH。",
            f"There is a record with this external id: {outcome.record_id}. Change it by PATCH.",
        )
    _refuse(outcome)
    assert outcome.record_id is not None
    content = _one(found, designed, outcome.record_id)
    where = url_for("api.get_record", object=designed.key, record=content["id"])
    return Answer(
        content={**content, "gained": gained_json(outcome)},
        status=201,
        headers={"Location": where},
    )


def patch_record(asked: Asked) -> Answer:
    found = here()
    designed = designed_object(found, asked.path["object"])
    record_id = find_id(found, designed, asked.path["record"])
    if designed.key == MEMBER:
        refuse_departed(found, record_id)
    outcome = change_record(
        found.space,
        found.live,
        designed.key,
        record_id,
        asked.body["values"],
        now=found.now,
        cause=found.cause,
    )
    _refuse(outcome)
    content = _one(found, designed, record_id)
    return Answer(content={**content, "gained": gained_json(outcome)})


def _refuse(outcome: Outcome) -> None:
    if outcome.status is Status.REFUSED:
        inside = tuple(
            each if each.path == "/member" else each.under("/values") for each in outcome.findings
        )
        raise Refusal(422, "没有保存。", "Nothing was kept.", findings=inside)


def _one(found: Here, designed: Object, record_id: int) -> dict[str, Any]:
    rows = find_some(found.space, found.live, designed.key, [record_id], now=found.now)
    if record_id not in rows:
        raise NoSuchRecord
    return records_json(found.space, found.live, designed, [rows[record_id]])[0]


OBJECT = in_path("object", Words("对象的标识。", "The key of an object."), example="member")
RECORD_ID = in_path(
    "record",
    Words(
        "编号，或唯一字段和它的值：external_id:42。",
        "An id, or a unique field with its value: external_id:42.",
    ),
    slashes=True,
    example="external_id:42",
)
NOT_PUBLISHED = 409
ASKED = (
    in_query(
        "filter",
        Text(longest=65_536, example='{">=": [{"var": "year_spend"}, 1000]}'),
        Words(
            "JSON-Logic 规则，与等级条件同一语言。",
            "A JSON-Logic rule, in the language of tiers.",
        ),
    ),
    in_query(
        "sort",
        Text(longest=80, example="-joined_at"),
        Words("字段的标识；前面加 - 为倒序。", "The key of a field; - turns it round."),
    ),
    in_query("limit", Whole(least=1, most=MOST), Words("一页多少条。", "Records a page.")),
    in_query(
        "cursor",
        Text(longest=4096),
        Words("上一页回答里的 next。", "`next` of the page before."),
    ),
)
"""What lists of records are asked for by."""

OPERATIONS = (
    Operation(
        name="list_records",
        method="GET",
        path="/records/{object}",
        policy=Scope.RECORDS_READ,
        title=Words("列出记录", "List records"),
        about=Words(
            "按编号或 sort 排序，一页一页地读；没有值的记录排在最后。",
            "By id or by `sort`, a page at a time; records without the value come last.",
        ),
        view=list_records,
        parameters=(
            OBJECT,
            *ASKED,
        ),
        answers={200: Said(about=Words("一页记录。", "A page of records."), shape=RECORD_PAGE)},
        problems=(NOT_PUBLISHED, 422),
    ),
    Operation(
        name="get_record",
        method="GET",
        path="/records/{object}/{record}",
        policy=Scope.RECORDS_READ,
        title=Words("读取一条记录", "Read a record"),
        view=get_record,
        parameters=(OBJECT, RECORD_ID),
        answers={200: Said(about=Words("这条记录。", "The record."), shape=RECORD), 301: MOVED},
        problems=(NOT_PUBLISHED, 410),
    ),
    Operation(
        name="add_record",
        method="POST",
        path="/records/{object}",
        policy=Scope.RECORDS_WRITE,
        title=Words("新建记录", "Add a record"),
        about=Words(
            "已有同一外部编号的记录时为 409，不会改动它。",
            "409 where a record has the same external id already; it is left as it is.",
        ),
        view=add_record,
        parameters=(OBJECT,),
        body=ADDITION,
        answers={
            201: Said(
                about=Words("新的记录。", "The new record."),
                shape=RECORD,
                headers={"Location": Words("它的地址。", "Its address.")},
            )
        },
    ),
    Operation(
        name="change_record",
        method="PATCH",
        path="/records/{object}/{record}",
        policy=Scope.RECORDS_WRITE,
        title=Words("修改记录", "Change a record"),
        about=Words(
            "只改写出的字段；旧值留在历史里。订单金额等不能直接改，请用退款更正。",
            "Changes the fields that are named; what they held stays in the history."
            " An order's amount is corrected by a refund.",
        ),
        view=patch_record,
        parameters=(OBJECT, RECORD_ID),
        body=CHANGE,
        answers={200: Said(about=Words("改后的记录。", "The record as it is now."), shape=RECORD)},
        problems=(410,),
    ),
)
