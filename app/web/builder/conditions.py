"""The condition editor asks: what may stand here, what does this say, who meets it, does this one.

- `GET  …/palette.json?place=ladder:main`: what may be offered there (`Palette`);
- `POST …/conditions/look` `{content?, place, condition, value?, sample?}`: sentence, findings,
  count (`Look`); with `value`, of a value that is worked out and not of a condition; `sample` is
  what another system sends (place `body`);
- `POST …/conditions/try` `{content?, place, condition, member}`: for one member (`Trial`);
- `GET  …/conditions/members.json?q=`: members to try it with (`MembersFound`).

`content` is the draft being edited; without it, the saved one is meant. Nothing is ever written.
`app/builder/palette/place.py` says what a place is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.builder.palette import palette_of, read_place
from app.builder.palette.place import Sort
from app.builder.trying import Asked, ask, clauses, how_many, stands
from app.errors import Finding, Forbidden, Invalid
from app.expression.explain import Explained, State
from app.program.codec import load
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.program.program import Program
from app.program.sentences import sentence
from app.runtime.releases import live
from app.storage.records import find_rows
from app.web.builder.boot import boot
from app.web.builder.condition_model import (
    ClauseAt,
    FindingAt,
    Look,
    MemberFound,
    MembersFound,
    Trial,
    Tried,
)
from app.web.builder.views import blueprint
from app.web.frame import Here, open_program
from app.web.plain import plain
from app.web.policy import own_transactions, policy
from app.web.records.search import found_members
from app.web.records.showing import name_of, tier_shown
from app.words import Words

TOO_LONG = Words(
    "统计用时过长，已停止；条件本身可以保存。",
    "Counting took too long and was stopped; the condition itself can be kept.",
)
PERSONAL = Words(
    "条件涉及个人信息，你的角色不能查看命中的会员。",
    "The condition reads personal data, so your role cannot see who meets it.",
)
UNPUBLISHED = Words("发布之后才有会员可数。", "There are members to count once it is published.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the editor sent."""

    content: Any
    place: str
    condition: Any
    member: int | None = None
    of_value: bool = False
    sample: Mapping[str, Any] | None = None


