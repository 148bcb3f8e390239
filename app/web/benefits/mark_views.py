"""The view by which somebody says to have seen that a budget has passed its mark."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import NotFound
from app.runtime.budget_marks import see
from app.web.benefits.views import blueprint
from app.web.frame import open_program
from app.web.language import t
from app.web.policy import policy
from app.words import Words

PLACES = {"home": "records.home", "health": "flows.health"}
"""Other pages on which budgets are told of."""


@blueprint.post("/budgets/<budget>/seen")
@policy(Can.EDIT_DRAFT)
def see_budget(program_id: int, budget: str) -> ResponseReturnValue:
    here = open_program(program_id)
    by, live = here.visitor.user.name, here.standing.live
    try:
        label = see(here.space, here.program_id, live, budget, now=here.now, by=by)
    except NotFound:
        # Somebody raised it meanwhile, or its stretch is over: there is nothing left to see.
        flash(t(Words("这个预算已经不再告急。", "This budget runs low no more.")))
    else:
        zh = f"知道了：“{label.to('zh')}”到下一个界线才再提醒。"
        en = f"Seen: {label.to('en')} is told of again at its next mark."
        flash(t(Words(zh, en)))
    place = PLACES.get(request.form.get("from", ""), "benefits.benefits")
    return redirect(here.url(place))
