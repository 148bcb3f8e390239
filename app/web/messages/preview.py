"""A template as one member would get it: in both languages, on each channel with words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.access import Can
from app.program.checked_messages import sms_parts
from app.program.message_template import Family, MessageTemplate
from app.program.message_variables import samples, variables
from app.program.objects import MEMBER
from app.program.personal import MASKED, is_personal
from app.program.program import Program
from app.runtime import releases
from app.runtime.message_data import Gathered, Said
from app.runtime.rendering import Rendered, paths_of, put, speech_of
from app.web.frame import Here
from app.web.records.search import found_members
from app.web.records.showing import name_of
from app.words import LANGUAGES, Language, Words

MADE_UP = frozenset({"coupon", "links", "form"})
"""What nobody has before a message is really sent: these are always of the example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is said on one family of channels in one language."""

    family: Family
    language: Language
    said: Rendered | None
    """None: it cannot be said as it is."""
    parts: int
    """Of how many text messages it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    who: str
    """The member it is looked at for, as one would look them up; blank: a made-up one."""
    name: str | None
    problem: Words | None
    families: tuple[Family, ...]
    sides: Mapping[tuple[Family, Language], Side]
    blanks: tuple[Words, ...]
    """What the template mentions and the member does not have."""


def preview(here: Here, program: Program, template: MessageTemplate, who: str) -> Preview:
    """Put a template in words; a member who is not there leaves the made-up one."""
    member_id, name, problem = _member(here, who)
    sides = {}
    data: dict[str, Any] = {}
    for language in LANGUAGES:
        data = data_for(here, program, template, member_id, language)
        speech = speech_of(program, language)
        for family, wording in template.texts.items():
            said = put(wording, data, speech)
            text = said.text if isinstance(said, Rendered) else ""
            sides[family, language] = Side(
                family=family,
                language=language,
                said=said if isinstance(said, Rendered) else None,
                parts=sms_parts(text),
            )
    families = tuple(each for each in Family if each in template.texts)
    return Preview(
        who=who,
        name=name,
        problem=problem,
        families=families,
        sides=sides,
        blanks=tuple(_blanks(program, template, data)),
    )


def _blanks(
    program: Program, template: MessageTemplate, data: Mapping[str, Any]
) -> Iterator[Words]:
    mentioned = paths_of(template.texts.values())
    for each in variables(program):
        place: Any = data
        for step in each.path.split("."):
            place = place.get(step) if isinstance(place, dict) else None
        if each.path in mentioned and place in (None, ""):
            yield each.label


def mail(
    here: Here, program: Program, template: MessageTemplate, who: str, language: Language
) -> Markup:
    """Give an e-mail as it looks; blank where there is none."""
    member_id, _, _ = _member(here, who)
    wording = template.texts.get(Family.EMAIL)
    if wording is None:
        return Markup()
    data = data_for(here, program, template, member_id, language)
    said = put(wording, data, speech_of(program, language))
    html = said.html if isinstance(said, Rendered) else None
    return Markup(html or "")  # noqa: S704  # `put` has cleaned it.


def data_for(
    here: Here,
    program: Program,
    template: MessageTemplate,
    member_id: int | None,
    language: Language,
) -> dict[str, Any]:
    """Give a member's data, and those of the example where nothing is known yet."""
    made_up = samples(program, language)
    if member_id is None:
        return made_up
    live = releases.live(here.space, here.program_id)
    paths = paths_of(template.texts.values())
    known = Gathered.of(here.space, live, [member_id], paths, now=here.now)
    said = Said(member_id=member_id, channel="inbox")
    real = known.data(said, speech_of(program, language))
    if not here.visitor.may(Can.READ_PERSONAL):
        real = _hidden(live.checked.program, real)
    return real | {key: made_up[key] for key in MADE_UP & made_up.keys()}


def _hidden(program: Program, data: dict[str, Any]) -> dict[str, Any]:
    """Take out what says who somebody is, for those who may not read it."""
    personal = {each.key for each in program.object(MEMBER).fields if is_personal(each)}
    mine = data.get("member", {})
    shown = {key: MASKED if key in personal and value else value for key, value in mine.items()}
    return data | {"member": shown}


def _member(here: Here, who: str) -> tuple[int | None, str | None, Words | None]:
    """Find a member by number, name or phone; give what is wrong where there is nobody."""
    if not who or not here.visitor.may(Can.READ_MEMBERS):
        return None, None, None
    found = found_members(here, who)
    if not found:
        return None, None, Words("没有找到这位会员。", "No member was found.")
    personal = here.visitor.may(Can.READ_PERSONAL)
    return found[0]["id"], name_of(found[0], personal=personal), None