@blueprint.get("/palette.json")
@policy(Can.READ_PROGRAM)
def palette(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    program = load(_saved(here))
    return jsonify(
        plain(
            palette_of(program, read_place(request.args.get("place", Sort.MEMBER.value), program))
        )
    )


@blueprint.post("/conditions/look")
@policy(Can.READ_PROGRAM)
@own_transactions
def look_at_condition(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    question = _question(here, "content place condition value sample")
    asked = ask(
        question.content,
        question.place,
        question.condition,
        of_value=question.of_value,
        sample=question.sample,
    )
    return jsonify(plain(_look(here, asked, counted=not question.of_value)))


@blueprint.post("/conditions/try")
@policy(Can.READ_MEMBERS)
@own_transactions
def try_condition(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    question = _question(here, "content place condition member")
    return jsonify(plain(_trial(here, question)))


@blueprint.get("/conditions/members.json")
@policy(Can.READ_MEMBERS)
def members_to_try(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    found = found_members(here, request.args.get("q", ""))
    program = here.standing.live
    assert program is not None or not found
    shown = [_member(here, program, each) for each in found] if program else []
    return jsonify(plain(MembersFound(members=tuple(shown))))


def condition_boot(here: Here) -> Any:
    """Give what a page carries that has conditions in a form (`builder/_condition_field.html`)."""
    return boot(here, page=None, urls=condition_urls(here))


def condition_urls(here: Here) -> dict[str, str]:
    """Give the addresses the editor asks, for the page of an island that uses it."""
    found = {"palette": here.url("builder.palette"), "look": here.url("builder.look_at_condition")}
    if here.visitor.may(Can.READ_MEMBERS):
        found["try"] = here.url("builder.try_condition")
        found["members_to_try"] = here.url("builder.members_to_try")
    return found


def _saved(here: Here) -> Any:
    return drafts.get(here.space, here.program_id).content


def _question(here: Here, known: str) -> Question:
    """Read what was sent. Raises `Invalid` for anything that is not asked."""
    sent = request.get_json()
    if not isinstance(sent, dict):
        raise Invalid("请求应是一个 JSON 对象。", "The request must be a JSON object.")
    strange = [each for each in sent if each not in known.split()]
    if strange:
        raise Invalid(
            f"不认识“{strange[0][:60]}”。可用：{known}。",
            f"{strange[0][:60]!r} is not known here. Known: {known}.",
        )
    place = sent.get("place")
    if not isinstance(place, str) or "condition" not in sent:
        raise Invalid("要写明 place 和 condition。", "Name a place and a condition.")
    content, sample = sent.get("content"), sent.get("sample")
    if not isinstance(sample, dict | None):
        raise Invalid("示例应是一个 JSON 对象。", "The sample must be a JSON object.")
    return Question(
        content=_saved(here) if content is None else content,
        place=place,
        condition=sent["condition"],
        member=_number(sent) if "member" in known.split() else None,
        of_value=sent.get("value") is True,
        sample=sample if place == Sort.BODY else None,
    )


def _number(sent: Mapping[str, Any]) -> int:
    member = sent.get("member")
    if not isinstance(member, str) or not (member.isascii() and member.isdigit()):
        raise Invalid("要写明会员的编号（文本）。", "Name a member by the id, as a text.")
    return int(member)


def _look(here: Here, asked: Asked, *, counted: bool = True) -> Look:
    met, uncounted = None, _not_counted(here, asked) if counted else None
    if counted and uncounted is None and not asked.checked.errors and asked.place.of_members:
        met = how_many(here.space, here.program_id, asked, now=here.now)
        uncounted = TOO_LONG if met is None else None
    return Look(
        sentence=sentence(asked.checked, asked.scope),
        clauses=tuple(ClauseAt(at=each.at, sentence=each.sentence) for each in clauses(asked)),
        findings=_findings(asked),
        count=met.count if met else None,
        uncounted=uncounted,
        approximate=met.approximate if met else False,
        of=met.of if met else 0,
        samples=tuple(_member(here, asked.program, each) for each in met.samples) if met else (),
    )


def _not_counted(here: Here, asked: Asked) -> Words | None:
    """Say why this visitor is not told who meets the condition: a count alone could be probed."""
    if here.standing.number is None:
        return UNPUBLISHED
    if not here.visitor.may(Can.READ_MEMBERS):
        return PERSONAL
    return PERSONAL if _pries(here, asked) else None


def _pries(here: Here, asked: Asked) -> bool:
    if here.visitor.may(Can.READ_PERSONAL):
        return False
    member = asked.program.object(MEMBER)
    fields = [member.find_field(each.partition(".")[0]) for each in asked.checked.variables]
    through = any("." in each for each in asked.checked.variables)
    return through or any(each is not None and is_personal(each) for each in fields)


def _findings(asked: Asked) -> tuple[FindingAt, ...]:
    return tuple(_finding(each) for each in asked.checked.findings)


def _finding(finding: Finding) -> FindingAt:
    return FindingAt(
        at=finding.path, severity=finding.severity, message=finding.message, fix=finding.fix
    )


def _trial(here: Here, question: Question) -> Trial:
    assert question.member is not None
    asked = ask(question.content, question.place, question.condition)
    if not asked.place.of_members:
        raise Invalid("这个条件不是关于会员的。", "This condition is not about members.")
    if _pries(here, asked):
        raise Forbidden(PERSONAL.zh, PERSONAL.en)
    released = live(here.space, here.program_id)
    members = find_rows(here.space, released.catalogue.members, [question.member])
    result = None
    if not asked.checked.errors:
        stood = stands(here.space, here.program_id, asked, question.member, now=here.now)
        result = tried(stood.explained, stood.values)
    record = members.get(question.member, {"id": question.member})
    return Trial(
        member=_member(here, asked.program, record), result=result, findings=_findings(asked)
    )


def tried(explained: Explained, values: Mapping[str, Words]) -> Tried:
    """Show how a condition stands, part by part."""
    found = explained.comparison
    missing = found.shown_gap if found and explained.state is State.UNMET else None
    return Tried(
        at=explained.path,
        state=explained.state,
        sentence=explained.sentence,
        value=found.shown_value if found else values.get(explained.path),
        threshold=found.shown_threshold if found else None,
        gap=missing,
        progress=found.progress if found else None,
        children=tuple(tried(each, values) for each in explained.children),
    )


def _member(here: Here, program: Program, member: Mapping[str, Any]) -> MemberFound:
    ladder = next(iter(program.ladders), None)
    tier = tier_shown(ladder, member.get(f"tier:{ladder.key}")) if ladder else None
    return MemberFound(
        id=str(member["id"]),
        name=name_of(member, personal=here.visitor.may(Can.READ_PERSONAL)),
        number=str(member.get("number") or ""),
        url=here.url("records.member", member_id=member["id"]),
        tier=tier.label if tier else None,
        tone=tier.tone if tier else None,
    )
