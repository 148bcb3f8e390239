"""What is wrong with message templates and messaging settings: found here, never when sending."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from html.parser import HTMLParser

from app.errors import Finding, Severity
from app.program.message_filters import Speech
from app.program.message_html import TAGS
from app.program.message_syntax import LONGEST, read
from app.program.message_template import Family, MessageTemplate, Messaging, Purpose, Wording
from app.program.message_text import Unsayable, say
from app.program.message_variables import UNSUBSCRIBE, samples, variables
from app.program.objects import MEMBER
from app.program.program import Program
from app.words import LANGUAGES, Language, Words

SMS_ONE, SMS_PART = 70, 67
"""Characters of a text message, and of each part of a longer one, in Chinese."""
LATIN_ONE, LATIN_PART = 160, 153
MOST_PARTS = 10
LONGEST_TITLE = 200
WAYS_OUT = ("退订", "拒收", "stop", "unsubscribe", "opt out")
"""What a text message may say of how it is ended, in the place of a link."""
LANGUAGE_KINDS = ("choice", "text")
CALLED = {
    "title": Words("标题", "title"),
    "text": Words("正文", "text"),
    "html": Words("HTML", "HTML"),
}
SAID: Mapping[Language, Words] = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}


def check_messages(program: Program, findings: list[Finding]) -> None:
    known = [each.path for each in variables(program)]
    for n, template in enumerate(program.templates):
        findings += _template(program, template, known, f"/templates/{n}")
    findings += _messaging(program, program.messages)


def text_findings(source: str, known: list[str], path: str) -> Iterator[Finding]:
    """Say what is wrong with one text in one language."""
    found = read(source)
    for problem in found.problems:
        said = problem.message
        yield Finding.of(
            path, f"第 {problem.line} 行：{said.zh}", f"Line {problem.line}: {said.en}"
        )
    for mention in found.mentions:
        if mention.path not in known:
            near = get_close_matches(mention.path, known, n=1, cutoff=0.5)
            yield Finding(
                path=path,
                message=Words(
                    f"第 {mention.line} 行：没有变量“{mention.path}”。",
                    f"Line {mention.line}: there is no variable {mention.path!r}.",
                ),
                fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
            )


def sms_parts(text: str) -> int:
    """Count the messages of which a text message is made."""
    one, part = (LATIN_ONE, LATIN_PART) if text.isascii() else (SMS_ONE, SMS_PART)
    return 1 if len(text) <= one else -(-len(text) // part)


def _template(
    program: Program, template: MessageTemplate, known: list[str], path: str
) -> Iterator[Finding]:
    if not any(wording.has(each) for wording in template.texts.values() for each in LANGUAGES):
        yield Finding.of(
            f"{path}/texts",
            "这个模板还没有内容。",
            "This template says nothing on any channel yet.",
        )
    for family, wording in template.texts.items():
        yield from _wording(program, template, family, known, f"{path}/texts/{family}")
        if family is Family.EMAIL and not any(wording.title):
            yield Finding.of(
                f"{path}/texts/{family}/title", "邮件要有标题。", "Mail needs a title."
            )


def _wording(
    program: Program, template: MessageTemplate, family: Family, known: list[str], path: str
) -> Iterator[Finding]:
    wording = template.texts[family]
    sound = True
    for part in family.parts:
        words = wording.part(part)
        for language, source in zip(LANGUAGES, words, strict=True):
            found = list(text_findings(source, known, f"{path}/{part}/{language}"))
            sound = sound and not found
            yield from found
        yield from _missing_language(words, part, f"{path}/{part}")
    if not any(wording.text) and not any(wording.html):
        yield Finding.of(f"{path}/text", "还没有正文。", "There is no text yet.")
    if not sound:
        return
    for language in LANGUAGES:
        if wording.has(language):
            yield from _said(program, template, family, language, path)


def _missing_language(words: Words, part: str, path: str) -> Iterator[Finding]:
    for language, source in zip(LANGUAGES, words, strict=True):
        if not source and any(words):
            what, named = CALLED[part], SAID[language]
            yield Finding(
                path=f"{path}/{language}",
                message=Words(
                    f"{what.zh}没有{named.zh}；读{named.zh}的会员会看到另一种语言。",
                    f"The {what.en} is not there in {named.en}; who reads it gets the other one.",
                ),
                severity=Severity.WARNING,
            )


def _said(
    program: Program, template: MessageTemplate, family: Family, language: Language, path: str
) -> Iterator[Finding]:
    """Look at what a made-up member would get."""
    wording = template.texts[family]
    speech = Speech(language=language, currency=program.settings.currency)
    data = samples(program, language)
    try:
        said = {
            part: say(wording.part(part).to(language), data, speech, html=part == "html")
            for part in family.parts
        }
    except Unsayable:
        yield Finding.of(path, "这段内容太长，发不出去。", "This becomes too long to be sent.")
        return
    if len(said.get("title", "")) > LONGEST_TITLE:
        at = f"{path}/title/{language}"
        yield Finding.of(
            at, f"标题最多 {LONGEST_TITLE} 个字。", f"A title takes {LONGEST_TITLE} characters."
        )
    if family is Family.SMS:
        yield from _length(said["text"], f"{path}/text/{language}")
    if said.get("html"):
        yield from _tags(said["html"], f"{path}/html/{language}")
    if template.purpose is Purpose.MARKETING:
        yield from _way_out(wording, family, language, path)


def _length(text: str, path: str) -> Iterator[Finding]:
    parts = sms_parts(text)
    if parts == 1:
        return
    yield Finding(
        path=path,
        message=Words(
            f"以示例会员计，这条短信有 {len(text)} 个字，按 {parts} 条计费。",
            f"For the member of the example these are {len(text)} characters: {parts} messages.",
        ),
        severity=Severity.ERROR if parts > MOST_PARTS else Severity.WARNING,
    )


def _way_out(wording: Wording, family: Family, language: Language, path: str) -> Iterator[Finding]:
    """Ask of advertising by mail and text message that it says how it is ended."""
    if family not in (Family.EMAIL, Family.SMS):
        return
    for part in ("text", "html"):
        source = wording.part(part).to(language) if part in family.parts else ""
        if not source or UNSUBSCRIBE in read(source).paths:
            continue
        if family is Family.SMS and any(each in source.lower() for each in WAYS_OUT):
            continue
        yield Finding.of(
            f"{path}/{part}/{language}",
            f"营销内容要能退订：请放入 {{{{ {UNSUBSCRIBE} }}}}。",
            f"Advertising must say how it is ended: put in {{{{ {UNSUBSCRIBE} }}}}.",
        )


class _Tags(HTMLParser):
    """Collects the tags of a page, without caring whether they are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def _tags(html: str, path: str) -> Iterator[Finding]:
    reader = _Tags()
    reader.feed(html[:LONGEST])
    strange = sorted({each for each in reader.found if each not in TAGS})
    if strange:
        listed = ", ".join(f"<{each[:20]}>" for each in strange[:5])
        yield Finding(
            path=path,
            message=Words(
                f"发送时会去掉这些标签：{listed}。", f"These tags are taken out of mail: {listed}."
            ),
            severity=Severity.WARNING,
        )


def _messaging(program: Program, found: Messaging) -> Iterator[Finding]:
    member = program.object(MEMBER)
    for name in ("language_field", "timezone_field"):
        key = getattr(found, name)
        field = None if key is None else member.find_field(key)
        if key is None or (field is not None and field.kind in LANGUAGE_KINDS):
            continue
        fit = "、".join(each.key for each in member.in_use if each.kind in LANGUAGE_KINDS)
        yield Finding.of(
            f"/messages/{name}",
            f"这里应是会员的文字或单选字段，而不是“{key}”。可用：{fit}。",
            f"A text or choice field of the member is expected, not {key!r}. Known: {fit}.",
        )
