"""The page of sending: language, quiet hours and caps, changed in the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.access import Can
from app.errors import Finding
from app.program.checked_messages import LANGUAGE_KINDS
from app.program.message_codec import dump_messaging, read_messaging
from app.program.message_template import CHANNELS, Consented
from app.program.objects import MEMBER
from app.program.program import Program
from app.program.reader import Reader
from app.web.frame import Here
from app.web.messages.draft import (
    Elsewhere,
    content_of,
    findings_below,
    keep,
    print_of,
    program_of,
)
from app.words import Words

Typed = Mapping[str, str]
PLAIN = ("language", "language_field", "timezone_field", "capped", "reach")
CAPS = ("per_day", "per_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    key: str
    label: Words
    usual: Consented
    """Whom advertising reaches where nothing is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    values: Typed
    findings: Mapping[str, tuple[Finding, ...]]
    """By the place below `/messages`."""
    channels: tuple[ChannelRow, ...]
    fields: tuple[tuple[str, Words], ...]
    """What of a member may say a language or a time zone."""
    zone: str
    seen: str
    problem: Words | None
    url: str
    back_url: str
    editable: bool

    def wrong(self, place: str) -> tuple[Finding, ...]:
        return self.findings.get(place, ())


def rules_page(
    here: Here, *, typed: Typed | None = None, problem: Words | None = None
) -> RulesPage:
    content, _ = content_of(here)
    written = content.get("messages")
    found = findings_below(content, "/messages")
    if typed is not None:
        reader = Reader()
        read_messaging(reader, document_of(typed))
        found = {}
        for each in reader.findings:
            found.setdefault(each.path.removeprefix("/messages"), []).append(each)
    program = program_of(content) or here.standing.live
    return RulesPage(
        values=_values(written) if typed is None else typed,
        findings={path: tuple(each) for path, each in found.items()},
        channels=tuple(
            ChannelRow(
                key=key,
                label=label,
                usual=Consented.ASSUMED if key == "inbox" else Consented.ASKED,
            )
            for key, label in CHANNELS.items()
        ),
        fields=_fields(program),
        zone=here.standing.settings.calendar.timezone,
        seen=print_of(written),
        problem=problem,
        url=here.url("messages.save_rules"),
        back_url=here.url("messages.templates"),
        editable=here.visitor.may(Can.EDIT_DRAFT),
    )


def _fields(program: Program | None) -> tuple[tuple[str, Words], ...]:
    if program is None:
        return ()
    member = program.object(MEMBER)
    return tuple(
        (each.key, Words(each.label.to("zh") or each.key, each.label.to("en") or each.key))
        for each in member.in_use
        if each.kind in LANGUAGE_KINDS
    )


def _values(written: Any) -> dict[str, str]:
    """Give the settings by the names of the page's fields, with what holds where none is set."""
    reader = Reader()
    kept = dump_messaging(read_messaging(reader, written))
    found = {"language": "zh", "capped": "skip", "reach": "marketing"}
    found |= {key: str(kept[key]) for key in (*PLAIN, *CAPS) if key in kept}
    quiet = kept.get("quiet", {})
    found |= {f"quiet.{end}": quiet[end] for end in quiet}
    for channel, rule in kept.get("channels", {}).items():
        found |= {f"channels.{channel}.{key}": str(value) for key, value in rule.items()}
    return found


def document_of(typed: Typed) -> dict[str, Any]:
    """Write what was typed as the document has it; what is no number stays for the reader."""
    found: dict[str, Any] = {key: typed[key] for key in PLAIN if typed.get(key)}
    found |= _caps(typed, "")
    quiet = {end: typed[f"quiet.{end}"] for end in ("from", "to") if typed.get(f"quiet.{end}")}
    if quiet:
        found["quiet"] = quiet
    channels = {}
    for channel in CHANNELS:
        rule = _caps(typed, f"channels.{channel}.")
        if typed.get(f"channels.{channel}.consent"):
            rule["consent"] = typed[f"channels.{channel}.consent"]
        if rule:
            channels[channel] = rule
    return found | ({"channels": channels} if channels else {})


def _caps(typed: Typed, before: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in CAPS:
        text = typed.get(before + key, "").strip()
        if text:
            plain = text.isascii() and text.isdigit() and len(text) < len("10000")
            found[key] = int(text) if plain else text
    return found


def save(here: Here, typed: Typed) -> bool:
    """Keep the settings in the draft; give whether they could be read. Raises `Conflict`."""
    reader = Reader()
    messaging = read_messaging(reader, document_of(typed))
    if reader.findings:
        return False

    def change(content: dict[str, Any]) -> None:
        if typed.get("seen") != print_of(content.get("messages")):
            raise Elsewhere
        content.pop("messages", None)
        written = dump_messaging(messaging)
        if written:
            content["messages"] = written

    keep(here, change)
    return True
