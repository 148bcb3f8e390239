"""Views by which colleagues write down who agreed or does not any more, one by one or by file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Invalid
from app.runtime import consent_import
from app.runtime.consent_import import Report
from app.runtime.csv_files import look_through
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.messages import consents
from app.web.messages.views import MESSAGES, REFUSED, blueprint
from app.web.pages import Crumb, show
from app.web.policy import own_transactions, policy
from app.web.services import services
from app.words import Words

IMPORT = Words("导入同意", "Import consents")
NO_FILE = Words("请选择一个 CSV 文件。", "Choose a CSV file.")
MOST_SHOWN = 200
"""Lines that were not taken, as the page lists them; a larger file goes through the console."""


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


@blueprint.get("/consents/import")
@policy(Can.EDIT_MEMBERS)
def consents_file(program_id: int) -> ResponseReturnValue:
    return _importing(open_program(program_id))


@blueprint.post("/consents/import")
@policy(Can.EDIT_MEMBERS)
@own_transactions
def import_consents(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _importing(here, problem=NO_FILE), REFUSED
    with TemporaryDirectory() as folder:
        path = Path(folder) / "consents.csv"
        sent.save(path)
        try:
            report = consent_import.run(
                services().spaces,
                here.space.workspace_id,
                here.program_id,
                look_through(path),
                now=here.now,
                by=here.visitor.user.email,
            )
        except Invalid as wrong:
            return _importing(here, problem=wrong.words), REFUSED
    return _importing(here, report=report)


def _importing(here: Here, *, problem: Words | None = None, report: Report | None = None) -> str:
    crumb = Crumb(label=MESSAGES, url=here.url("messages.templates"))
    refused = report.refused if report else []
    return show(
        "messages/consents.html",
        shell=shell(here, crumb, Crumb(label=IMPORT)),
        title=IMPORT,
        url=here.url("messages.import_consents"),
        back_url=here.url("messages.templates"),
        problem=problem,
        report=report,
        refused=[
            (each.line.number, "，".join(each.line.cells), consent_import.said_of(each))
            for each in refused[:MOST_SHOWN]
        ],
        many=len(refused),
    )
