"""Public addresses of forms; each reads the request, calls one function and answers."""

from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import AppError
from app.runtime.forms import (
    Full,
    KnownBy,
    NotOpen,
    NotTaken,
    Sending,
    SentBefore,
    find_sent,
    refuse_if_full,
    refuse_if_sent,
    refuse_unless_open,
    submit,
)
from app.storage import forms
from app.web.language import language
from app.web.pages import show
from app.web.policy import PUBLIC, own_transactions, policy
from app.web.portal import guarding, passing, saving
from app.web.portal.filling import Filling, Page, Step
from app.web.portal.guarding import Verdict, Visit
from app.web.portal.opening import Opened, open_form
from app.web.portal.sheets import Sheet, read_sheet
from app.web.portal.signatures import receipt, submission_of
from app.web.portal.thanking import thanks
from app.web.services import services
from app.words import Words

blueprint = Blueprint("portal", __name__, url_prefix="/f")
CLOSED = (NotOpen, Full, SentBefore)
TOO_MANY, REFUSED, CONFLICT = 429, 422, 409


@blueprint.get("/<token>", defaults={"embed": False})
@blueprint.get("/<token>/embed", defaults={"embed": True})
@policy(PUBLIC)
def form(token: str, *, embed: bool) -> ResponseReturnValue:
    """Show the first page, or the one on which somebody stopped."""
    opened = open_form(token, embed=embed)
    sheet = saving.first_sheet(opened, request.args)
    closed = _closed(opened, sheet)
    if closed is not None:
        return closed, 200
    filling = Filling.begin(opened, sheet)
    if not passing.may_pass(opened, sheet):
        return _door(opened, filling)
    return _page(filling, filling.first())


@blueprint.post("/<token>", defaults={"embed": False})
@blueprint.post("/<token>/embed", defaults={"embed": True})
@policy(PUBLIC)
@own_transactions
def fill(token: str, *, embed: bool) -> ResponseReturnValue:
    """Take a page that was filled in, and answer with what comes next."""
    opened = open_form(token, embed=embed)
    sheet = read_sheet(opened.form, request.form)
    filling = Filling.begin(opened, sheet)
    sent = find_sent(opened.space, opened.live, opened.link.form, filling.stamp.key)
    if sent is not None:
        return redirect(_done_url(opened, sent.id), code=303)
    closed = _closed(opened, sheet)
    if closed is not None:
        return closed, CONFLICT
    if not passing.may_pass(opened, sheet):
        wrong = passing.knock(opened, sheet, request.form.get("password", ""), address())
        return _door(opened, filling, wrong) if wrong else _page(filling, filling.first())
    step, page = filling.advance()
    if step is Step.SAVE:
        return _saved(filling, page)
    if step is Step.SEND:
        return _send(filling)
    return _page(filling, page, REFUSED if page.findings else 200)


@blueprint.post("/<token>/look")
@policy(PUBLIC)
@own_transactions
def look(token: str) -> ResponseReturnValue:
    """Say which questions the answers so far bring up: what the page's script asks while typing."""
    opened = open_form(token, embed=False)
    filling = Filling.begin(opened, read_sheet(opened.form, request.form))
    return jsonify(states(filling.first()))


@blueprint.get("/<token>/done/<receipt>", defaults={"embed": False})
@blueprint.get("/<token>/embed/done/<receipt>", defaults={"embed": True})
@policy(PUBLIC)
def done(token: str, receipt: str, *, embed: bool) -> ResponseReturnValue:
    opened = open_form(token, embed=embed)
    submission_id = submission_of(receipt, opened.link)
    if submission_id is None:
        raise forms.NoSuchSubmission
    submission = forms.get(opened.space, opened.link.program_id, submission_id)
    said = thanks(opened, submission)
    if said.url is not None and not said.reached:
        return redirect(said.url, code=303)
    return show(
        "portal/done.html",
        opened=opened,
        form=opened.form.form,
        club=opened.live.checked.program.label,
        thanks=said,
        again_url=_url(opened, lang=language()),
    )


def address() -> str:
    return request.remote_addr or ""


