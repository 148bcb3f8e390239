"""What a message says to one member: title and text, in the language they read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.program.message_filters import Speech
from app.program.message_html import safe_html
from app.program.message_syntax import read
from app.program.message_template import MessageTemplate, Purpose, Wording
from app.program.message_text import Unsayable, say
from app.program.program import Program
from app.runtime import message_links
from app.runtime.message_data import Gathered, Said
from app.runtime.releases import Live, live_release
from app.storage.outbox import Outgoing
from app.storage.space import Space
from app.words import Language, Words

ENGLISH = ("en", "英")
CHINESE = ("zh", "cn", "中", "chinese", "汉")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as it is said to one member; every retry says the same."""

    title: str
    text: str
    html: str | None
    language: Language
    unsubscribe: str | None
    """Where one click ends messages like this one."""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        return cls(**value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """A message that cannot be put in words, and why."""

    why: Words


def render(
    space: Space, current: Live, sent: Sequence[Outgoing], *, now: int
) -> dict[int, Rendered | Unsaid]:
    """Put messages in words, by the id of each, with a few statements for all of them.

    What is said comes from the release of the run, what is told of the member from now.
    """
    worded = {each.id: _wording(space, current, each) for each in sent}
    paths = paths_of(each for each in worded.values() if isinstance(each, Wording))
    ids = sorted({each.member_id for each in sent})
    known = Gathered.of(space, current, ids, paths, now=now)
    return {each.id: _one(known, each, worded[each.id]) for each in sent}


def _one(known: Gathered, each: Outgoing, worded: Wording | Unsaid) -> Rendered | Unsaid:
    if isinstance(worded, Unsaid):
        return worded
    row = known.rows.get(each.member_id)
    if row is None:
        return Unsaid(why=Words("没有这位会员了。", "The member is no longer there."))
    program = known.live.checked.program
    speech = speech_of(program, language_of(program, row))
    said = Said(member_id=each.member_id, channel=each.channel, run_id=each.run_id)
    ends = None
    if each.purpose == Purpose.MARKETING:
        ends = message_links.unsubscribe(known.reader(said))
    return put(worded, known.data(said, speech), speech, unsubscribe=ends)


def put(
    wording: Wording, data: Mapping[str, Any], speech: Speech, *, unsubscribe: str | None = None
) -> Rendered | Unsaid:
    """Put one wording in words, for one member's data."""
    language = speech.language
    try:
        title = say(wording.title.to(language), data, speech)
        text = say(wording.text.to(language), data, speech)
        html = say(wording.html.to(language), data, speech, html=True)
    except Unsayable:
        return Unsaid(
            why=Words(
                "这段文字写不出来：它的写法没有通过检查，或者太长。",
                "This text cannot be said: it did not pass the checks, or became too long.",
            )
        )
    return Rendered(
        # A title is one line: what follows a line break would be a header of its own in mail.
        title=" ".join(title.split()),
        text=text,
        html=safe_html(html) if html else None,
        language=language,
        unsubscribe=unsubscribe,
    )


def _wording(space: Space, current: Live, each: Outgoing) -> Wording | Unsaid:
    key = each.body.get("template")
    if not key:
        return Wording(
            title=Words.from_json(each.body.get("title") or ""),
            text=Words.from_json(each.body.get("text") or ""),
        )
    template = _template(space, current, each, str(key))
    if template is None:
        return Unsaid(
            why=Words(f"没有名为“{key}”的消息模板。", f"There is no message template {key!r}.")
        )
    found = template.wording(each.channel)
    if found is None:
        return Unsaid(
            why=Words(
                f"模板“{template.label.to('zh')}”没有这个渠道的内容。",
                f"{template.label.to('en')} says nothing for this channel.",
            )
        )
    return found


def _template(space: Space, current: Live, each: Outgoing, key: str) -> MessageTemplate | None:
    live = current
    if each.release_id not in (None, current.catalogue.release_id):
        assert each.release_id is not None
        live = live_release(space, current.catalogue.program_id, each.release_id)
    return live.checked.program.find_template(key)


def paths_of(wordings: Iterable[Wording]) -> frozenset[str]:
    sources = {
        source
        for wording in wordings
        for words in (wording.title, wording.text, wording.html)
        for source in words
    }
    return frozenset(path for source in sources if source for path in read(source).paths)


def speech_of(program: Program, language: Language) -> Speech:
    settings = program.settings
    return Speech(language=language, currency=settings.currency, zone=settings.calendar.timezone)


def language_of(program: Program, row: Mapping[str, Any]) -> Language:
    """Say which language a member reads: as their field says, or what the programme speaks."""
    messaging = program.messages
    said = row.get(messaging.language_field) if messaging.language_field else None
    if isinstance(said, str):
        told = said.strip().lower()
        if told.startswith(ENGLISH):
            return "en"
        if told.startswith(CHINESE):
            return "zh"
    return messaging.language
