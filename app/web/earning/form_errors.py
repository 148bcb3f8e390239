"""Which field of a form a mistake is about."""

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


def errors_of(findings: tuple[Finding, ...]) -> dict[str, Words]:
    """Put what is wrong beside the fields it is about."""
    found: dict[str, Words] = {}
    for each in findings:
        place = each.path.strip("/")
        name = _PLACES.get(place) or _PLACES.get(place.split("/")[0], place.split("/")[0])
        found.setdefault(name, each.message)
    return found
