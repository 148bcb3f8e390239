"""Segments as pages: those that are live with how many are in them, those of the draft."""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.access import Can
from app.builder import drafts
from app.builder import segments as kept
from app.builder.diff.change import same
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import Finding, Invalid
from app.program.checked import check_program
from app.program.codec import load
from app.program.reader import Unreadable
from app.program.segment_codec import dump_segment
from app.program.segment_rules import segment_scope
from app.program.segments import Segment
from app.program.sentences import sentence
from app.runtime.member_filter import Whom, read_filter
from app.runtime.member_list import count
from app.runtime.releases import Live, live
from app.web.frame import Here
from app.words import Words

LONGEST_LABEL = 60
LONGEST_TEXT = 500


def a_label(form: "SegmentForm", field: StringField) -> None:
    text = (field.data or "").strip()
    if not text and not (form.english.data or "").strip():
        raise ValidationError(Words("给人群起个名字。", "Give the segment a name."))
    if len(text) > LONGEST_LABEL:
        raise ValidationError(
            Words(f"名字最多 {LONGEST_LABEL} 个字。", f"At most {LONGEST_LABEL} characters.")
        )


def a_condition(_form: object, field: TextAreaField) -> None:
    try:
        orjson.loads(field.data or "")
    except orjson.JSONDecodeError as error:
        raise ValidationError(
            Words(
                f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。",
                f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}.",
            )
        ) from error


class SegmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    label = StringField(validators=[a_label])
    english = StringField()
    description = TextAreaField()
    description_en = TextAreaField()
    condition = TextAreaField(validators=[a_condition])
    version = HiddenField()

    def segment(self, key: str) -> Segment:
        zh, en = (self.label.data or "").strip(), (self.english.data or "").strip()
        about, about_en = (
            (each.data or "").strip()[:LONGEST_TEXT]
            for each in (self.description, self.description_en)
        )
        return Segment(
            key=key,
            label=Words(zh or en, en or zh),
            description=Words(about, about_en),
            where=orjson.loads(self.condition.data),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentShown:
    key: str
    label: Words
    description: Words
    sentence: Words
    members: str | None
    """How many are in it; None for one that is not live."""
    state: Words | None
    """What of it is not published yet."""
    findings: tuple[Finding, ...]
    members_url: str | None
    edit_url: str | None
    delete_url: str | None
    start_url: str | None
    """Where an automation is started for everybody in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentsPage:
    segments: tuple[SegmentShown, ...]
    members_url: str
    check_url: str | None
    unpublished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPage:
    url: str
    back_url: str
    sentence: Words | None
    findings: tuple[Finding, ...]
    counted: str | None


def segments_page(here: Here) -> SegmentsPage:
    found = live(here.space, here.program_id) if here.standing.number is not None else None
    draft = drafts.get(here.space, here.program_id)
    live_ones = {} if found is None else {s.key: s for s in found.checked.program.segments}
    drafted = {each.key: each for each in kept.segments_in(draft.content)}
    findings = _findings(draft.content)
    shown = []
    for n, each in enumerate(drafted.values()):
        wrong = tuple(one for one in findings if one.path.startswith(f"/segments/{n}/"))
        shown.append(_shown(here, found, each, live_ones.get(each.key), wrong))
    gone = [each for key, each in live_ones.items() if key not in drafted]
    shown += [_shown(here, found, None, each, ()) for each in gone]
    may = here.visitor.may(Can.EDIT_DRAFT)
    return SegmentsPage(
        segments=tuple(shown),
        members_url=here.url("records.members"),
        check_url=here.url("builder.check") if may else None,
        unpublished=any(each.state for each in shown),
    )


def _findings(content: Any) -> tuple[Finding, ...]:
    try:
        return check_program(load(content)).findings
    except Unreadable:
        return ()


def _shown(
    here: Here,
    found: Live | None,
    drafted: Segment | None,
    published: Segment | None,
    findings: tuple[Finding, ...],
) -> SegmentShown:
    segment = drafted or published
    assert segment is not None
    may = here.visitor.may(Can.EDIT_DRAFT) and drafted is not None
    members = None if found is None or published is None else _counted(here, found, segment.key)
    reads = here.visitor.may(Can.READ_MEMBERS) and found is not None
    if published is not None:
        whom = {"segment": segment.key}
    else:
        whom = {"condition": orjson.dumps(segment.where).decode()}
    return SegmentShown(
        key=segment.key,
        label=segment.label,
        description=segment.description,
        sentence=_sentence(found, segment),
        members=members,
        state=_state(drafted, published),
        findings=findings,
        members_url=here.url("records.members", **whom) if reads else None,
        edit_url=here.url("records.segment", segment=segment.key) if may else None,
        delete_url=here.url("records.delete_segment", segment=segment.key) if may else None,
        start_url=here.url("records.new_start", segment=segment.key, everybody="y")
        if published is not None and here.visitor.may(Can.GIVE)
        else None,
    )


def _state(drafted: Segment | None, published: Segment | None) -> Words | None:
    if published is None:
        return Words("发布后可用于自动化", "Usable in automations once published")
    if drafted is None:
        return Words("发布后移除", "Goes with the next release")
    if not same(dump_segment(drafted), dump_segment(published)):
        return Words("修改未发布", "Changes not published")
    return None


def _sentence(found: Live | None, segment: Segment) -> Words:
    if found is None or segment.where is None:
        return Words("", "")
    checked = read_filter(found, segment.where, personal=True)
    return sentence(checked, segment_scope(found.checked.program))


def _counted(here: Here, found: Live, key: str) -> str | None:
    checked = found.checked.segments.get(key)
    if checked is None or checked.errors:
        return None
    return _many(here, found, Whom(rules=(checked,)))


def _many(here: Here, found: Live, whom: Whom) -> str:
    counted = count(here.space, found, whom, found.moment(here.now))
    about = "≈ " if counted.estimated else ""
    return about + here.formats.number(counted.members)


def segment_page(here: Here, form: SegmentForm, key: str | None) -> SegmentPage:
    """Show a segment being written, with what it says and how many it finds."""
    text = (form.condition.data or "").strip()
    said, counted = None, None
    findings: tuple[Finding, ...] = ()
    document = _document(text)
    if document is not None and here.standing.number is not None:
        found = live(here.space, here.program_id)
        checked = read_filter(found, document, personal=here.visitor.may(Can.READ_PERSONAL))
        said = sentence(checked, segment_scope(found.checked.program))
        findings = checked.findings
        if not checked.errors:
            counted = _many(here, found, Whom(rules=(checked,)))
    url = "records.save_segment" if key else "records.add_segment"
    more = {"segment": key} if key else {}
    return SegmentPage(
        url=here.url(url, **more),
        back_url=here.url("records.segments"),
        sentence=said,
        findings=tuple(findings),
        counted=counted,
    )


def _document(text: str) -> Any:
    try:
        return orjson.loads(text or "null")
    except orjson.JSONDecodeError:
        return None


def form_of(here: Here, key: str) -> SegmentForm:
    """Fill the form with a segment of the draft. Raises `NotFound`."""
    draft = drafts.get(here.space, here.program_id)
    segment = kept.find_segment(draft.content, key)
    written = orjson.dumps(segment.where, option=orjson.OPT_INDENT_2).decode()
    return SegmentForm(
        formdata=None,
        data={
            "label": segment.label.zh,
            "english": segment.label.en,
            "description": segment.description.zh,
            "description_en": segment.description.en,
            "condition": written,
            "version": str(draft.version),
        },
    )


def add_segment(here: Here, form: SegmentForm) -> str:
    """Add a segment to the draft. Raises `Invalid`."""
    return kept.add(here.space, here.program_id, form.segment("new"), _author(here))


def save_segment(here: Here, form: SegmentForm, key: str) -> None:
    """Change a segment of the draft. Raises `NotFound`, `Conflict`, `Invalid`."""
    seen = form.version.data or ""
    if not seen.isdigit():
        raise Invalid("请重新打开这个人群。", "Open the segment again.")
    segment = form.segment(key)
    kept.change(here.space, here.program_id, segment, seen=int(seen), author=_author(here))


def delete_segment(here: Here, key: str) -> Words:
    """Take a segment out of the draft; say what it was called. Raises `NotFound`."""
    gone = kept.remove(here.space, here.program_id, key, _author(here))
    return Words.from_json(gone.get("label", key))


def _author(here: Here) -> Author:
    return Author(now=from_instant(here.now), by=here.visitor.user.email)


def asked_condition() -> str:
    """Give the condition that a link carries along."""
    return request.values.get("condition", "")
