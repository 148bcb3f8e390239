"""A shop with fields of its own, for tests of the list of members."""

import re
from typing import Any

from tests.web.houses import CONTENT, House, Visitor, enrol, some_members

LEVELS = [
    {"key": "plain", "label": {"zh": "一般", "en": "Plain"}},
    {"key": "care", "label": {"zh": "重点", "en": "Care"}},
]
FIELDS = [
    {
        "key": "level",
        "kind": "choice",
        "label": {"zh": "关怀", "en": "Care level"},
        "options": {"choices": LEVELS},
    },
    {"key": "likes", "kind": "tags", "label": {"zh": "爱好", "en": "Likes"}},
    {"key": "visits", "kind": "integer", "label": {"zh": "到店", "en": "Visits"}},
    {"key": "note", "kind": "long_text", "label": {"zh": "备注", "en": "Note"}},
]
BUYER = {">=": [{"count_of": ["order", "365d"]}, 1]}
WIDE = {
    **CONTENT,
    "objects": [{"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": FIELDS}],
    "segments": [{"key": "buyers", "label": {"zh": "买家", "en": "Buyers"}, "where": BUYER}],
}


def furnished(house: House) -> dict[str, int]:
    """Give my programme further fields and a segment, and the usual members."""
    house.mine.publish(WIDE)
    found = some_members(house.mine)
    found["formula"] = enrol(house.mine, "formula", name="=1+1", note="@SUM(A1)", visits=7)
    return found


def names(text: str) -> list[str]:
    """Read the names in the list, in their order."""
    return re.findall(r'<a class="truncate" href="[^"]*/members/\d+"[^>]*>([^<]+)</a>', text)


def found(visitor: Visitor, **question: Any) -> list[str]:
    answer = visitor.get(f"{visitor.house.at}/members", query_string=question)
    assert answer.status_code == 200, answer.text
    return names(answer.text)
