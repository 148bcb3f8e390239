"""Consents from a file: who said yes or no to what; bad rows are told by line, the rest is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from app.errors import Finding, Invalid
from app.program.dates import instant_of
from app.program.message_template import CHANNELS
from app.runtime.changes import NoSuchRecord
from app.runtime.consents import ALL_CHANNELS, MARKETING, PURPOSES, How, Saying, record
from app.runtime.csv_files import Line, Sheet
from app.runtime.naming import find_member
from app.runtime.releases import Live, live
from app.storage import audit, consents
from app.storage.consents import EVERY_CHANNEL
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.words import Words

BATCH = 500
"""Records kept in one transaction."""
MEMBER = "member"
HEADS: Mapping[str, tuple[str, ...]] = {
    MEMBER: ("member", "会员"),
    "given": ("given", "同意"),
    "purpose": ("purpose", "用途"),
    "channel": ("channel", "渠道"),
    "at": ("at", "时间"),
    "version": ("version", "版本"),
    "note": ("note", "备注"),
}
"""What columns may be called."""
GIVEN: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "y", "1", "是", "同意"), True),
    **dict.fromkeys(("false", "no", "n", "0", "否", "不同意", "撤回", "退订"), False),
}
_PURPOSES = {each.zh: key for key, each in PURPOSES.items()} | {key: key for key in PURPOSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where in a line everything stands."""

    places: Mapping[str, int]
    unique: str | None = None
    """The field that says who is meant, where the column is called by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A line that was not taken."""

    line: Line
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of a file."""

    done: int = 0
    kept: int = 0
    known: int = 0
    """Lines of this file that had been taken before."""
    refused: list[Bad] = field(default_factory=list)


def columns_of(released: Live, heads: Sequence[str]) -> Columns:
    """Say what the columns of a file are. Raises `Invalid` for one that is not known."""
    by_head = {head: name for name, heads_of in HEADS.items() for head in heads_of}
    places: dict[str, int] = {}
    unique = None
    strange = []
    for n, head in enumerate(heads):
        name = by_head.get(head.strip().lower())
        if name is None and (key := _unique(released, head.strip())) is not None:
            name, unique = MEMBER, key
        if name is None or name in places:
            strange.append(head)
        else:
            places[name] = n
    if strange or not {MEMBER, "given"} <= places.keys():
        raise _bad_heads(strange)
    return Columns(places=places, unique=unique)


def _bad_heads(strange: Sequence[str]) -> Invalid:
    named = "、".join(each[:40] or "（空）" for each in strange)
    english = ", ".join(repr(each[:40]) for each in strange)
    if strange:
        return Invalid(
            f"不认识或重复的列：{named}。要有“会员”（或手机等唯一字段）和“同意”两列，"
            "可以有用途、渠道、时间、版本、备注。",
            f"Columns that are unknown or there twice: {english}. Expected are `member` (or a"
            " unique field such as phone) and `given`; purpose, channel, at, version and note may"
            " be.",
        )
    return Invalid(
        "要有“会员”（或手机等唯一字段）和“同意”两列。",
        "Two columns are needed: `member` (or a unique field such as phone) and `given`.",
    )


def _unique(released: Live, head: str) -> str | None:
    """Find the unique field of members that a column is called by."""
    for each in released.catalogue.members.object.fields:
        if each.unique and head in {each.key, each.label.zh, each.label.en}:
            return each.key
    return None


def run(
    spaces: Spaces,
    workspace_id: int,
    program_id: int,
    sheet: Sheet,
    *,
    now: int,
    by: str | None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Report:
    """Take a file in, batch by batch; the same line of the same file is taken once.

    Raises `Invalid` for columns that are not known, before anything is written.
    """
    with spaces.reading(workspace_id) as space:
        columns = columns_of(live(space, program_id), sheet.columns)
    report, lines = Report(), sheet.rows()
    while batch := list(islice(lines, BATCH)):
        with spaces.writing(workspace_id) as space:
            found = live(space, program_id)
            _take(space, found, _Reading(columns, sheet.digest, by, now), batch, report)
        progress(report.done)
    with spaces.writing(workspace_id) as space:
        detail = {"kept": report.kept, "known": report.known, "refused": len(report.refused)}
        audit.note(
            space, at=now, actor=by, action="consent.import", subject="consents", detail=detail
        )
    return report


@dataclass(frozen=True, slots=True)
class _Reading:
    columns: Columns
    digest: str
    by: str | None
    now: int

    def cell(self, line: Line, name: str) -> str:
        place = self.columns.places.get(name)
        return "" if place is None or place >= len(line.cells) else line.cells[place].strip()


def _take(
    space: Space, released: Live, reading: _Reading, batch: Sequence[Line], report: Report
) -> None:
    program_id = released.catalogue.program_id
    sayings: list[Saying] = []
    for line in batch:
        saying, findings = _saying(space, released, reading, line)
        if saying is None:
            report.refused.append(Bad(line=line, findings=findings))
        else:
            sayings.append(saying)
    members = sorted({each.member_id for each in sayings})
    there = consents.of_members(space, program_id, members)
    known = {(key, each.cause) for key, rows in there.items() for each in rows}
    fresh = [each for each in sayings if (each.member_id, each.cause) not in known]
    record(space, program_id, fresh, now=reading.now)
    report.done += len(batch)
    report.kept += len(fresh)
    report.known += len(sayings) - len(fresh)


def _saying(
    space: Space, released: Live, reading: _Reading, line: Line
) -> tuple[Saying | None, tuple[Finding, ...]]:
    """Read one line, or say all that is wrong with it."""
    findings = list(_wrong(released, reading, line))
    member_id = None
    text = reading.cell(line, MEMBER)
    named = text if reading.columns.unique is None else f"{reading.columns.unique}:{text}"
    try:
        member_id = find_member(space, released, named)
    except NoSuchRecord:
        findings.append(
            Finding.of(
                "/member",
                f"没有会员“{text[:60]}”。",
                f"There is no member {text[:60]!r}.",
            )
        )
    if findings or member_id is None:
        return None, tuple(findings)
    at = instant_of(reading.cell(line, "at"), _zone(released)) or reading.now
    saying = Saying(
        member_id=member_id,
        given=GIVEN[reading.cell(line, "given").lower()],
        how=How.IMPORT,
        at=at,
        purpose=_PURPOSES[reading.cell(line, "purpose") or MARKETING],
        channel=_channel(reading.cell(line, "channel")) or EVERY_CHANNEL,
        version=reading.cell(line, "version")[:200] or None,
        cause=f"import:{reading.digest[:24]}:{line.number}",
        by=reading.by,
        note=reading.cell(line, "note")[:500] or None,
    )
    return saying, ()


def _zone(released: Live) -> ZoneInfo:
    return released.checked.program.settings.calendar.zone


def _channel(text: str) -> str | None:
    """Read a channel by its key or its name; None: there is no such one."""
    from_words = {each.zh: key for key, each in CHANNELS.items()}
    from_words |= {each.en.lower(): key for key, each in CHANNELS.items()}
    if text.lower() in {"", EVERY_CHANNEL, ALL_CHANNELS.zh, ALL_CHANNELS.en.lower()}:
        return EVERY_CHANNEL
    return text if text in CHANNELS else from_words.get(text.lower())


def _wrong(released: Live, reading: _Reading, line: Line) -> Iterator[Finding]:
    given, purpose = reading.cell(line, "given"), reading.cell(line, "purpose")
    if given.lower() not in GIVEN:
        yield Finding.of(
            "/given",
            f"“同意”写 是 或 否，而不是“{given[:40]}”。",
            f"`given` is yes or no, not {given[:40]!r}.",
        )
    if (purpose or MARKETING) not in _PURPOSES:
        known = "、".join(_PURPOSES)
        yield Finding.of(
            "/purpose",
            f"没有用途“{purpose[:40]}”。可用：{known}。",
            f"There is no purpose {purpose[:40]!r}. Known: {', '.join(PURPOSES)}.",
        )
    channel = reading.cell(line, "channel")
    if _channel(channel) is None:
        yield Finding.of(
            "/channel",
            f"没有渠道“{channel[:40]}”。可用：{'、'.join(CHANNELS)}。",
            f"There is no channel {channel[:40]!r}. Known: {', '.join(CHANNELS)}.",
        )
    at = reading.cell(line, "at")
    if at and instant_of(at, _zone(released)) is None:
        yield Finding.of(
            "/at",
            f"“{at[:40]}”不是时间，写成 2026-03-01 09:00。",
            f"{at[:40]!r} is no time: write 2026-03-01 09:00.",
        )


def said_of(bad: Bad) -> Words:
    """Say what is wrong with a line."""
    return Words(
        " ".join(each.message.zh for each in bad.findings),
        " ".join(each.message.en for each in bad.findings),
    )
