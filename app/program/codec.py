"""Programmes as JSON: read with the place of every mistake, written the same each time."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar
from zoneinfo import available_timezones

from app.days import Calendar, LeapDay
from app.program.almanac_codec import dump_almanac, read_almanac
from app.program.benefit_codec import dump_benefit, read_benefit
from app.program.budget_codec import dump_budget, read_budget
from app.program.coupon_codec import dump_coupon, read_coupon
from app.program.currencies import dump_currency, read_currency
from app.program.earning_codec import dump_earning, read_earning
from app.program.field_codec import dump_field, read_field
from app.program.flow_codec import dump_flow, read_flow
from app.program.form_codec import dump_form, read_form
from app.program.ladder_codec import dump_ladder, read_ladder
from app.program.message_codec import (
    dump_messaging,
    dump_template,
    read_messaging,
    read_template,
)
from app.program.objects import Object
from app.program.parameters import Parameter, dump_parameter, read_parameter
from app.program.program import FORMAT, Program, Settings
from app.program.reader import Reader, Unreadable, without_empty
from app.program.segment_codec import dump_segment, read_segment

T = TypeVar("T")

_KEYS = (
    "format key label summary settings parameters currencies benefits coupons objects ladders"
    " segments forms flows templates messages earning budgets calendars examples"
)


def load(document: Any) -> Program:
    """Read a programme. Raises `Unreadable` with every mistake of shape."""
    reader = Reader()
    program = _program(reader, document)
    if reader.findings:
        raise Unreadable(reader.findings)
    return program


def _program(reader: Reader, document: Any) -> Program:
    content = reader.mapping(document, "")
    reader.only(content, "", _KEYS)
    if content.get("format", FORMAT) != FORMAT:
        reader.wrong(
            "/format",
            f"不支持的格式 {content.get('format')!r}。",
            f"Format {content.get('format')!r} is not one this version reads.",
        )
    return Program(
        key=reader.key(content, ""),
        label=reader.words(content.get("label"), "/label"),
        summary=reader.words(content.get("summary"), "/summary"),
        settings=_settings(reader, content.get("settings", {})),
        designed=_all(reader, content, "objects", _object),
        parameters=_parameters(reader, content),
        ladders=_all(reader, content, "ladders", read_ladder),
        named_currencies=_all(reader, content, "currencies", read_currency),
        benefits=_all(reader, content, "benefits", read_benefit),
        coupons=_all(reader, content, "coupons", read_coupon),
        forms=_all(reader, content, "forms", read_form),
        flows=_all(reader, content, "flows", read_flow),
        designed_almanacs=_all(reader, content, "calendars", read_almanac),
        templates=_all(reader, content, "templates", read_template),
        budgets=_all(reader, content, "budgets", read_budget),
        segments=_all(reader, content, "segments", read_segment),
        messages=read_messaging(reader, content.get("messages")),
        earning=read_earning(reader, content.get("earning"), "/earning"),
    )


def _all(
    reader: Reader, content: Mapping[str, Any], name: str, read: Callable[[Reader, Any, str], T]
) -> tuple[T, ...]:
    """Read a list of things, no two of which may share a key."""
    path = f"/{name}"
    listed = reader.sequence(content.get(name), path)
    found = tuple(read(reader, each, f"{path}/{n}") for n, each in enumerate(listed))
    reader.distinct(found, path)
    return found


def _parameters(reader: Reader, content: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Read the parameters; where one cannot be read, the places of the others would be wrong."""
    listed = reader.sequence(content.get("parameters"), "/parameters")
    found = [read_parameter(reader, each, f"/parameters/{n}") for n, each in enumerate(listed)]
    readable = tuple(each for each in found if each is not None)
    if len(readable) == len(found):
        reader.distinct(readable, "/parameters")
    return readable


