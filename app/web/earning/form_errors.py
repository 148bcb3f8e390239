"""Which field of a form a mistake is about."""

from collections.abc import Mapping
from typing import Any

from app.errors import Finding
from app.words import Words

_PLACES = {
    "amount/each": "each",
    "amount/give": "give",
    "amount/of": "of",
    "label": "label",
    "when": "from",
    "when/hours": "hour_from",
    "when/days": "days",
    "when/from": "from",
    "when/until": "until",
    "limits": "limits_day",
    "times": "times_day",
    "where": "where",
}


def errors_of(findings: tuple[Finding, ...], typed: Mapping[str, Any]) -> dict[str, Words]:
    """Put what is wrong beside the fields it is about."""
    found: dict[str, Words] = {}
    for each in findings:
        place = each.path.strip("/")
        # How much there is may be said in two ways; the mistake is beside the one that was ticked.
        if not place:
            place = "money" if typed.get("how") == "money" else "most"
        name = _PLACES.get(place) or _PLACES.get(place.split("/")[0], place.split("/")[0])
        found.setdefault(name, each.message)
    return found
