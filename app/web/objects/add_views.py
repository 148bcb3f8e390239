"""Views that add a record by hand, a member among them."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.program.objects import MEMBER
from app.web.frame import open_program
from app.web.language import w
from app.web.objects.adding import added, new_page
from app.web.objects.opened import opened
from app.web.objects.views import REFUSED, blueprint, form_shown
from app.web.policy import policy
from app.web.records.telling import told

ONE_MEMBER = {"object_key": MEMBER}
"""Members are added under an address of their own, in the place where members are."""


@blueprint.get("/members/new", endpoint="new_member", defaults=ONE_MEMBER)
@blueprint.get("/records/<object_key>/new")
@policy(Can.EDIT_MEMBERS)
def new(program_id: int, object_key: str) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    return form_shown(found, new_page(found))


@blueprint.post("/members/new", endpoint="add_member", defaults=ONE_MEMBER)
@blueprint.post("/records/<object_key>/new")
@policy(Can.EDIT_MEMBERS)
def add(program_id: int, object_key: str) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    done = added(found)
    if done.again is not None or done.record_id is None:
        assert done.again is not None
        return form_shown(found, done.again), REFUSED
    said = w("已添加。", "Added.")
    flash(said if done.outcome is None else told(found.live, done.outcome, said))
    if "more" in request.form:
        return redirect(found.new_url)
    return redirect(found.record_url(done.record_id))
