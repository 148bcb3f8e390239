"""Programmes for tests of the builder: as small as the case allows."""

from collections.abc import Sequence
from typing import Any

from app.builder.findings import findings_in
from app.errors import Finding
from app.program.codec import load

SPEND = {"sum_of": ["order.net", "365d"]}


def at_least(amount: int, metric: Any = SPEND) -> dict[str, Any]:
    return {">=": [metric, amount]}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"zh": f"字段{key}", "en": key}, **more}


def tier(key: str, condition: Any = None, **more: Any) -> dict[str, Any]:
    rule = {} if condition is None else {"condition": condition}
    return {"key": key, "label": {"zh": f"等级{key}", "en": key}, **rule, **more}


def document(
    *tiers: Any, fields: Sequence[Any] = (), objects: Sequence[Any] = (), **more: Any
) -> dict[str, Any]:
    """A programme with one ladder, fields of members and objects of its own."""
    member = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": list(fields)}
    ladder = {
        "key": "main",
        "label": {"zh": "等级", "en": "Tiers"},
        "tiers": list(tiers) or [tier("regular"), tier("gold", at_least(1000))],
        **more.pop("ladder", {}),
    }
    return {
        "format": 1,
        "key": "club",
        "label": {"zh": "俱乐部", "en": "Club"},
        "objects": [member, *objects],
        "ladders": [ladder],
        **more,
    }


def findings(content: Any) -> dict[str, Finding]:
    """Give what is found, by place; a place may only have one finding."""
    found = findings_in(load(content))
    by_place = {each.path: each for each in found}
    assert len(by_place) == len(found), found
    return by_place
