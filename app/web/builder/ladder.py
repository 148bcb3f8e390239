"""The ladder page: the draft's rules read aloud, and the document with findings at their lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.access import Can
from app.builder import drafts
from app.builder.drafts import Examined
from app.clock import from_instant
from app.errors import Conflict, Finding, Severity
from app.program.ladder import Ladder
from app.runtime.overview import count_members
from app.runtime.releases import live
from app.web.builder.json_text import line_of, lines_of, read, unreadable, write
from app.web.builder.model import LadderPage, LadderRules
from app.web.builder.rules import ladder_rules
from app.web.frame import Here
from app.words import Words

ROOT = "/ladders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed and is not saved, with the reason."""

    text: str
    version: int
    problem: Words
    finding: Finding | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The draft was saved; it may still have findings."""

    errors: int


def ladder_page(here: Here, typed: Typed | None = None) -> LadderPage:
    examined = drafts.examine(drafts.get(here.space, here.program_id))
    text = typed.text if typed else write(_ladders(examined.content))
    places = {} if typed else lines_of(text)
    findings = tuple(_near(each) for each in examined.findings)
    lines = {each.path: line_of(places, each.path) for each in findings} if places else {}
    errors = [each for each in examined.findings if each.severity is Severity.ERROR]
    ladders = tuple(_rules(here, examined, findings))
    shown = {id(each) for ladder in ladders for rung in ladder.rungs for each in rung.findings}
    others = tuple(each for each in findings if id(each) not in shown)
    if typed and typed.finding:
        others = (typed.finding, *others)
        lines[typed.finding.path] = typed.line or 1
    page = LadderPage(
        url=here.url("builder.ladder"),
        publish_url=here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None,
        editable=here.visitor.may(Can.EDIT_DRAFT),
        saved_at=examined.saved_at,
        version=typed.version if typed else examined.version,
        ladders=ladders,
        other_findings=others,
        error_count=len(errors) + (1 if typed and typed.finding else 0),
        problem=typed.problem if typed else None,
        text=text,
        line_count=text.count("\n") + 1,
        lines=lines,
        marks={},
    )
    return replace(page, marks=_marks(page))


def save_ladder(here: Here, text: str, *, seen: int) -> Saved | Typed:
    """Keep what was typed as the draft; if it cannot be kept, give it back with the reason."""
    text = text.replace("\r\n", "\n")
    try:
        typed = read(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return _not_json(text, seen, error)
    draft = drafts.get(here.space, here.program_id)
    content = draft.content if isinstance(draft.content, dict) else {}
    try:
        examined = drafts.save(
            here.space,
            here.program_id,
            {**content, "ladders": typed},
            seen=seen,
            now=from_instant(here.now),
            by=here.visitor.user.email,
        )
    except Conflict as conflict:
        return Typed(text=text, version=draft.version, problem=_somebody_else(conflict))
    return Saved(errors=sum(each.severity is Severity.ERROR for each in examined.findings))


def _not_json(text: str, seen: int, error: json.JSONDecodeError | RecursionError) -> Typed:
    problem = Words(
        "还没有保存：文字不是正确的 JSON。改好后再保存。",
        "Not saved: the text is not JSON. Put it right and save again.",
    )
    if isinstance(error, RecursionError):
        return Typed(text=text, version=seen, problem=problem)
    return Typed(
        text=text, version=seen, problem=problem, finding=unreadable(error), line=error.lineno
    )


def _somebody_else(conflict: Conflict) -> Words:
    return Words(
        f"{conflict.words.zh}你的文字还在下面；再保存一次会覆盖对方的版本。",
        f"{conflict.words.en} Your text is still below; saving again overwrites theirs.",
    )


def _ladders(content: Any) -> Any:
    return content.get("ladders", []) if isinstance(content, dict) else []


def _near(finding: Finding) -> Finding:
    """Give the place within the text that is edited, which is the list of ladders alone."""
    inside = finding.path.startswith((f"{ROOT}/", ROOT))
    return replace(finding, path=finding.path.removeprefix(ROOT)) if inside else finding


def _marks(page: LadderPage) -> dict[int, str]:
    everything = [
        *page.other_findings,
        *(each for ladder in page.ladders for rung in ladder.rungs for each in rung.findings),
    ]
    marks: dict[int, str] = {}
    for each in everything:
        if (line := page.lines.get(each.path)) is not None:
            wrong = each.severity is Severity.ERROR
            marks[line] = "finding" if wrong else marks.get(line, "warning")
    return marks


def _rules(here: Here, examined: Examined, findings: tuple[Finding, ...]) -> Iterator[LadderRules]:
    if examined.checked is None:
        return
    counted = _counted(here)
    for n, checked in enumerate(examined.checked.ladders.values()):
        before = _live_ladder(here, checked.ladder.key)
        by_tier = {
            place: _under(findings, f"/{n}/tiers/{place}")
            for place in range(len(checked.ladder.tiers))
        }
        yield ladder_rules(examined.checked.program, checked, before, by_tier, counted)


def _counted(here: Here) -> dict[tuple[str, str], int]:
    if here.standing.number is None:
        return {}
    return count_members(here.space, live(here.space, here.program_id))


def _live_ladder(here: Here, key: str) -> Ladder | None:
    ladders = here.standing.live.ladders if here.standing.live else ()
    return next((each for each in ladders if each.key == key), None)


def _under(findings: tuple[Finding, ...], path: str) -> tuple[Finding, ...]:
    return tuple(each for each in findings if f"{each.path}/".startswith(f"{path}/"))
