"""Message templates and messaging settings as JSON: read with the place of every mistake."""

from typing import Any

from app.program.flow_values import TIME
from app.program.message_template import (
    CHANNELS,
    Capped,
    Caps,
    ChannelRule,
    Consented,
    Family,
    Hours,
    MessageTemplate,
    Messaging,
    Purpose,
    Reach,
    Wording,
)
from app.program.reader import Reader, without_empty

TEMPLATE_KEYS = "key label purpose texts"
MESSAGING_KEYS = (
    "language language_field timezone_field quiet per_day per_week capped reach channels"
)
CHANNEL_KEYS = "per_day per_week consent"
MOST_MESSAGES = 1_000
_USUAL = Messaging()


def read_template(reader: Reader, value: Any, path: str) -> MessageTemplate:
    content = reader.mapping(value, path)
    reader.only(content, path, TEMPLATE_KEYS)
    key = reader.key(content, path)
    texts = reader.mapping(content.get("texts", {}), f"{path}/texts")
    reader.only(texts, f"{path}/texts", " ".join(Family))
    return MessageTemplate(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        purpose=reader.one_of(Purpose, content.get("purpose"), f"{path}/purpose", Purpose.SERVICE),
        texts={
            family: _wording(reader, texts[family], family, f"{path}/texts/{family}")
            for family in Family
            if family in texts
        },
    )


def _wording(reader: Reader, value: Any, family: Family, path: str) -> Wording:
    content = reader.mapping(value, path)
    reader.only(content, path, " ".join(family.parts))
    return Wording(
        **{part: reader.words(content.get(part), f"{path}/{part}") for part in family.parts}
    )


def dump_template(template: MessageTemplate) -> dict[str, Any]:
    """Write a template; texts that say nothing are left out."""
    head = {"key": template.key, "label": template.label.to_json()}
    purpose = template.purpose if template.purpose is not Purpose.SERVICE else None
    texts = {
        family.value: _dump_wording(family, template.texts[family])
        for family in Family
        if family in template.texts
    }
    return head | without_empty({"purpose": purpose and purpose.value, "texts": texts})


def _dump_wording(family: Family, wording: Wording) -> dict[str, Any]:
    return {part: wording.part(part).to_json() for part in family.parts if any(wording.part(part))}


def read_messaging(reader: Reader, value: Any) -> Messaging:
    path = "/messages"
    content = reader.mapping({} if value is None else value, path)
    reader.only(content, path, MESSAGING_KEYS)
    language = content.get("language", _USUAL.language)
    if language not in ("zh", "en"):
        reader.wrong(f"{path}/language", "语言是 zh 或 en。", "The language is zh or en.")
    channels = reader.mapping(content.get("channels", {}), f"{path}/channels")
    reader.only(channels, f"{path}/channels", " ".join(CHANNELS))
    return Messaging(
        language="en" if language == "en" else "zh",
        language_field=reader.text(content, "language_field", path),
        timezone_field=reader.text(content, "timezone_field", path),
        quiet=_hours(reader, content.get("quiet"), f"{path}/quiet"),
        caps=_caps(reader, content, path),
        capped=reader.one_of(Capped, content.get("capped"), f"{path}/capped", Capped.SKIP),
        reach=reader.one_of(Reach, content.get("reach"), f"{path}/reach", Reach.MARKETING),
        channels={
            each: _channel(reader, channels[each], f"{path}/channels/{each}")
            for each in CHANNELS
            if each in channels
        },
    )


def _channel(reader: Reader, value: Any, path: str) -> ChannelRule:
    content = reader.mapping(value, path)
    reader.only(content, path, CHANNEL_KEYS)
    said = content.get("consent")
    asked = reader.one_of(Consented, said, f"{path}/consent", Consented.ASKED)
    return ChannelRule(caps=_caps(reader, content, path), consent=None if said is None else asked)


def _caps(reader: Reader, content: Any, path: str) -> Caps:
    def most(name: str) -> int | None:
        if content.get(name) is None:
            return None
        return reader.whole(content, name, path, 1, least=0, most=MOST_MESSAGES)

    return Caps(per_day=most("per_day"), per_week=most("per_week"))


def _hours(reader: Reader, value: Any, path: str) -> Hours | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "from to")
    ends = [content.get("from"), content.get("to")]
    if not all(isinstance(each, str) and TIME.match(each) for each in ends) or ends[0] == ends[1]:
        reader.wrong(
            path,
            '时段写成 {"from": "21:00", "to": "09:00"}，起止不同。',
            'A stretch is written {"from": "21:00", "to": "09:00"}; its ends differ.',
        )
        return None
    start, end = (minutes_of(str(each)) for each in ends)
    return Hours(start=start, end=end)


def minutes_of(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def time_of(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def dump_messaging(found: Messaging) -> dict[str, Any]:
    """Write the settings; what is at its default is left out."""
    quiet = found.quiet
    hours = quiet and {"from": time_of(quiet.start), "to": time_of(quiet.end)}
    return (
        without_empty(
            {
                "language": found.language if found.language != _USUAL.language else None,
                "language_field": found.language_field,
                "timezone_field": found.timezone_field,
                "quiet": hours,
            }
        )
        | _dump_caps(found.caps)
        | without_empty(
            {
                "capped": found.capped.value if found.capped is not Capped.SKIP else None,
                "reach": found.reach.value if found.reach is not Reach.MARKETING else None,
                "channels": {key: _dump_channel(each) for key, each in found.channels.items()},
            }
        )
    )


def _dump_channel(rule: ChannelRule) -> dict[str, Any]:
    asked = None if rule.consent is None else rule.consent.value
    return _dump_caps(rule.caps) | without_empty({"consent": asked})


def _dump_caps(caps: Caps) -> dict[str, int]:
    both = {"per_day": caps.per_day, "per_week": caps.per_week}
    return {key: value for key, value in both.items() if value is not None}
