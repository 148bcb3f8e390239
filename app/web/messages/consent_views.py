"""The view by which a colleague writes down that a member agreed, or does not any more."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.frame import open_program
from app.web.language import w
from app.web.messages import consents
from app.web.messages.views import blueprint
from app.web.policy import policy


@blueprint.post("/members/<int:member_id>/consents")
@policy(Can.EDIT_MEMBERS)
def add_consent(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    given = request.form.get("do") == "given"
    channel, note = request.form.get("channel", "*"), request.form.get("note", "")
    consents.add(here, member_id, channel, note, given=given)
    flash(
        w("已记下同意。", "Written down: agreed.")
        if given
        else w("已记下撤回。", "Written down: ended.")
    )
    return redirect(here.url("records.member", member_id=member_id), code=303)
