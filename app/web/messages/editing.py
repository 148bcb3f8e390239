"""One template on its page: what was typed, what is wrong with it, and what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

from app.access import Can
from app.errors import Finding
from app.program.message_filters import FILTERS, Filter
from app.program.message_template import Family, MessageTemplate, Purpose
from app.program.message_variables import Group, Variable, variables
from app.program.program import Program
from app.web.frame import Here
from app.web.messages.draft import (
    Elsewhere,
    content_of,
    findings_below,
    keep,
    new_key,
    place_of,
    print_of,
    program_of,
    template_in,
    templates_in,
)
from app.web.messages.listing import uses_of
from app.web.messages.preview import Preview, preview
from app.words import LANGUAGES, Language, Words

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """One text in one language."""

    name: str
    part: str
    language: Language
    value: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyBoxes:
    family: Family
    boxes: tuple[TextBox, ...]
    findings: tuple[Finding, ...]
    """What is wrong with it as a whole."""

    @property
    def filled(self) -> bool:
        return any(each.value for each in self.boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    key: str
    label: Words
    name: Words
    """The label as it is written."""
    purpose: str
    families: tuple[FamilyBoxes, ...]
    variables: tuple[tuple[Group, tuple[Variable, ...]], ...]
    filters: tuple[tuple[str, Filter], ...]
    uses: tuple[Words, ...]
    seen: str
    findings: tuple[Finding, ...]
    problem: Words | None
    preview: Preview | None
    url: str
    remove_url: str
    editable: bool


def edit_page(
    here: Here,
    key: str,
    *,
    typed: Typed | None = None,
    problem: Words | None = None,
    who: str = "",
) -> EditPage:
    """Show a template as it is kept, or as it was typed. Raises `NotFound`."""
    content, _ = content_of(here)
    kept = template_in(content, key)
    program = program_of(content)
    below = findings_below(content, place_of(content, key))
    template = program.find_template(key) if program else None
    values = _written(kept) if typed is None else dict(typed)
    name = Words(values.get("label.zh", ""), values.get("label.en", ""))
    return EditPage(
        key=key,
        label=Words(name.to("zh") or key, name.to("en") or key),
        name=name,
        purpose=values.get("purpose", Purpose.SERVICE.value),
        families=tuple(_families(values, below)),
        variables=grouped(program),
        filters=tuple(FILTERS.items()),
        uses=tuple(uses_of(program, key)) if program else (),
        seen=print_of(kept),
        findings=tuple(each for rest, found in below.items() if _is_whole(rest) for each in found),
        problem=problem,
        preview=_preview(here, program, template, who),
        url=here.url("messages.save", message=key),
        remove_url=here.url("messages.remove", message=key),
        editable=here.visitor.may(Can.EDIT_DRAFT),
    )


def _preview(
    here: Here, program: Program | None, template: MessageTemplate | None, who: str
) -> Preview | None:
    if program is None or template is None or not template.texts:
        return None
    return preview(here, program, template, who)


def _is_whole(rest: str) -> bool:
    """Say whether something is wrong with the template rather than with one of its texts."""
    return rest.count("/") < len(("texts", "family"))


def _families(values: Typed, below: Mapping[str, list[Finding]]) -> Iterator[FamilyBoxes]:
    for family in Family:
        place = f"/texts/{family.value}"
        boxes = tuple(
            TextBox(
                name=f"{family.value}.{part}.{language}",
                part=part,
                language=language,
                value=values.get(f"{family.value}.{part}.{language}", ""),
                findings=tuple(below.get(f"{place}/{part}/{language}", ())),
            )
            for part in family.parts
            for language in LANGUAGES
        )
        whole = [*below.get(place, ())]
        for part in family.parts:
            whole += below.get(f"{place}/{part}", [])
        yield FamilyBoxes(family=family, boxes=boxes, findings=tuple(whole))


def _written(kept: Mapping[str, Any]) -> dict[str, str]:
    """Give a template as it stands in the document, by the names of the page's fields."""
    label = kept.get("label")
    names = Words.from_json(label) if isinstance(label, str | dict) else Words("", "")
    found = {"label.zh": names.zh, "label.en": names.en}
    found["purpose"] = str(kept.get("purpose") or Purpose.SERVICE.value)
    texts = kept.get("texts")
    for family in Family:
        parts = texts.get(family.value) if isinstance(texts, dict) else None
        for part in family.parts:
            value = parts.get(part) if isinstance(parts, dict) else None
            words = Words.from_json(value) if isinstance(value, str | dict) else Words("", "")
            found |= {f"{family.value}.{part}.zh": words.zh, f"{family.value}.{part}.en": words.en}
    return found


def read(form: ImmutableMultiDict[str, str]) -> dict[str, str]:
    """Take what was typed; browsers send line ends as two characters."""
    return {key: value.replace("\r\n", "\n") for key, value in form.items()}


def document_of(key: str, typed: Typed) -> dict[str, Any]:
    """Write what was typed as the document has it; blank texts are left out."""
    found: dict[str, Any] = {
        "key": key,
        "label": {"zh": typed.get("label.zh", "").strip(), "en": typed.get("label.en", "").strip()},
    }
    if typed.get("purpose") == Purpose.MARKETING:
        found["purpose"] = Purpose.MARKETING.value
    texts: dict[str, Any] = {}
    for family in Family:
        parts = {
            part: {
                language: typed.get(f"{family.value}.{part}.{language}", "")
                for language in LANGUAGES
            }
            for part in family.parts
        }
        written = {part: words for part, words in parts.items() if any(words.values())}
        if written:
            texts[family.value] = written
    return found | ({"texts": texts} if texts else {})


def save(here: Here, key: str, typed: Typed) -> None:
    """Keep a template in the draft. Raises `Elsewhere`, `NotFound` and `Conflict`."""

    def change(content: dict[str, Any]) -> None:
        kept = template_in(content, key)
        if typed.get("seen") != print_of(kept):
            raise Elsewhere
        position = content["templates"].index(kept)
        content["templates"][position] = document_of(key, typed)

    keep(here, change)


def add(here: Here, typed: Typed) -> tuple[str, Words | None]:
    """Begin a template; give its key, or what is wrong with it."""
    content, _ = content_of(here)
    key, problem = new_key(content, typed.get("key", ""))
    if problem is not None:
        return key, problem

    def change(content: dict[str, Any]) -> None:
        content["templates"] = [*templates_in(content), document_of(key, typed)]

    keep(here, change)
    return key, None


def remove(here: Here, key: str) -> None:
    def change(content: dict[str, Any]) -> None:
        content["templates"].remove(template_in(content, key))
        if not content["templates"]:
            del content["templates"]

    keep(here, change)


def grouped(program: Program | None) -> tuple[tuple[Group, tuple[Variable, ...]], ...]:
    """Give the variables as the page lists them."""
    found = variables(program) if program else ()
    groups = {group: tuple(each for each in found if each.group is group) for group in Group}
    return tuple((group, inside) for group, inside in groups.items() if inside)