def _send(filling: Filling) -> ResponseReturnValue:
    opened, sheet = filling.opened, filling.sheet
    visit = Visit(address=address(), now=opened.now, trap=sheet.trap, work=sheet.work)
    engine, guard = services().engine, opened.form.form.guard
    judged = guarding.judge(engine, opened.link, guard, filling.stamp, at=visit)
    if judged.verdict is Verdict.WAIT:
        return _busy(filling, judged.seconds)
    if judged.verdict is Verdict.CONFIRM:
        return _confirm(filling, judged.seconds)
    sending = Sending(
        form=opened.link.form,
        answers=sheet.answers,
        key=filling.stamp.key,
        cause="form",
        language=language(),
        member_id=filling.member_id,
        known_by=KnownBy.ANSWER if filling.member_id is None else KnownBy.LINK,
        consent=sheet.consent,
    )
    try:
        with services().spaces.writing(opened.link.workspace_id) as space:
            submitted = submit(space, opened.live, sending, now=opened.now)
            saving.forget(space, opened, sheet.draft)
    except NotTaken as refused:
        return _page(filling, filling.refused(refused.findings), REFUSED)
    except CLOSED as closed:
        return _closed_page(opened, closed), CONFLICT
    return redirect(_done_url(opened, submitted.submission.id), code=303)


def _done_url(opened: Opened, submission_id: int) -> str:
    return url_for(
        "portal.done",
        token=opened.link.token,
        receipt=receipt(opened.link, submission_id),
        embed=opened.embed,
        lang=language(),
    )


def _url(opened: Opened, lang: str | None = None) -> str:
    return url_for("portal.form", token=opened.link.token, embed=opened.embed, lang=lang)


def _page(filling: Filling, page: Page, status: int = 200) -> ResponseReturnValue:
    return _drawn("portal/form.html", filling, page=page), status


def _saved(filling: Filling, page: Page) -> ResponseReturnValue:
    saved = saving.save(filling, page, address())
    if saved is None:
        return _busy(filling, guarding.PATIENCE)
    return _drawn("portal/form.html", filling, page=page, saved=saved)


def _confirm(filling: Filling, seconds: int) -> ResponseReturnValue:
    early = filling.stamp.waited_from is not None
    filling.waits()
    page = filling.whole()
    return _drawn("portal/confirm.html", filling, page=page, seconds=seconds, early=early)


def _busy(filling: Filling, seconds: int) -> ResponseReturnValue:
    page = filling.whole()
    drawn = _drawn("portal/busy.html", filling, page=page, seconds=seconds)
    return drawn, TOO_MANY, {"Retry-After": str(seconds)}


def _door(opened: Opened, filling: Filling, wrong: Words | None = None) -> ResponseReturnValue:
    ready = opened.link.password is not None
    drawn = _drawn("portal/door.html", filling, page=filling.whole(), wrong=wrong, ready=ready)
    return drawn, REFUSED if wrong else 200


def _drawn(template: str, filling: Filling, **more: Any) -> str:
    opened, sheet = filling.opened, filling.sheet
    return show(
        template,
        opened=opened,
        form=opened.form.form,
        club=opened.live.checked.program.label,
        sheet=sheet,
        stamp=filling.stamp,
        bits=guarding.BITS,
        door=passing.pass_of(opened, sheet),
        here_url=_url(opened),
        look_url=url_for("portal.look", token=opened.link.token),
        **more,
    )


def _closed(opened: Opened, sheet: Sheet) -> str | None:
    """Say that nothing can be sent at all, before anybody types."""
    try:
        refuse_unless_open(opened.live, opened.form.form.access, now=opened.now)
        refuse_if_full(opened.space, opened.live, opened.form)
        member_id = Filling.begin(opened, sheet).member_id
        if member_id is not None:
            now = opened.now
            refuse_if_sent(opened.space, opened.live, opened.form, member_id, now=now)
    except CLOSED as closed:
        return _closed_page(opened, closed)
    return None


def _closed_page(opened: Opened, closed: AppError) -> str:
    return show(
        "portal/closed.html",
        opened=opened,
        form=opened.form.form,
        club=opened.live.checked.program.label,
        words=closed.words,
        opens=closed.opens if isinstance(closed, NotOpen) else None,
        again_url=_url(opened, lang=language()),
    )


def states(page: Page) -> dict[str, Any]:
    """Give what the script changes on the page, by name of the question."""
    found: dict[str, Any] = {"shown": [], "needed": [], "computed": {}, "seen": page.seen}
    waiting = list(page.questions)
    while waiting:
        each = waiting.pop()
        if each.shown:
            found["shown"].append(each.name)
        if each.required:
            found["needed"].append(each.name)
        if each.computed is not None:
            found["computed"][each.name] = each.computed
        waiting.extend(each.items)
        for row in each.rows:
            waiting.extend(row)
    return found
