"""The editor of objects and fields, and what it asks before anything is taken away.

- `GET …/objects/uses.json?object=&field=`: where it is used, and how many records hold a value;
- `GET …/objects/retype.json?object=&field=&kind=`: what another kind would do to its values.

Both look at the saved draft and write nothing.
"""

from dataclasses import replace

from babel.numbers import get_currency_symbol
from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.builder.field_palette import field_palette
from app.builder.retyping import as_kind, foretell
from app.builder.uses import Use, uses_of_field, uses_of_object
from app.builder.view_uses import uses_in_views
from app.errors import NotFound
from app.program.codec import load
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.objects import MEMBER
from app.program.personal import is_personal
from app.program.program import Program
from app.program.reader import Unreadable
from app.runtime.releases import live
from app.storage import totals
from app.storage.kept_fields import kept_fields
from app.web.builder.boot import boot
from app.web.builder.conditions import condition_urls
from app.web.builder.objects_model import ObjectsIsland, RetypeAnswer, UsesAnswer
from app.web.builder.views import blueprint
from app.web.frame import Here, open_program, shell
from app.web.pages import Crumb, show
from app.web.plain import plain
from app.web.policy import policy
from app.words import Words

OBJECTS = Words("数据", "Data")


@blueprint.get("/objects")
@policy(Can.READ_PROGRAM)
def objects(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    urls = {
        **condition_urls(here),
        "uses": here.url("builder.uses"),
        "retype": here.url("builder.retype"),
    }
    return show(
        "builder/_island.html",
        shell=shell(here, Crumb(label=OBJECTS)),
        title=OBJECTS,
        island_name="objects",
        boot=boot(here, page=_island(here), urls=urls),
    )


def _island(here: Here) -> ObjectsIsland:
    currency = here.standing.settings.currency
    return ObjectsIsland(
        palette=field_palette(),
        released=_released(here),
        currency="¥" if currency == "CNY" else get_currency_symbol(currency, locale="en"),
    )


def _released(here: Here) -> dict[str, dict[str, str]]:
    """Give what has columns, and what the live release computes."""
    found = {key: dict(each) for key, each in kept_fields(here.space, here.program_id).items()}
    program = here.standing.live
    for designed in program.objects if program else ():
        fields = found.setdefault(designed.key, {})
        fields |= {each.key: each.kind for each in designed.fields}
    return found


@blueprint.get("/objects/uses.json")
@policy(Can.READ_PROGRAM)
def uses(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    owner, field = request.args.get("object", ""), request.args.get("field") or None
    draft: Program | None
    try:
        draft = load(drafts.get(here.space, here.program_id).content)
    except Unreadable:
        draft = None
    answer = UsesAnswer(
        uses=() if draft is None else _uses(here, draft, owner, field),
        records=_records(here, owner, field),
        readable=draft is not None,
    )
    return jsonify(plain(answer))


def _uses(here: Here, draft: Program, owner: str, field: str | None) -> tuple[Use, ...]:
    if field is None:
        return uses_of_object(draft, owner)
    found = uses_of_field(draft, owner, field)
    if owner != MEMBER:
        return found
    user_id = here.visitor.user.id
    return (*found, *uses_in_views(here.space, here.program_id, user_id, draft, field))


def _records(here: Here, owner: str, field: str | None) -> int | None:
    """Count what would be put away; a computed field has no values of its own."""
    if here.standing.live is None:
        return None
    kept = live(here.space, here.program_id).catalogue.records.get(owner)
    if kept is None or (field is not None and field not in kept.fields):
        return None
    if field is None:
        return totals.count(here.space, kept)
    return totals.filled(here.space, kept, field)


@blueprint.get("/objects/retype.json")
@policy(Can.READ_PROGRAM)
def retype(program_id: int) -> ResponseReturnValue:
    """Say what would become of the values; examples only to those who may read them."""
    here = open_program(program_id)
    draft = load(drafts.get(here.space, here.program_id).content)
    owner, kind = request.args.get("object", ""), request.args.get("kind", "")
    before = _field(draft, owner, request.args.get("field", ""))
    if kind not in FIELD_KINDS:
        raise NotFound("没有这个字段类型。", "There is no such kind of field.")
    found = foretell(here.space, here.program_id, draft, owner, as_kind(before, kind))
    may = here.visitor.may(Can.READ_MEMBERS)
    if not may or (is_personal(before) and not here.visitor.may(Can.READ_PERSONAL)):
        found = replace(found, examples=())
    return jsonify(plain(RetypeAnswer(found=found)))


def _field(draft: Program, owner: str, key: str) -> Field:
    designed = draft.find_object(owner)
    found = None if designed is None else designed.find_field(key)
    if found is None:
        raise NotFound("没有这个字段。", "There is no such field.")
    return found
