"""Where a finding of a draft is put right: the page on which its part is designed."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Finding
from app.web.frame import Here

PAGES = {
    "benefits": "benefits.benefits",
    "budgets": "earning.earning",
    "calendars": "calendars.calendars",
    "coupons": "benefits.benefits",
    "earning": "earning.earning",
    "forms": "builder.design_forms",
    "ladders": "builder.ladder",
    "messages": "messages.sending_rules",
    "objects": "builder.objects",
    "parameters": "builder.parameters",
    "segments": "records.segments",
    "templates": "messages.templates",
}
FLOWS = "flows"


def places_of(here: Here, content: Any, findings: Iterable[Finding]) -> Mapping[str, str]:
    """Give an address for each path of a finding that has a page of its own."""
    urls = {each.path: _url(here, content, each.path) for each in findings}
    return {path: url for path, url in urls.items() if url is not None}


def _url(here: Here, content: Any, path: str) -> str | None:
    part, _, rest = path.strip("/").partition("/")
    if part == FLOWS:
        key = _key(content, rest.partition("/")[0])
        return None if key is None else f"{here.url('builder.flow', key=key)}#{path}"
    page = PAGES.get(part)
    return None if page is None else f"{here.url(page)}#{path}"


def _key(content: Any, place: str) -> str | None:
    """Give the key of a flow; a document that is wrong may have anything in its place."""
    flows = content.get(FLOWS) if isinstance(content, dict) else None
    if not isinstance(flows, list) or not place.isdecimal() or int(place) >= len(flows):
        return None
    flow = flows[int(place)]
    key = flow.get("key") if isinstance(flow, dict) else None
    return key if isinstance(key, str) and key else None
