"""Forms for tests: as small as the case allows."""

from typing import Any

from app.days import Calendar, Moment
from app.program.checked import CheckedProgram, check_program
from app.program.codec import load
from app.program.fields.base import Reading
from app.program.form_answers import Circumstances, Settled, settle
from tests.builder.programmes import document, field

MOMENT = Moment.of(1_772_323_200_000_000, Calendar())
"""The first of March 2026, eight in the morning in Shanghai."""
LIKES = {"choices": [{"key": "tea", "label": "茶"}, {"key": "coffee", "label": "咖啡"}]}
FIELDS = (
    field("city", "text"),
    field("likes", "choice", options=LIKES),
    field("cups", "integer", options={"min": 0, "max": 1000}),
    field("price", "money"),
    field("subscribed", "boolean"),
)
CHILD = {
    "key": "child",
    "label": {"zh": "孩子", "en": "Child"},
    "occurred": "born",
    "fields": [
        {"key": "born", "kind": "date", "label": {"zh": "生日", "en": "Born"}, "required": True},
        {"key": "called", "kind": "text", "label": {"zh": "名字", "en": "Name"}},
    ],
}


def ask(key: str, target: str | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "key": key, "field": target or key, **more}


PHONE = ask("phone", required=True)


def form(*items: Any, **more: Any) -> dict[str, Any]:
    """A form of one page that joins or updates a member by phone."""
    return {
        "key": "profile",
        "label": {"zh": "完善资料", "en": "Profile"},
        "who": {"by": "phone"},
        "pages": [{"key": "one", "items": [PHONE, *items]}],
        **more,
    }


def programme(*forms: Any, **more: Any) -> dict[str, Any]:
    return document(
        fields=FIELDS, objects=[CHILD, *more.pop("objects", ())], forms=list(forms), **more
    )


def checked(*forms: Any) -> CheckedProgram:
    found = check_program(load(programme(*forms)))
    assert found.findings == (), found.findings
    return found


def filled(written: Any, answers: Any, member: Any = None) -> Settled:
    found = checked(written)
    reading = Reading(zone=MOMENT.calendar.zone)
    around = Circumstances(moment=MOMENT, reading=reading, member=member)
    return settle(found.forms[written["key"]], answers, around)
