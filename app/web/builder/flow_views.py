"""The canvas of an automation, and what it asks while one edits.

- `GET  …/flows/<key>`: the page;
- `POST …/flows/<key>/read` `{content}`: the flow of a document read aloud (`FlowRead`).

Nothing is ever written here; the draft is saved as every island saves it.
"""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.errors import Invalid, NotFound
from app.web.builder.boot import boot
from app.web.builder.conditions import condition_urls
from app.web.builder.flow_reading import island, read_flow_aloud
from app.web.builder.views import blueprint
from app.web.frame import Here, open_program, shell
from app.web.pages import Crumb, show
from app.web.plain import plain
from app.web.policy import own_transactions, policy
from app.words import Words

FLOWS = Words("自动化", "Automations")


@blueprint.get("/flows/<key>")
@policy(Can.READ_PROGRAM)
def flow(program_id: int, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    content = drafts.get(here.space, here.program_id).content
    title = _label(content, key)
    return show(
        "builder/_island.html",
        shell=shell(here, Crumb(label=FLOWS, url=_list(here)), Crumb(label=title)),
        title=title,
        island_name="flow",
        boot=boot(here, page=island(here, content, key), urls=_urls(here, key)),
    )


def _label(content: object, key: str) -> Words:
    """Name the flow as the draft has it. Raises `NotFound`."""
    flows = content.get("flows") if isinstance(content, dict) else None
    for each in flows if isinstance(flows, list) else ():
        if isinstance(each, dict) and each.get("key") == key:
            label = each.get("label")
            named = label if isinstance(label, (str, dict)) else key
            found = Words.from_json(named)
            return found if any(found) else Words(key, key)
    raise NotFound(f"草稿里没有自动化“{key}”。", f"The draft has no automation {key!r}.")


def _list(here: Here) -> str:
    """Give the address of the list of automations, one level above each of them."""
    return here.url("builder.flow", key="x").removesuffix("/x")


def _urls(here: Here, key: str) -> dict[str, str]:
    own = here.url("builder.flow", key=key)
    found = {
        "flows": _list(here),
        "read": here.url("builder.read_flow", key=key),
        "counts": f"{own}/counts.json",
        **condition_urls(here),
    }
    if here.visitor.may(Can.EDIT_DRAFT):
        found["dry_run"] = f"{own}/try.json"
    return found


@blueprint.post("/flows/<key>/read")
@policy(Can.READ_PROGRAM)
@own_transactions
def read_flow(program_id: int, key: str) -> ResponseReturnValue:
    open_program(program_id)
    sent = request.get_json()
    if not isinstance(sent, dict) or list(sent) != ["content"]:
        raise Invalid('请发送 {"content": 草稿}。', 'Send {"content": the draft}.')
    return jsonify(plain(read_flow_aloud(sent["content"], key)))
