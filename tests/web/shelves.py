"""A shop with objects of its own, for tests of the pages of records."""

import re
from typing import Any

from app.clock import to_instant
from app.runtime.engine import Engine, run_until_idle
from app.runtime.intake import Entry
from app.storage import records
from tests.runtime.flowing import flow, step
from tests.web.houses import CONTENT, House, Visitor, some_members

ADOPTED = {"key": "adopted", "label": {"zh": "已采纳", "en": "Adopted"}}
NEW = {"key": "new", "label": {"zh": "新", "en": "New"}}
SUGGESTION = {
    "key": "suggestion",
    "label": {"zh": "建议", "en": "Suggestion"},
    "occurred": "sent_at",
    "fields": [
        {
            "key": "external_id",
            "kind": "text",
            "label": {"zh": "编号", "en": "No."},
            "unique": True,
        },
        {"key": "text", "kind": "long_text", "label": {"zh": "内容", "en": "Text"}},
        {"key": "phone", "kind": "phone", "label": {"zh": "回电", "en": "Call back"}},
        {
            "key": "sent_at",
            "kind": "datetime",
            "label": {"zh": "提出时间", "en": "Sent"},
            "required": True,
        },
        {
            "key": "shop",
            "kind": "reference",
            "label": {"zh": "分店", "en": "Shop"},
            "options": {"object": "shop"},
        },
        {
            "key": "status",
            "kind": "choice",
            "label": {"zh": "处理", "en": "Status"},
            "default": "new",
            "options": {"choices": [NEW, ADOPTED]},
        },
    ],
}
SHOP = {
    "key": "shop",
    "label": {"zh": "分店", "en": "Shop"},
    "of_member": False,
    "fields": [
        {"key": "code", "kind": "text", "label": {"zh": "代码", "en": "Code"}, "unique": True}
    ],
}
THANKS = flow(
    "record_changed",
    step("points", "grant_points", currency="points", amount=50),
    options={
        "object": "suggestion",
        "fields": ["status"],
        "where": {"==": [{"var": "status"}, "adopted"]},
        "became": True,
    },
)
STOCKED = {
    **CONTENT,
    "objects": [SUGGESTION, SHOP],
    "flows": [THANKS],
    "earning": {
        "rules": [
            {
                "key": "spend",
                "label": {"zh": "消费积分", "en": "Points for spend"},
                "amount": {"give": 1, "each": 1},
            }
        ]
    },
}
"""Suggestions that are thanked for with points once they are adopted, and orders that earn some."""


def stocked(house: House) -> dict[str, int]:
    house.mine.publish(STOCKED)
    return some_members(house.mine)


def suggest(house: House, number: str, text: str, member: str = "new") -> int:
    entry = Entry(
        object="suggestion",
        member={"external_id": member},
        values={"external_id": number, "text": text, "sent_at": house.now.isoformat()},
    )
    made = house.mine.kept(entry).record_id
    assert made is not None
    return made


def work(house: House) -> None:
    """Let automations do what is due."""
    now = to_instant(house.now)
    club = house.mine
    engine = Engine(spaces=house.spaces, worker="test", clock=lambda: now)
    run_until_idle(engine, club.workspace_id, club.program_id)


def kept(house: House, object_key: str, member: int | None = None) -> list[dict[str, Any]]:
    """Give the records there are, the last one first."""
    club = house.mine
    with house.spaces.reading(club.workspace_id) as space:
        found = club.live.catalogue.records[object_key]
        return records.latest(space, found, None if member is None else [member], limit=100)


def at(house: House, object_key: str, record_id: int | None = None, more: str = "") -> str:
    one = "" if record_id is None else f"/{record_id}"
    return f"{house.at}/records/{object_key}{one}{more}"


def titles(visitor: Visitor, object_key: str, **question: str) -> list[str]:
    """Read what the list shows, in its order."""
    answer = visitor.get(at(visitor.house, object_key), query_string=question)
    assert answer.status_code == 200, answer.text
    return re.findall(r'<a class="strong" href="[^"]+"><span class="cell">([^<]*)<', answer.text)


def fill(visitor: Visitor, object_key: str, **values: str) -> Any:
    """Send the form of a new record; `member` and `once` are no fields of it."""
    own = {key: values.pop(key) for key in ("member", "once", "more") if key in values}
    data = own | {f"field.{key}": value for key, value in values.items()}
    return visitor.post(at(visitor.house, object_key, None, "/new"), data)


def edit(visitor: Visitor, path: str, was: dict[str, str], now: dict[str, str]) -> Any:
    """Send the form of a change as a browser does: what was there, and what is now."""
    sent = {f"was.{key}": value for key, value in was.items()} | was | now
    return visitor.post(f"{path}/edit", sent)
