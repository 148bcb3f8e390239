"""Where a parameter is used, so that nobody takes it away without knowing."""

from collections.abc import Iterator

from app.builder.rule_places import place_of
from app.builder.rules import rules_of_form, written_rules
from app.builder.uses import Use
from app.program.formulas import names_of_parameters, parameters_in
from app.program.program import Program
from app.words import Words


def uses_of_parameter(program: Program, key: str) -> tuple[Use, ...]:
    """List the rules that read a parameter, also through a formula, and the forms that do."""
    found = (*_of_rules(program, key), *_of_forms(program, key))
    known = tuple(each.path for each in found)
    return (*found, *(each for each in _of_flows(program, key) if not _has_below(known, each.path)))


def _of_rules(program: Program, key: str) -> Iterator[Use]:
    keys = [each.key for each in program.parameters]
    own = f"/parameters/{keys.index(key)}/" if key in keys else "//"
    for path, rule in written_rules(program):
        object_key, _ladder, where = place_of(program, path)
        if not path.startswith(own) and key in parameters_in(rule, program, object_key):
            yield Use(path=path, where=where)


def _of_forms(program: Program, key: str) -> Iterator[Use]:
    """Give the forms in which answers are compared with a parameter."""
    for n, form in enumerate(program.forms):
        if any(key in names_of_parameters(rule) for rule in rules_of_form(form)):
            label = form.label
            where = Words(f"表单“{label.to('zh')}”", f"Form {label.to('en')}")
            yield Use(path=f"/forms/{n}", where=where)


def _of_flows(program: Program, key: str) -> Iterator[Use]:
    """Give the steps that read a parameter in what they work out, and not in a condition."""
    for n, flow in enumerate(program.flows):
        for m, step in enumerate(flow.steps):
            if key in names_of_parameters(dict(step.options)):
                label = flow.label
                where = Words(f"自动化“{label.to('zh')}”", f"Automation {label.to('en')}")
                yield Use(path=f"/flows/{n}/steps/{m}", where=where)


def _has_below(paths: tuple[str, ...], place: str) -> bool:
    return any(each.startswith(f"{place}/") for each in paths)
