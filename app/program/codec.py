"""Programmes as JSON: read with the place of every mistake, written the same each time."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from app.days import Calendar, LeapDay
from app.program.field import Field
from app.program.ladder import Ladder, Period, Promotion, Tier
from app.program.objects import Object
from app.program.program import FORMAT, Program, Settings
from app.program.reader import Reader, Unreadable


def load(document: Any) -> Program:
    """Read a programme. Raises `Unreadable` with every mistake of shape."""
    reader = Reader()
    program = _program(reader, document)
    if reader.findings:
        raise Unreadable(reader.findings)
    return program


def _program(reader: Reader, document: Any) -> Program:
    content = reader.mapping(document, "")
    reader.only(content, "", "format key label summary settings objects ladders examples")
    if content.get("format", FORMAT) != FORMAT:
        reader.wrong(
            "/format",
            f"不支持的格式 {content.get('format')!r}。",
            f"Format {content.get('format')!r} is not one this version reads.",
        )
    objects = tuple(
        _object(reader, each, f"/objects/{n}")
        for n, each in enumerate(reader.sequence(content.get("objects"), "/objects"))
    )
    ladders = tuple(
        _ladder(reader, each, f"/ladders/{n}")
        for n, each in enumerate(reader.sequence(content.get("ladders"), "/ladders"))
    )
    reader.distinct(objects, "/objects")
    reader.distinct(ladders, "/ladders")
    return Program(
        key=reader.key(content, ""),
        label=reader.words(content.get("label"), "/label"),
        summary=reader.words(content.get("summary"), "/summary"),
        settings=_settings(reader, content.get("settings", {})),
        designed=objects,
        ladders=ladders,
    )


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
        _field(reader, each, f"{path}/fields/{n}")
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


def _field(reader: Reader, value: Any, path: str) -> Field:
    content = reader.mapping(value, path)
    reader.only(content, path, "key kind label required unique default options help")
    key = reader.key(content, path)
    kind = content.get("kind")
    if not isinstance(kind, str):
        reader.wrong(f"{path}/kind", "字段要有类型。", "A field needs a kind.")
    help_words = content.get("help")
    return Field(
        key=key,
        kind=str(kind),
        label=reader.words(content.get("label"), f"{path}/label", key),
        required=reader.flag(content, "required", path, default=False),
        unique=reader.flag(content, "unique", path, default=False),
        default=content.get("default"),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
        help=None if help_words is None else reader.words(help_words, f"{path}/help"),
    )


def _ladder(reader: Reader, value: Any, path: str) -> Ladder:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label tiers members period promotion")
    key = reader.key(content, path)
    tiers = tuple(
        _tier(reader, each, f"{path}/tiers/{n}")
        for n, each in enumerate(reader.sequence(content.get("tiers"), f"{path}/tiers"))
    )
    reader.distinct(tiers, f"{path}/tiers")
    return Ladder(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        tiers=tiers,
        members=content.get("members"),
        period=reader.one_of(Period, content.get("period"), f"{path}/period", Period.LIFETIME),
        promotion=reader.one_of(
            Promotion, content.get("promotion"), f"{path}/promotion", Promotion.JUMP
        ),
    )


def _tier(reader: Reader, value: Any, path: str) -> Tier:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label condition color")
    key = reader.key(content, path)
    return Tier(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        condition=content.get("condition"),
        color=str(content.get("color", "slate")),
    )


def _without_empty(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in content.items()
        if value is not None and value is not False and value not in ({}, [])
    }


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
        "objects": [_dump_object(each) for each in program.designed],
        "ladders": [_dump_ladder(each) for each in program.ladders],
    }


def _dump_object(designed: Object) -> dict[str, Any]:
    head = {"key": designed.key, "label": designed.label.to_json()}
    tail = {"occurred": designed.occurred, "title": designed.title}
    kept = _without_empty(tail)
    if not designed.of_member:
        kept["of_member"] = False
    return head | kept | {"fields": [_dump_field(each) for each in designed.fields]}


def _said(key: str, value: Any) -> dict[str, Any]:
    """Keep what an operator wrote, also false and what is empty."""
    return {} if value is None else {key: value}


def _dump_field(field: Field) -> dict[str, Any]:
    head = {"key": field.key, "kind": field.kind, "label": field.label.to_json()}
    head |= _said("default", field.default)
    return head | _without_empty(
        {
            "required": field.required,
            "unique": field.unique,
            "options": dict(field.options),
            "help": None if field.help is None else field.help.to_json(),
        }
    )


def _dump_ladder(ladder: Ladder) -> dict[str, Any]:
    return _said("members", ladder.members) | _without_empty(
        {
            "key": ladder.key,
            "label": ladder.label.to_json(),
            "period": ladder.period.value,
            "promotion": ladder.promotion.value,
            "tiers": [_dump_tier(each) for each in ladder.tiers],
        }
    )


def _dump_tier(tier: Tier) -> dict[str, Any]:
    head = {"key": tier.key, "label": tier.label.to_json(), "color": tier.color}
    return head | _said("condition", tier.condition)
