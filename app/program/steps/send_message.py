"""A message goes to the member through the outbox."""

from collections.abc import Iterator
from typing import Any

from app.errors import Finding, Severity
from app.program.checked_messages import text_findings
from app.program.flow_options import Option, Widget
from app.program.flow_values import Place
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.message_template import CHANNELS, PURPOSES, Purpose
from app.program.message_variables import variables
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import LANGUAGES, Words

TEXTS = {"title": Words("标题", "Title"), "text": Words("内容", "Text")}


class SendMessage(StepKind):
    key = "send_message"
    label = Words("发消息", "Send a message")
    icon = "message-square"
    group = Group.TELL
    acts = True
    options = (
        Option(
            key="channel",
            label=Words("渠道", "Channel"),
            widget=Widget.CHOICE,
            default="inbox",
            choices=CHANNELS,
        ),
        Option(key="template", label=Words("消息模板", "Template"), widget=Widget.TEMPLATE),
        Option(
            key="purpose",
            label=Words("用途（不用模板时）", "Purpose (without a template)"),
            widget=Widget.CHOICE,
            default=Purpose.SERVICE.value,
            choices={each.value: words for each, words in PURPOSES.items()},
        ),
        Option(
            key="consent",
            label=Words("另外要符合的条件", "What must hold besides"),
            widget=Widget.CONDITION,
        ),
        Option(key="title", label=TEXTS["title"], widget=Widget.WORDS),
        Option(key="text", label=TEXTS["text"], widget=Widget.LONG_WORDS),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        channel = CHANNELS.get(str(options.get("channel") or "inbox"), CHANNELS["inbox"])
        title = Words.from_json(options.get("title") or "")
        if options.get("template"):
            title = naming.template(options["template"])
        return Words(f"{channel.zh}：{title.to('zh')}", f"{channel.en}: {title.to('en')}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, "refused": Words("不符合条件", "Does not meet it")}

    def findings_in(self, at: Place, path: str) -> Iterator[Finding]:
        if at.options.get("template"):
            yield from _of_template(at, path)
            return
        known = [each.path for each in variables(at.program)]
        for part, label in TEXTS.items():
            value = at.options.get(part)
            if value in (None, "", {}):
                yield Finding.of(
                    f"{path}/{part}",
                    f"请填写“{label.zh}”，或选一个消息模板。",
                    f"{label.en} must be set, or a template chosen.",
                )
            for place, source in _sources(value, f"{path}/{part}"):
                yield from text_findings(source, known, place)


def _sources(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for language in LANGUAGES:
            if isinstance(value.get(language), str):
                yield f"{path}/{language}", value[language]


def _of_template(at: Place, path: str) -> Iterator[Finding]:
    template = at.program.find_template(str(at.options["template"]))
    channel = str(at.options.get("channel") or "inbox")
    if template is not None and channel in CHANNELS and template.wording(channel) is None:
        yield Finding.of(
            f"{path}/template",
            f"模板“{template.label.to('zh')}”没有写{CHANNELS[channel].zh}的内容，也没有通用内容。",
            f"{template.label.to('en')} says nothing for {CHANNELS[channel].en}, nor in general.",
        )
    for part, label in TEXTS.items():
        if at.options.get(part) not in (None, "", {}):
            yield Finding(
                path=f"{path}/{part}",
                message=Words(
                    f"用了模板，这里的“{label.zh}”不会发出去。",
                    f"With a template, this {label.en.lower()} is not sent.",
                ),
                severity=Severity.WARNING,
            )
