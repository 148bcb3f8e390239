"""The page of parameters: each with its value and the rules that use it, changed one at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from app.access import Can
from app.builder import drafts
from app.builder.drafts import Examined
from app.builder.parameters import Use, cases_of, plan, set_value, uses_of
from app.builder.releases import Apply, Published
from app.clock import from_instant
from app.errors import Finding, Severity
from app.program.fields.base import Reading
from app.program.parameters import Parameter
from app.program.program import Program
from app.storage.space import Space
from app.web.builder.impact import impact_shown
from app.web.builder.model import ImpactShown
from app.web.builder.releases import Live, and_place
from app.web.frame import Here
from app.web.places import place_url
from app.web.undoing import Undo, undo_offered
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A value that somebody typed for a parameter, or for one of its cases."""

    key: str
    value: str
    case: int | None

    @classmethod
    def of(cls, key: str, value: str, case: str) -> Self:
        plain = case.isascii() and case.isdigit() and len(case) < len("1000")
        return cls(key=key, value=value, case=int(case) if plain else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShown:
    """A value that may be changed: the usual one, or that of a case."""

    case: int | None
    who: Words | None
    """Whom it is for; None: for everybody else."""
    shown: Words
    written: str
    """As one would type it."""
    typed: str | None = None
    problem: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseHere:
    """A rule that depends on a parameter, and where it is changed."""

    where: Words
    sentence: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterShown:
    key: str
    url: str
    label: Words
    help: Words | None
    bounds: Words | None
    values: tuple[ValueShown, ...]
    uses: tuple[UseHere, ...]
    state: Words | None
    """What of it is not published yet."""
    is_live: bool
    """Whether another value may be published alone."""
    edit_url: str | None
    remove_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParametersPage:
    parameters: tuple[ParameterShown, ...]
    new_url: str | None
    undo: Undo | None
    editable: bool
    published: bool
    problem: Words | None
    """Why a value was not taken, where no parameter on the page is the reason."""
    ladder_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """What one changed value would do."""

    url: str
    back_url: str
    label: Words
    old: Words
    new: Words
    who: Words | None
    uses: tuple[Use, ...]
    findings: tuple[Finding, ...]
    blocked: int
    impact: ImpactShown | None
    draft_follows: bool
    """Whether the draft takes the value, too."""
    form: dict[str, str]


def parameters_page(
    here: Here, typed: Typed | None = None, problem: Words | None = None
) -> ParametersPage:
    live, draft = here.standing.live, here.standing.draft
    shown: list[ParameterShown] = []
    if live is not None:
        shown += _parameters(here, live, live.parameters, typed, problem)
    if draft is not None:
        there = {each.key for each in shown}
        fresh = [each for each in draft.parameters if each.key not in there]
        shown += _parameters(here, draft, fresh, typed, problem)
    known = typed is not None and typed.key in {each.key for each in shown}
    may = here.visitor.may(Can.EDIT_DRAFT) and draft is not None
    return ParametersPage(
        parameters=tuple(shown),
        new_url=here.url("settings.new_parameter") if may else None,
        undo=undo_offered(here, here.url("settings.undo", back="parameters")),
        editable=here.visitor.may(Can.PUBLISH) and here.standing.number is not None,
        published=here.standing.number is not None,
        problem=None if known else problem,
        ladder_url=here.url("builder.ladder"),
    )


def _parameters(
    here: Here,
    program: Program,
    listed: Sequence[Parameter],
    typed: Typed | None,
    problem: Words | None,
) -> Iterator[ParameterShown]:
    uses = uses_of(program)
    draft = here.standing.draft
    may = here.visitor.may(Can.EDIT_DRAFT)
    for each in listed:
        mine = typed if typed is not None and typed.key == each.key else None
        drafted = draft is not None and draft.find_parameter(each.key) is not None
        named = {"parameter": each.key}
        yield ParameterShown(
            key=each.key,
            url=here.url("builder.try_value", key=each.key),
            label=each.label,
            help=each.help,
            bounds=_bounds(each, _reading(program)),
            values=tuple(_values(each, program, mine, problem)),
            uses=tuple(
                UseHere(
                    where=use.where, sentence=use.sentence, url=place_url(here, program, use.path)
                )
                for use in uses[each.key]
            ),
            state=_state(here, each),
            is_live=program is here.standing.live,
            edit_url=here.url("settings.parameter", **named) if may and drafted else None,
            remove_url=here.url("settings.ask_parameter", **named) if may and drafted else None,
        )


def _state(here: Here, parameter: Parameter) -> Words | None:
    live, draft = here.standing.live, here.standing.draft
    if live is None or draft is None:
        return None
    before, now = live.find_parameter(parameter.key), draft.find_parameter(parameter.key)
    if before is None:
        return Words("发布后生效", "Works once published")
    if now is None:
        return Words("草稿里已删除", "Deleted in the draft")
    return None if before == now else Words("修改未发布", "Changes not published")


def _reading(program: Program) -> Reading:
    settings = program.settings
    return Reading(zone=settings.calendar.zone, currency=settings.currency)


def _values(
    parameter: Parameter, program: Program, typed: Typed | None, problem: Words | None
) -> Iterator[ValueShown]:
    reading = _reading(program)
    people: list[tuple[int | None, Words | None, object]] = [(None, None, parameter.value)]
    for n, who in enumerate(cases_of(parameter, program)):
        people.append((n, who, parameter.cases[n].value))
    for case, whom, value in people:
        here = typed is not None and typed.case == case
        yield ValueShown(
            case=case,
            who=whom,
            shown=parameter.words(value, reading),
            written=str(value),
            typed=typed.value if typed is not None and here else None,
            problem=problem if here else None,
        )


def _bounds(parameter: Parameter, reading: Reading) -> Words | None:
    least, most = parameter.least, parameter.most
    low = parameter.words(least, reading) if least is not None else None
    high = parameter.words(most, reading) if most is not None else None
    if low and high:
        return Words(f"可在 {low.zh} 到 {high.zh} 之间", f"From {low.en} to {high.en}")
    if low:
        return Words(f"不低于 {low.zh}", f"At least {low.en}")
    return Words(f"不超过 {high.zh}", f"At most {high.en}") if high else None


def value_page(here: Here, typed: Typed) -> ValuePage:
    """Preview a value. Raises `NotFound`, `Invalid`, `Conflict`."""
    planned = plan(here.space, here.program_id, typed.key, typed.value, case=typed.case)
    program = planned.checked.program
    parameter, live = planned.parameter, here.standing.live
    before = live.find_parameter(typed.key) if live else None
    assert before is not None
    errors = [each for each in planned.checked.findings if each.severity is Severity.ERROR]
    draft = drafts.get(here.space, here.program_id)
    examined = Examined(
        content=planned.content,
        version=planned.seen,
        saved_at=draft.saved_at,
        saved_by=draft.saved_by,
        checked=planned.checked,
        findings=planned.checked.findings,
    )
    (old, who), (new, _) = (_one(each, typed.case, program) for each in (before, parameter))
    return ValuePage(
        url=here.url("builder.set_value", key=typed.key),
        back_url=here.url("builder.parameters"),
        label=parameter.label,
        old=old,
        new=new,
        who=who,
        uses=uses_of(program)[typed.key],
        findings=tuple(errors),
        blocked=len(errors),
        impact=None if errors else impact_shown(here, examined, listed=False),
        draft_follows=planned.draft is not None,
        form={"value": typed.value, "case": "" if typed.case is None else str(typed.case)},
    )


def _one(parameter: Parameter, case: int | None, program: Program) -> tuple[Words, Words | None]:
    """Give a value as people read it, and whom it is for."""
    value = parameter.value if case is None else parameter.cases[case].value
    who = None if case is None else cases_of(parameter, program)[case]
    return parameter.words(value, _reading(program)), who


def publish(here: Here, typed: Typed, *, note: str) -> Live:
    """Publish one value; small programmes are placed at once. Raises as `value_page` does."""

    def act(space: Space) -> Published:
        planned = plan(space, here.program_id, typed.key, typed.value, case=typed.case)
        return set_value(
            space,
            here.program_id,
            planned,
            note=note,
            now=from_instant(here.now),
            by=here.visitor.user.email,
            apply=Apply.NOW,
        )

    return and_place(here, act)
