"""Trying a form: the same page as people see, from the draft, and nothing is written."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request

from app.builder import drafts
from app.errors import Conflict, NotFound
from app.program.checked import check_program
from app.program.codec import load
from app.program.form_answers import as_sent
from app.runtime.releases import NothingLive
from app.storage.form_links import FormLink
from app.web.forms.listing import live_of
from app.web.frame import Here
from app.web.language import t
from app.web.portal.filling import Filling
from app.web.portal.opening import Opened
from app.web.portal.sheets import Sheet, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What would be kept."""

    label: str
    value: Any


def open_trial(here: Here, key: str) -> Opened:
    """Open a form of the draft, or of the release where the draft has none. Raises `NotFound`."""
    live = live_of(here)
    if live is None:
        raise NothingLive
    checked = check_program(load(drafts.get(here.space, here.program_id).content))
    form = checked.forms.get(key)
    if form is None:
        checked = live.checked
        form = checked.forms.get(key)
    if form is None:
        raise NotFound("没有这份表单。", "There is no such form.")
    wrong = [each for each in checked.findings if each.path.startswith(f"{form.path}/")]
    if any(each.severity.value == "error" for each in wrong):
        raise Conflict(
            f"这份表单的草稿还有 {len(wrong)} 处错误，改好再试填。",
            f"The draft of this form has {len(wrong)} mistakes: put them right first.",
        )
    link = FormLink(
        workspace_id=here.space.workspace_id,
        program_id=here.program_id,
        form=key,
        token=f"trial-{here.program_id}-{key}",
        password=None,
    )
    # The runtime decides about answers by what it is handed; nothing of the draft is kept.
    tried = replace(live, checked=checked)
    return Opened(link=link, space=here.space, live=tried, form=form, now=here.now, embed=False)


def begin(opened: Opened) -> Filling:
    posted = request.method == "POST"
    return Filling.begin(opened, read_sheet(opened.form, request.form) if posted else Sheet())


def kept(filling: Filling) -> list[Kept]:
    """List what a submission would keep, in the words of the form."""
    settled = filling.settle()
    found = as_sent(filling.opened.form, filling.sheet.answers, settled)
    items = filling.opened.form.items
    return [Kept(label=t(items[key].label) or key, value=value) for key, value in found.items()]
