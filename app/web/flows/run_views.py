"""Views of runs: their list, one of them as a page and as JSON."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.flows.run_list import runs_page
from app.web.flows.run_page import RunPage, run_page
from app.web.flows.tracing import as_shape, live_of, traced
from app.web.flows.views import FLOWS, blueprint
from app.web.frame import Here, open_program, shell
from app.web.islands import is_built
from app.web.pages import Crumb, Shell, show
from app.web.plain import plain
from app.web.policy import policy
from app.words import Words

RUNS = Words("运行记录", "Runs")
REFUSED = 422


def runs_frame(here: Here, *crumbs: Crumb) -> Shell:
    flows = Crumb(label=FLOWS, url=here.url("flows.all_flows"))
    if not crumbs:
        return shell(here, flows, Crumb(label=RUNS))
    return shell(here, flows, Crumb(label=RUNS, url=here.url("flows.runs")), *crumbs)


@blueprint.get("/runs")
@policy(Can.READ_MEMBERS)
def runs(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if here.standing.number is None:
        url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
        return show("records/unpublished.html", shell=runs_frame(here), url=url)
    page = runs_page(here, live_of(here), request.args)
    answer = show("flows/runs.html", shell=runs_frame(here), page=page)
    return answer, REFUSED if page.wrong else 200


@blueprint.get("/runs/<run>")
@policy(Can.READ_MEMBERS)
def run(program_id: int, run: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return show_run(here, run_page(here, run))


def show_run(here: Here, page: RunPage, problem: Words | None = None) -> str:
    crumb = Crumb(label=Words(f"{page.member}", f"{page.member}"))
    return show(
        "flows/run.html",
        shell=runs_frame(here, crumb),
        page=page,
        problem=problem,
        has_picture=page.boot is not None and is_built("flow"),
    )


@blueprint.get("/runs/<run>.json")
@policy(Can.READ_MEMBERS)
def run_json(program_id: int, run: str) -> ResponseReturnValue:
    """Give a run in the shape in which a dry run comes, too."""
    here = open_program(program_id)
    personal = here.visitor.may(Can.READ_PERSONAL)
    return jsonify(plain(as_shape(traced(here, run, personal=personal))))
