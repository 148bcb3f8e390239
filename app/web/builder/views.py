"""Views of the builder; each reads the request, calls one function and answers."""

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder.releases import Apply, NotReady
from app.errors import Conflict, Invalid
from app.web.builder import parameters as values
from app.web.builder import releases as published
from app.web.builder.backtest import backtest_page
from app.web.builder.forms import PublishForm, RestoreForm, ValueForm
from app.web.builder.model import PublishPage
from app.web.builder.moving import moving_file as file_of_moving
from app.web.builder.moving import moving_page
from app.web.builder.parameters import ParametersPage, ValuePage
from app.web.builder.releases import DraftMoved
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import own_transactions, policy
from app.words import Words

blueprint = Blueprint("builder", __name__, url_prefix="/programs/<int:program_id>")
NOT_SAVED = 422
TIERS = Words("等级", "Tiers")
RELEASES = Words("发布", "Releases")
PARAMETERS = Words("参数", "Parameters")
SETTINGS = Words("设置", "Settings")


@blueprint.get("/parameters")
@policy(Can.READ_PROGRAM)
def parameters(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _parameters(here, values.parameters_page(here))


def _parameters(here: Here, page: ParametersPage) -> str:
    home = Crumb(label=SETTINGS, url=here.url("settings.settings"))
    frame = shell(here, home, Crumb(label=PARAMETERS))
    return show("builder/parameters.html", shell=frame, page=page)


@blueprint.get("/parameters/<key>")
@policy(Can.PUBLISH)
def try_value(program_id: int, key: str) -> ResponseReturnValue:
    """Show what a new value would do; nothing is written."""
    here = open_program(program_id)
    if "value" not in request.args:
        return _parameters(here, values.parameters_page(here))
    typed = values.Typed.of(key, request.args.get("value", ""), request.args.get("case", ""))
    try:
        page = values.value_page(here, typed)
    except (Invalid, Conflict) as refused:
        return _parameters(here, values.parameters_page(here, typed, refused.words)), NOT_SAVED
    return _value(here, page, ValueForm(formdata=None, data=page.form))


def _value(here: Here, page: ValuePage, form: ValueForm) -> str:
    crumbs = (
        Crumb(label=SETTINGS, url=here.url("settings.settings")),
        Crumb(label=PARAMETERS, url=here.url("builder.parameters")),
        Crumb(label=page.label),
    )
    return show("builder/parameter.html", shell=shell(here, *crumbs), page=page, form=form)


@blueprint.post("/parameters/<key>")
@policy(Can.PUBLISH)
@own_transactions
def set_value(program_id: int, key: str) -> ResponseReturnValue:
    here, form = open_program(program_id), ValueForm()
    typed = values.Typed.of(key, form.value.data or "", form.case.data or "")
    try:
        if not form.validate():
            return _value(here, values.value_page(here, typed), form), NOT_SAVED
        made = values.publish(here, typed, note=form.note.data or "")
    except (Invalid, Conflict) as refused:
        return _parameters(here, values.parameters_page(here, typed, refused.words)), NOT_SAVED
    flash(_published(made))
    return redirect(here.url("builder.parameters"))


@blueprint.get("/releases")
@policy(Can.READ_PROGRAM)
def releases(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return show(
        "builder/releases.html",
        shell=shell(here, Crumb(label=RELEASES)),
        page=published.releases_page(here),
    )


@blueprint.get("/releases/next")
@policy(Can.PUBLISH)
def check(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    page = published.publish_page(here)
    return _check(
        here,
        page,
        PublishForm(formdata=None, data={"version": page.version, "apply": Apply.NOW.value}),
    )


@blueprint.get("/releases/next/backtest")
@policy(Can.PUBLISH)
def played(program_id: int) -> ResponseReturnValue:
    """Play the draft over the last year; nothing is written."""
    here = open_program(program_id)
    crumbs = (
        Crumb(label=Words("检查并发布", "Check and publish"), url=here.url("builder.check")),
        Crumb(label=Words("历史回测", "Backtest")),
    )
    return show("builder/backtest.html", shell=shell(here, *crumbs), page=backtest_page(here))


@blueprint.get("/releases/next/impact")
@policy(Can.READ_MEMBERS)
def moving(program_id: int) -> ResponseReturnValue:
    """List the members whom the draft would move; nothing is written."""
    here = open_program(program_id)
    page = moving_page(here)
    crumbs = (
        Crumb(label=Words("检查并发布", "Check and publish"), url=page.check_url),
        Crumb(label=Words("受影响的会员", "Members who move")),
    )
    return show("builder/moving.html", shell=shell(here, *crumbs), page=page)


@blueprint.get("/releases/next/impact.csv")
@policy(Can.READ_MEMBERS)
def moving_file(program_id: int) -> ResponseReturnValue:
    return Response(
        file_of_moving(open_program(program_id)),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=impact.csv"},
    )


def _check(here: Here, page: PublishPage, form: PublishForm, problem: Words | None = None) -> str:
    crumbs = (
        Crumb(label=RELEASES, url=here.url("builder.releases")),
        Crumb(label=Words("检查并发布", "Check and publish")),
    )
    frame = shell(here, *crumbs)
    return show("builder/publish.html", shell=frame, page=page, form=form, problem=problem)


@blueprint.post("/releases")
@policy(Can.PUBLISH)
@own_transactions
def publish(program_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), PublishForm()
    if not form.validate():
        return _check(here, published.publish_page(here), form), NOT_SAVED
    version = int(form.version.data) if str(form.version.data).isdecimal() else 0
    try:
        made = published.publish(
            here, version=version, note=form.note.data or "", apply=Apply(form.apply.data)
        )
    except (NotReady, DraftMoved) as refused:
        page = published.publish_page(here)
        form.version.data = page.version
        return _check(here, page, form, refused.words), NOT_SAVED
    flash(_published(made))
    return redirect(here.url("builder.releases"))


def _published(made: published.Live) -> str:
    told = w(f"第 {made.number} 版已生效。", f"Release {made.number} is live.")
    if made.placed is None:
        return told + w(
            "会员的等级按您的选择暂不重评。", " As you chose, nobody is placed by it now."
        )
    if made.placed:
        return told + w("会员已按新规则定级。", " Members are placed by it.")
    return told + w("后台正在按它为会员定级。", " The members are being placed by it.")


@blueprint.get("/releases/<int:number>")
@policy(Can.READ_PROGRAM)
def release(program_id: int, number: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _release(here, number, RestoreForm(formdata=None))


def _release(here: Here, number: int, form: RestoreForm) -> str:
    page = published.release_page(here, number)
    label = Words(f"第 {number} 版", f"Release {number}")
    crumbs = (Crumb(label=RELEASES, url=here.url("builder.releases")), Crumb(label=label))
    offered = form if here.visitor.may(Can.PUBLISH) and not page.live else None
    return show("builder/release.html", shell=shell(here, *crumbs), page=page, form=offered)


@blueprint.post("/releases/<int:number>")
@policy(Can.PUBLISH)
@own_transactions
def restore(program_id: int, number: int) -> ResponseReturnValue:
    here, form = open_program(program_id), RestoreForm()
    if not form.validate():
        return _release(here, number, form), NOT_SAVED
    flash(_published(published.roll_back(here, number)))
    return redirect(here.url("builder.releases"))
