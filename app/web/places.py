"""Where each place of the document is edited, for lists that say where something is used."""

from typing import Any

from app.program.program import Program
from app.web.frame import Here


def place_url(here: Here, program: Program, path: str) -> str:
    """Lead to where a place of the document is edited."""
    kind, *rest = path.strip("/").split("/")
    match kind:
        case "earning":
            return _of_earning(here, program, rest)
        case "objects":
            return here.url("builder.objects", _anchor=path)
        case "ladders":
            return here.url("builder.ladder", _anchor=path)
        case "forms":
            form = _key(program.forms, rest)
            return here.url("builder.design_forms", form=form)
        case _:
            return _of_list(here, program, kind, rest)


def _of_list(here: Here, program: Program, kind: str, rest: list[str]) -> str:
    match kind:
        case "flows":
            return here.url("builder.flow", key=_key(program.flows, rest))
        case "segments":
            return here.url("records.segment", segment=_key(program.segments, rest))
        case "budgets":
            return here.url("earning.edit", part="budgets", thing=_key(program.budgets, rest))
        case "benefits":
            design = _key(program.benefits, rest)
            return here.url("designs.edit", offer="benefits", design=design)
        case "templates":
            return here.url("messages.edit", message=_key(program.templates, rest))
        case "parameters":
            parameter = _key(program.parameters, rest)
            return here.url("settings.parameter", parameter=parameter)
        case _:
            return here.url("builder.document")


def _of_earning(here: Here, program: Program, rest: list[str]) -> str:
    part, number = rest[0], int(rest[1])
    if part == "rules":
        return here.url("earning.edit", part=part, thing=program.earning.rules[number].key)
    if part == "boosts":
        return here.url("earning.edit", part=part, thing=program.earning.boosts[number].key)
    return here.url("earning.settings")


def _key(listed: tuple[Any, ...], rest: list[str]) -> str:
    return str(listed[int(rest[0])].key)
