"""What changes in message templates, and in when members may be spoken to."""

from collections.abc import Iterator
from typing import Any

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    changed,
    of_each,
    quoted,
    removed,
    replaced,
    same,
)
from app.program.message_codec import dump_messaging, dump_template
from app.program.message_template import PURPOSES, Family, MessageTemplate
from app.program.program import Program
from app.words import Words

SETTINGS = {
    "language": Words("默认语言", "the language spoken by default"),
    "language_field": Words("语言字段", "the field that says the language"),
    "timezone_field": Words("时区字段", "the field that says the time zone"),
    "quiet": Words("免打扰时段", "the quiet hours"),
    "per_day": Words("每人每天的上限", "how many messages a day"),
    "per_week": Words("每人每周的上限", "how many messages a week"),
    "capped": Words("超过上限怎么办", "what becomes of one message too many"),
    "reach": Words("上限和免打扰管哪些消息", "which messages are held back"),
    "channels": Words("各渠道的规则", "the rules of channels"),
}
PARTS = {
    "title": Words("标题", "title"),
    "text": Words("正文", "text"),
    "html": Words("HTML", "HTML"),
}


def message_changes(old: Program, new: Program) -> Iterator[Change]:
    yield from of_each("/templates", (old.templates, new.templates), _name, _families, _one)
    before, after = dump_messaging(old.messages), dump_messaging(new.messages)
    for key, what in SETTINGS.items():
        if not same(before.get(key), after.get(key)):
            zh, en = f"消息：改了{what.zh}", f"Messages: changed {what.en}"
            yield changed(f"/messages/{key}", zh, en)


def _one(old: MessageTemplate, new: MessageTemplate, path: str) -> Iterator[Change]:
    name = _name(new)
    if not same(old.label, new.label):
        what = Words(f"{name.zh}的名称", f"the name of {name.en}")
        yield replaced(f"{path}/label", what, old.label, new.label, Importance.WORDS)
    if old.purpose is not new.purpose:
        what = Words(f"{name.zh}的用途", f"the purpose of {name.en}")
        yield replaced(f"{path}/purpose", what, PURPOSES[old.purpose], PURPOSES[new.purpose])
    before, after = _texts(old), _texts(new)
    for family in Family:
        was, now = before.get(family.value), after.get(family.value)
        if same(was, now):
            continue
        place, on = f"{path}/texts/{family.value}", family.label
        if was is None:
            yield added(place, f"{name.zh}的{on.zh}内容", f"{on.en} to {name.en}")
        elif now is None:
            yield removed(place, f"{name.zh}的{on.zh}内容", f"{on.en} from {name.en}")
        else:
            yield from _parts(was, now, Words(f"{name.zh}的{on.zh}", f"{name.en}, {on.en}"), place)


def _parts(was: Any, now: Any, name: Words, place: str) -> Iterator[Change]:
    for part, what in PARTS.items():
        if not same(was.get(part), now.get(part)):
            zh, en = f"改写了{name.zh}{what.zh}", f"Rewrote the {what.en} of {name.en}"
            yield changed(f"{place}/{part}", zh, en, Importance.WORDS)


def _texts(template: MessageTemplate) -> dict[str, Any]:
    found: dict[str, Any] = dump_template(template).get("texts", {})
    return found


def _families(template: MessageTemplate) -> Words:
    found = [each.label for each in Family if each in template.texts]
    return Words("、".join(each.zh for each in found), ", ".join(each.en for each in found))


def _name(template: MessageTemplate) -> Words:
    label = quoted(template.label, template.key)
    return Words(f"消息模板{label.zh}", f"the message template {label.en}")
