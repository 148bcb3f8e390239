"""Parameters over the API: what they are, who uses them, and one value changed by itself."""

from typing import Any

from app.access import Scope
from app.builder.parameters import Use, cases_of, find, plan, set_value, uses_of
from app.builder.releases import Apply
from app.builder.status import standing
from app.clock import from_instant, to_instant
from app.errors import Conflict
from app.program.parameters import KINDS, Parameter
from app.program.program import Program
from app.web import bearer
from app.web.api.answers import APPLY, BOTH
from app.web.api.operations import Answer, Asked, Operation, Said, in_path
from app.web.api.program import AFTERWARDS, LONGEST_NOTE, PUBLISHED_SAID, fill_and_place
from app.web.api.shapes import (
    Anything,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
    optional,
)
from app.web.services import services
from app.words import Words

MOST_CASES = 100


def list_parameters(_asked: Asked) -> Answer:
    program = _live()
    uses = uses_of(program)
    items = [_parameter(each, program, uses[each.key]) for each in program.parameters]
    return Answer(content={"items": items})


def get_parameter(asked: Asked) -> Answer:
    program = _live()
    found = find(program, asked.path["key"])
    return Answer(content=_parameter(found, program, uses_of(program)[found.key]))


def _live() -> Program:
    found = standing(bearer.space(), bearer.key().program_id).live
    if found is None:
        raise Conflict("方案还没有发布。", "Nothing is live yet.")
    return found


def _parameter(found: Parameter, program: Program, uses: tuple[Use, ...]) -> dict[str, Any]:
    people = cases_of(found, program)
    return {
        "key": found.key,
        "label": found.label.to_json(),
        "kind": found.kind,
        "value": found.value,
        "least": found.least,
        "most": found.most,
        "cases": [
            {"for": who.to_json(), "when": case.when, "value": case.value}
            for who, case in zip(people, found.cases, strict=True)
        ],
        "uses": [
            {
                "path": each.path,
                "where": each.where.to_json(),
                "sentence": each.sentence.to_json(),
            }
            for each in uses
        ],
    }


def change_parameter(asked: Asked) -> Answer:
    space, key, body = bearer.space(), bearer.key(), asked.body
    apply = Apply(body.get("apply", Apply.NOW))
    planned = plan(space, key.program_id, asked.path["key"], body["value"], case=body.get("case"))
    made = set_value(
        space,
        key.program_id,
        planned,
        note=body.get("note", ""),
        now=from_instant(to_instant(services().clock())),
        by=key.actor,
        apply=apply,
    )
    content = {"number": made.number, "apply": apply.value, "placed": None, "changed": None}
    return Answer(content=content)


KEY = in_path("key", Words("参数的标识。", "The key of a parameter."), example="gold_spend")
PARAMETER = Keyed(
    name="Parameter",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("kind", OneOf(words=tuple(KINDS))),
        needed("value", Anything()),
        needed("least", Anything()),
        needed("most", Anything()),
        needed(
            "cases",
            Listed(
                item=Keyed(
                    parts=(
                        needed("for", BOTH),
                        needed("when", Anything()),
                        needed("value", Anything()),
                    )
                ),
                about=Words("对部分会员的值。", "Values for some members."),
            ),
        ),
        needed(
            "uses",
            Listed(
                item=Keyed(
                    parts=(
                        needed("path", Text()),
                        needed("where", BOTH),
                        needed("sentence", BOTH),
                    )
                ),
                about=Words("用到它的规则。", "The rules that use it."),
            ),
        ),
    ),
)
OPERATIONS = (
    Operation(
        name="list_parameters",
        method="GET",
        path="/program/parameters",
        policy=Scope.PROGRAM_READ,
        title=Words("列出参数", "List parameters"),
        about=Words("生效版本的参数和用到它们的规则。", "Of the live release, with their rules."),
        view=list_parameters,
        answers={
            200: Said(
                about=Words("所有参数。", "All parameters."),
                shape=Keyed(name="Parameters", parts=(needed("items", Listed(item=PARAMETER)),)),
            )
        },
        problems=(404, 409),
    ),
    Operation(
        name="get_parameter",
        method="GET",
        path="/program/parameters/{key}",
        policy=Scope.PROGRAM_READ,
        title=Words("读取参数", "Read a parameter"),
        view=get_parameter,
        parameters=(KEY,),
        answers={200: Said(about=Words("参数。", "The parameter."), shape=PARAMETER)},
        problems=(409,),
    ),
    Operation(
        name="change_parameter",
        method="PUT",
        path="/program/parameters/{key}",
        policy=Scope.PROGRAM_WRITE,
        title=Words("改一个参数并发布", "Change one parameter and publish it"),
        about=Words(
            "把生效版本只改这一个值，作为新版本发布；草稿的其他修改不受影响，草稿里同一个值另有"
            "未发布的修改时回答 409。" + AFTERWARDS.zh,
            "Publishes the live release with this one value changed. Other changes of the draft"
            " stay; where the draft says something else of the same value, the answer is 409. "
            + AFTERWARDS.en,
        ),
        view=change_parameter,
        afterwards=fill_and_place,
        parameters=(KEY,),
        body=Keyed(
            name="ParameterChange",
            parts=(
                needed("value", Anything(about=Words("新的值。", "The new value."))),
                optional("case", OrNull(shape=Whole(least=0, most=MOST_CASES))),
                optional("note", Text(longest=LONGEST_NOTE)),
                optional("apply", APPLY),
            ),
        ),
        answers={200: PUBLISHED_SAID},
    ),
)
