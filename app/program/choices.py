"""The choices of a field: keys that are stored, labels that people read and write."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the values a field offers."""

    key: str
    label: Words
    color: str = "slate"


def choices_of(field: Field) -> tuple[Choice, ...]:
    """Read what a field offers; a bare text is key and label in one."""
    found = field.options.get("choices")
    return tuple(_choice(each) for each in found) if isinstance(found, list | tuple) else ()


def _choice(raw: Any) -> Choice:
    if not isinstance(raw, dict):
        return Choice(key=str(raw), label=Words(str(raw), str(raw)))
    key = str(raw.get("key", ""))
    return Choice(
        key=key,
        label=Words.from_json(raw.get("label", key)),
        color=str(raw.get("color", "slate")),
    )


def find_choice(field: Field, text: str) -> Choice | None:
    """Look a choice up by its key, or else by its label in either language."""
    for each in field.options.get("choices") or ():
        if text == (each.get("key") if isinstance(each, dict) else each):
            return _choice(each)
    wanted = text.casefold()
    offered = choices_of(field)
    return next(
        (each for each in offered if wanted in {label.casefold() for label in each.label}), None
    )


def not_offered(field: Field, text: str) -> Words:
    """Say that a text is none of the choices, and which comes nearest."""
    offered = choices_of(field)
    words = {label: each for each in offered for label in (each.key, *each.label)}
    near = get_close_matches(text, words, n=1, cutoff=0.7)
    if near:
        meant = words[near[0]].label
        return Words(
            f"“{text}”不在选项中。是指“{meant.to('zh')}”吗？",
            f"“{text}” is none of the choices. Is “{meant.to('en')}” meant?",
        )
    zh, en = (_some([each.label.to(language) for each in offered]) for language in LANGUAGES)
    return Words(f"“{text}”不在选项中：{zh}。", f"“{text}” is none of the choices: {en}.")


_MANY = 8


def _some(labels: list[str]) -> str:
    more = "…" if len(labels) > _MANY else ""
    return ", ".join(labels[:_MANY]) + more


def findings_in(field: Field) -> Iterator[Finding]:
    """Say what is wrong with the choices a field offers."""
    seen: set[str] = set()
    for n, each in enumerate(choices_of(field)):
        if not each.key:
            yield Finding(
                path=f"/options/choices/{n}/key",
                message=Words("选项要有标识。", "A choice needs a key."),
            )
        elif each.key in seen:
            yield Finding(
                path=f"/options/choices/{n}/key",
                message=Words(
                    f"选项标识“{each.key}”用了两次。", f"The choice {each.key!r} is there twice."
                ),
            )
        seen.add(each.key)
