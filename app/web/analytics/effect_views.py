"""Views of an effect; each reads the request, calls one function and answers."""

import csv
import io

from flask import Response
from flask.typing import ResponseReturnValue

from app.access import Can
from app.analytics.effect_rows import rows
from app.spreadsheets import MARK
from app.web.analytics.effect_page import effect_asked, effect_page
from app.web.analytics.views import blueprint
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

EFFECT = Words("效果", "Effect")


@blueprint.get("/effects/<subject>/<key>")
@policy(Can.READ_PROGRAM)
def effect(program_id: int, subject: str, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    page = effect_page(here, effect_asked(here, subject, key))
    crumbs = Crumb(label=page.back, url=page.back_url), Crumb(label=page.label), Crumb(label=EFFECT)
    return show("analytics/effect.html", shell=shell(here, *crumbs), page=page)


@blueprint.get("/effects/<subject>/<key>.csv")
@policy(Can.READ_PROGRAM)
def effect_csv(program_id: int, subject: str, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    found = effect_asked(here, subject, key)
    text = io.StringIO()
    csv.writer(text).writerows(rows(found))
    name = f"effect-{found.incentive.subject.value}-{found.incentive.key}.csv"
    return Response(
        MARK + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
