"""The page of messages: which templates there are, who uses them, and the rules of sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.access import Can
from app.program.message_codec import time_of
from app.program.message_template import PURPOSES, Capped, Family, Messaging, Purpose, Reach
from app.program.program import Program
from app.web.frame import Here
from app.web.messages.draft import content_of, findings_below, program_of
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    key: str
    label: Words
    purpose: Purpose
    families: tuple[Family, ...]
    uses: tuple[Words, ...]
    """The automations that send it."""
    wrong: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    rows: tuple[TemplateRow, ...]
    rules: tuple[tuple[Words, Words], ...]
    rules_url: str
    consents_url: str | None
    new_url: str | None
    readable: bool
    """Whether the draft is a programme at all."""


def list_page(here: Here) -> ListPage:
    content, _ = content_of(here)
    program = program_of(content)
    return ListPage(
        rows=tuple(_rows(here, content, program)),
        rules=tuple(_rules(program)) if program else (),
        rules_url=here.url("messages.sending_rules"),
        consents_url=here.url("messages.consents_file")
        if here.visitor.may(Can.EDIT_MEMBERS)
        else None,
        new_url=here.url("messages.new") if here.visitor.may(Can.EDIT_DRAFT) else None,
        readable=program is not None,
    )


def _rows(here: Here, content: dict[str, Any], program: Program | None) -> Iterator[TemplateRow]:
    if program is None:
        return
    wrong = findings_below(content, "/templates")
    for n, each in enumerate(program.templates):
        mine = [found for path, found in wrong.items() if path.startswith(f"/{n}/")]
        yield TemplateRow(
            key=each.key,
            label=Words(each.label.to("zh") or each.key, each.label.to("en") or each.key),
            purpose=each.purpose,
            families=tuple(family for family in Family if family in each.texts),
            uses=tuple(uses_of(program, each.key)),
            wrong=sum(map(len, mine)),
            url=here.url("messages.edit", message=each.key),
        )


def uses_of(program: Program, key: str) -> Iterator[Words]:
    """Give the automations that send a template."""
    for flow in program.flows:
        if any(step.options.get("template") == key for step in flow.steps):
            yield Words(flow.label.to("zh") or flow.key, flow.label.to("en") or flow.key)


def _rules(program: Program) -> Iterator[tuple[Words, Words]]:
    found = program.messages
    yield Words("默认语言", "Language"), LANGUAGE_NAMES[found.language]
    quiet = found.quiet
    said = Words("不设", "None")
    if quiet is not None:
        stretch = f"{time_of(quiet.start)}–{time_of(quiet.end)}"
        said = Words(stretch, stretch)
    yield Words("免打扰时段", "Quiet hours"), said
    yield Words("每人上限", "Caps"), caps_words(found)
    what = Words("只管营销", "Advertising")
    if found.reach is Reach.ALL:
        what = Words("管所有消息", "All messages")
    yield Words("管哪些消息", "They hold back"), what


LANGUAGE_NAMES = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}


def caps_words(found: Messaging) -> Words:
    caps, parts_zh, parts_en = found.caps, [], []
    if caps.per_day is not None:
        parts_zh.append(f"每天 {caps.per_day} 条")
        parts_en.append(f"{caps.per_day} a day")
    if caps.per_week is not None:
        parts_zh.append(f"每周 {caps.per_week} 条")
        parts_en.append(f"{caps.per_week} a week")
    if not parts_zh:
        return Words("不限", "None")
    zh, en = ("顺延", "then wait") if found.capped is Capped.LATER else ("超过不发", "then skip")
    return Words("，".join([*parts_zh, zh]), ", ".join([*parts_en, en]))


__all__ = ["PURPOSES", "ListPage", "TemplateRow", "list_page", "uses_of"]
