"""Views about forms; each reads the request, calls one function and answers."""

import io

import segno
from flask import Blueprint, Response, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import NotFound
from app.passwords import hash_password
from app.storage import audit, form_links
from app.web.forms import listing, submissions, trial
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import own_transactions, policy
from app.web.portal import guarding
from app.web.portal.filling import Filling, Page, Step
from app.web.portal.views import states
from app.words import Words

blueprint = Blueprint("forms", __name__, url_prefix="/programs/<int:program_id>/forms")
REFUSED = 422
SHORTEST_PASSWORD = 4
FORMS = Words("表单", "Forms")


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def all_forms(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return show(
        "forms/list.html",
        shell=shell(here, Crumb(label=FORMS)),
        rows=listing.rows(here),
        design_url=here.url("builder.design_forms"),
    )


@blueprint.get("/<form>")
@policy(Can.READ_MEMBERS)
def one(program_id: int, form: str) -> ResponseReturnValue:
    return _one(open_program(program_id), form)


def _one(here: Here, key: str, wrong: Words | None = None) -> ResponseReturnValue:
    live, form, link = listing.find_form(here, key)
    personal = here.visitor.may(Can.READ_PERSONAL)
    rows = submissions.listed(here, key, _before(), personal=personal)
    more = rows[submissions.A_PAGE :]
    rows = rows[: submissions.A_PAGE]
    last = rows[-1].submission if rows else None
    next_url = here.url("forms.one", form=key, before=f"{last.sent_at}-{last.id}") if last else None
    known = {} if link is None else {key: link}
    page = show(
        "forms/one.html",
        shell=_shell(here, key, form.label),
        form=form,
        link=link,
        state=listing.state_of(here, live, form, known),
        public_url=None if link is None else listing.public_url(link),
        embed_url=listing.public_url(link, embed=True) if link and form.embed else None,
        rows=rows,
        next_url=next_url if more else None,
        first_url=here.url("forms.one", form=key) if request.args.get("before") else None,
        at={
            name: here.url(f"forms.{name}", form=key)
            for name in ("trial", "export", "set_password", "renew", "qr_svg", "qr_png")
        },
        may_share=listing.may_share(here),
        wrong=wrong,
        shortest=SHORTEST_PASSWORD,
    )
    return page, REFUSED if wrong else 200


def _shell(here: Here, key: str, label: Words, *more: Crumb) -> object:
    crumbs = (Crumb(label=FORMS, url=here.url("forms.all_forms")),)
    url = here.url("forms.one", form=key) if more else None
    return shell(here, *crumbs, Crumb(label=label, url=url), *more)


def _before() -> tuple[int, int] | None:
    at, _, last = request.args.get("before", "").partition("-")
    digits = at.isascii() and at.isdigit() and last.isascii() and last.isdigit()
    return (int(at), int(last)) if digits else None


@blueprint.get("/<form>/submissions/<int:submission_id>")
@policy(Can.READ_MEMBERS)
def submission(program_id: int, form: str, submission_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    personal = here.visitor.may(Can.READ_PERSONAL)
    found = submissions.filled(here, form, submission_id, personal=personal)
    crumb = Crumb(label=Words("提交", "Submission"))
    return show(
        "forms/submission.html",
        shell=_shell(here, form, found.title, crumb),
        filled=found,
        release_url=here.url("builder.release", number=found.release),
    )


@blueprint.post("/<form>/export")
@policy(Can.READ_MEMBERS)
def export(program_id: int, form: str) -> ResponseReturnValue:
    here = open_program(program_id)
    listing.find_form(here, form)
    personal = here.visitor.may(Can.READ_PERSONAL)
    _note(here, "submissions.exported", form, {"personal": personal})
    day = here.formats.day_of(here.now)
    # The whole file is made while the request is open: it is read in its transaction.
    body = b"".join(submissions.exported(here, form, personal=personal))
    headers = {"Content-Disposition": f'attachment; filename="{form}-{day}.csv"'}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/<form>/password")
@policy(Can.EDIT_DRAFT)
def set_password(program_id: int, form: str) -> ResponseReturnValue:
    here = open_program(program_id)
    listing.find_form(here, form)
    word = request.form.get("password", "")
    if word and len(word) < SHORTEST_PASSWORD:
        wrong = Words(
            f"密码至少 {SHORTEST_PASSWORD} 个字符。",
            f"At least {SHORTEST_PASSWORD} characters, please.",
        )
        return _one(here, form, wrong)
    kept = hash_password(word, shortest=SHORTEST_PASSWORD) if word else None
    form_links.set_password(here.space, program_id, form, kept)
    _note(here, "form.password", form, {"set": bool(word)})
    flash(w("密码已设置", "The password is set") if word else w("密码已清除", "No password now"))
    return redirect(here.url("forms.one", form=form))


@blueprint.post("/<form>/link")
@policy(Can.EDIT_DRAFT)
def renew(program_id: int, form: str) -> ResponseReturnValue:
    here = open_program(program_id)
    listing.find_form(here, form)
    form_links.renew(here.space, program_id, form, at=here.now)
    _note(here, "form.link_renewed", form, {})
    flash(w("已换成新链接，旧链接不再有效", "There is a new link; the old one leads nowhere"))
    return redirect(here.url("forms.one", form=form))


def _note(here: Here, action: str, form: str, detail: dict[str, object]) -> None:
    audit.note(
        here.space,
        at=here.now,
        actor=here.visitor.user.email,
        action=action,
        subject=f"form:{form}",
        detail=detail,
    )


@blueprint.get("/<form>/qr.svg")
@policy(Can.READ_PROGRAM)
def qr_svg(program_id: int, form: str) -> ResponseReturnValue:
    return _qr(open_program(program_id), form, "svg", "image/svg+xml")


@blueprint.get("/<form>/qr.png")
@policy(Can.READ_PROGRAM)
def qr_png(program_id: int, form: str) -> ResponseReturnValue:
    return _qr(open_program(program_id), form, "png", "image/png")


def _qr(here: Here, form: str, kind: str, content_type: str) -> Response:
    _, _, link = listing.find_form(here, form)
    if link is None:
        raise NotFound("这份表单还没有链接。", "This form has no link yet.")
    drawn = io.BytesIO()
    # A quarter of it may be covered by a logo or a scratch, and it is still read.
    segno.make(listing.public_url(link), error="q", micro=False).save(
        drawn, kind=kind, scale=12, border=4, dark="#171d2b", light="#ffffff"
    )
    return Response(drawn.getvalue(), content_type=content_type)


@blueprint.route("/<form>/try", methods=["GET", "POST"], endpoint="trial")
@policy(Can.READ_PROGRAM)
@own_transactions
def try_it(program_id: int, form: str) -> ResponseReturnValue:
    here = open_program(program_id)
    filling = trial.begin(trial.open_trial(here, form))
    if request.method == "GET":
        return _tried(here, filling, filling.first())
    step, page = filling.advance()
    if step is Step.SEND:
        return _tried(here, filling, page, kept=trial.kept(filling))
    return _tried(here, filling, page, REFUSED if page.findings else 200)


@blueprint.post("/<form>/try/look")
@policy(Can.READ_PROGRAM)
@own_transactions
def trial_look(program_id: int, form: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return jsonify(states(trial.begin(trial.open_trial(here, form)).first()))


def _tried(
    here: Here,
    filling: Filling,
    page: Page,
    status: int = 200,
    kept: list[trial.Kept] | None = None,
) -> ResponseReturnValue:
    opened, key = filling.opened, filling.opened.link.form
    drawn = show(
        "portal/form.html" if kept is None else "forms/tried.html",
        opened=opened,
        form=opened.form.form,
        club=opened.live.checked.program.label,
        sheet=filling.sheet,
        stamp=filling.stamp,
        bits=guarding.BITS,
        door="",
        page=page,
        kept=kept,
        is_trial=True,
        here_url=here.url("forms.trial", form=key),
        look_url=here.url("forms.trial_look", form=key),
        back_url=here.url("forms.all_forms"),
    )
    return drawn, status