def _settings(reader: Reader, value: Any) -> Settings:
    content = reader.mapping(value, "/settings")
    reader.only(content, "/settings", "timezone currency week_starts leap_day active_kinds")
    zone = content.get("timezone", "Asia/Shanghai")
    if not isinstance(zone, str) or zone not in _zones():
        reader.wrong(
            "/settings/timezone",
            f"没有时区 {zone!r}。例如 Asia/Shanghai。",
            f"There is no time zone {zone!r}; one is Asia/Shanghai.",
        )
        zone = "UTC"
    kinds = reader.sequence(content.get("active_kinds", ["purchase"]), "/settings/active_kinds")
    return Settings(
        calendar=Calendar(
            timezone=zone,
            week_starts=_week_start(reader, content.get("week_starts", "monday")),
            leap_day=reader.one_of(
                LeapDay, content.get("leap_day"), "/settings/leap_day", LeapDay.FEB_28
            ),
        ),
        currency=str(content.get("currency", "CNY")),
        active_kinds=tuple(str(each) for each in kinds),
    )


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


_WEEK_STARTS = {"monday": 0, "sunday": 6}


def _week_start(reader: Reader, value: Any) -> int:
    if isinstance(value, str) and value in _WEEK_STARTS:
        return _WEEK_STARTS[value]
    reader.wrong("/settings/week_starts", "一周从 monday 或 sunday 开始。", "monday or sunday.")
    return 0


def _object(reader: Reader, value: Any, path: str) -> Object:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label fields of_member occurred title")
    key = reader.key(content, path)
    fields = tuple(
        read_field(reader, each, f"{path}/fields/{n}")
        for n, each in enumerate(reader.sequence(content.get("fields"), f"{path}/fields"))
    )
    reader.distinct(fields, f"{path}/fields")
    return Object(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        fields=fields,
        of_member=reader.flag(content, "of_member", path, default=True),
        occurred=reader.text(content, "occurred", path),
        title=reader.text(content, "title", path),
    )


def dump(program: Program) -> dict[str, Any]:
    """Write a programme; what is at its default is left out, so two dumps compare."""
    calendar = program.settings.calendar
    starts = next(word for word, n in _WEEK_STARTS.items() if n == calendar.week_starts)
    return {
        "format": FORMAT,
        "key": program.key,
        "label": program.label.to_json(),
        "summary": program.summary.to_json(),
        "settings": {
            "timezone": calendar.timezone,
            "currency": program.settings.currency,
            "week_starts": starts,
            "leap_day": calendar.leap_day.value,
            "active_kinds": list(program.settings.active_kinds),
        },
        **without_empty({"parameters": [dump_parameter(each) for each in program.parameters]}),
        **without_empty({"currencies": [dump_currency(each) for each in program.named_currencies]}),
        **without_empty({"benefits": [dump_benefit(each) for each in program.benefits]}),
        **without_empty({"coupons": [dump_coupon(each) for each in program.coupons]}),
        "objects": [_dump_object(each) for each in program.designed],
        "ladders": [dump_ladder(each) for each in program.ladders],
        **without_empty({"segments": [dump_segment(each) for each in program.segments]}),
        **without_empty({"forms": [dump_form(each) for each in program.forms]}),
        **without_empty({"flows": [dump_flow(each) for each in program.flows]}),
        **without_empty({"calendars": [dump_almanac(e) for e in program.designed_almanacs]}),
        **without_empty({"templates": [dump_template(each) for each in program.templates]}),
        **without_empty({"messages": dump_messaging(program.messages)}),
        **without_empty({"earning": dump_earning(program.earning)}),
        **without_empty({"budgets": [dump_budget(each) for each in program.budgets]}),
    }


def _dump_object(designed: Object) -> dict[str, Any]:
    head = {"key": designed.key, "label": designed.label.to_json()}
    tail = {"occurred": designed.occurred, "title": designed.title}
    kept = without_empty(tail)
    if not designed.of_member:
        kept["of_member"] = False
    return head | kept | {"fields": [dump_field(each) for each in designed.fields]}
