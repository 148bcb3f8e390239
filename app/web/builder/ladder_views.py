"""The ladder editor, and what it asks while one edits: the rules aloud, and whom they would move.

- `POST …/ladder/read` `{content}`: the ladders of a document read aloud (`LaddersRead`);
- `GET  …/ladder/impact.json`: what the saved draft would do to members (`ImpactAnswer`).

Nothing is ever written here; the draft is saved as every island saves it.
"""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.errors import Invalid, Severity
from app.web.builder.boot import boot
from app.web.builder.conditions import condition_urls
from app.web.builder.impact import impact_shown
from app.web.builder.ladder import ladder_page
from app.web.builder.ladder_model import ImpactAnswer
from app.web.builder.ladder_reading import island, read_ladders
from app.web.builder.views import TIERS, blueprint
from app.web.frame import Here, open_program, shell
from app.web.pages import Crumb, show
from app.web.plain import plain
from app.web.policy import own_transactions, policy
from app.words import Words

UNPUBLISHED = Words(
    "还没有发布过，没有会员可比。发布之后，这里会说谁会升、谁会降。",
    "Nothing is published yet, so there is nobody to compare. Later this says who rises and falls.",
)
WRONG = Words(
    "草稿里还有错误，改好之后才能预览影响。",
    "The draft has errors; put them right to see what it would do.",
)
NOBODY = Words("还没有会员。", "There are no members yet.")


@blueprint.get("/ladder")
@policy(Can.READ_PROGRAM)
def ladder(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    content = drafts.get(here.space, here.program_id).content
    return show(
        "builder/ladder.html",
        shell=shell(here, Crumb(label=TIERS)),
        title=TIERS,
        island_name="ladder",
        boot=boot(here, page=island(here, content), urls=_urls(here)),
        page=ladder_page(here),
    )


def _urls(here: Here) -> dict[str, str]:
    found = {
        "read": here.url("builder.read_ladder"),
        "document": here.url("builder.document"),
        "parameters": here.url("builder.parameters"),
        **condition_urls(here),
    }
    if here.visitor.may(Can.READ_MEMBERS):
        found["impact"] = here.url("builder.ladder_impact")
        found["members"] = here.url("records.members")
    return found


@blueprint.post("/ladder/read")
@policy(Can.READ_PROGRAM)
@own_transactions
def read_ladder(program_id: int) -> ResponseReturnValue:
    here, sent = open_program(program_id), request.get_json()
    if not isinstance(sent, dict) or list(sent) != ["content"]:
        raise Invalid('请发送 {"content": 草稿}。', 'Send {"content": the draft}.')
    return jsonify(plain(read_ladders(here, sent["content"])))


@blueprint.get("/ladder/impact.json")
@policy(Can.READ_MEMBERS)
def ladder_impact(program_id: int) -> ResponseReturnValue:
    return jsonify(plain(_impact(open_program(program_id))))


def _impact(here: Here) -> ImpactAnswer:
    if here.standing.number is None:
        return _nobody(UNPUBLISHED)
    examined = drafts.examine(drafts.get(here.space, here.program_id))
    if any(each.severity is Severity.ERROR for each in examined.findings):
        return _nobody(WRONG)
    found = impact_shown(here, examined, listed=True)
    if found is None:
        return _nobody(NOBODY)
    return ImpactAnswer(impact=found, why=None, list_url=here.url("builder.moving"))


def _nobody(why: Words) -> ImpactAnswer:
    return ImpactAnswer(impact=None, why=why, list_url=None)
