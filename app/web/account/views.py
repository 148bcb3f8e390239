"""Sign-in, sign-out, language, theme, and the place where somebody lands."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from app.access import Can
from app.errors import AppError
from app.storage import accounts
from app.storage.programs import programs
from app.web import signing
from app.web.account.forms import SignInForm
from app.web.account.sign_ins import WrongPassword, by_link, by_password
from app.web.database import space
from app.web.frame import shell_without_program
from app.web.language import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from app.web.pages import A_YEAR, show
from app.web.policy import PUBLIC, SIGNED, policy
from app.web.redirects import place_within
from app.web.services import services
from app.web.signing import visitor
from app.web.throttling import TooOften
from app.words import LANGUAGES, Words

blueprint = Blueprint("account", __name__)


@blueprint.get("/")
@policy(SIGNED)
def start() -> ResponseReturnValue:
    known = visitor()
    if known and known.may(Can.READ_PROGRAM) and (found := programs(space())):
        return redirect(url_for("records.home", program_id=found[0].id))
    if known and known.may(Can.REDEEM) and (found := programs(space())):
        return redirect(url_for("benefits.counter", program_id=found[0].id))
    if known and known.may(Can.CREATE_PROGRAMS):
        return redirect(url_for("gallery.gallery"))
    return show("account/start.html", shell=shell_without_program(Words("开始", "Start")))


@blueprint.get("/sign-in")
@policy(PUBLIC)
def sign_in() -> ResponseReturnValue:
    if visitor():
        return redirect(place_within(request.args.get("next")))
    form = SignInForm(formdata=None, data={"next": request.args.get("next", "")})
    return show("account/sign_in.html", form=form, notice=_notice(), refused=False)


def _notice() -> Words | None:
    if signing.is_secure() and not request.is_secure:
        return Words(
            "请用 https 地址打开，否则浏览器不会保留登录。",
            "Open this by its https address, or the browser will not keep you signed in.",
        )
    if request.args.get("next", "/") not in {"", "/"}:
        return Words("请先登录。", "Please sign in first.")
    return None


@blueprint.post("/sign-in")
@policy(PUBLIC)
def enter() -> ResponseReturnValue:
    form = SignInForm()
    try:
        user_id = by_password(form.email.data or "", form.password.data or "")
    except (WrongPassword, TooOften) as error:
        return _refused(form, error)
    return _signed_in(user_id, form.next.data)


def _refused(form: SignInForm, error: AppError) -> ResponseReturnValue:
    status = 429 if isinstance(error, TooOften) else 401
    page = show("account/sign_in.html", form=form, notice=error.words, refused=True)
    return page, status


def _signed_in(user_id: int, wanted: str | None) -> BaseResponse:
    response = redirect(place_within(wanted))
    signing.begin(_as_response(response), user_id)
    return response


def _as_response(response: BaseResponse) -> Response:
    assert isinstance(response, Response)
    return response


@blueprint.get("/sign-in/<secret>")
@policy(PUBLIC)
def link(secret: str) -> ResponseReturnValue:
    return show("account/link.html", secret=secret)


@blueprint.post("/sign-in/<secret>")
@policy(PUBLIC)
def use_link(secret: str) -> ResponseReturnValue:
    return _signed_in(by_link(secret), None)


@blueprint.post("/sign-out")
@policy(PUBLIC)
def sign_out() -> ResponseReturnValue:
    response = redirect(url_for("account.sign_in"))
    signing.end(_as_response(response))
    return response


@blueprint.post("/preferences")
@policy(PUBLIC)
def prefer() -> ResponseReturnValue:
    chosen = {
        name: request.form[name]
        for name, known in (("language", LANGUAGES), ("theme", THEMES))
        if request.form.get(name) in known
    }
    if chosen and (known := visitor()):
        with services().engine.begin() as connection:
            accounts.prefer(connection, known.user.id, **chosen)
    response = redirect(place_within(request.form.get("next")))
    for name, cookie in (("language", LANGUAGE_COOKIE), ("theme", THEME_COOKIE)):
        if name in chosen:
            response.set_cookie(
                cookie,
                chosen[name],
                max_age=A_YEAR,
                secure=signing.is_secure(),
                httponly=True,
                samesite="Lax",
            )
    return response


@blueprint.post("/workspace")
@policy(SIGNED)
def change_workspace() -> ResponseReturnValue:
    known = visitor()
    assert known is not None
    wanted = request.form.get("workspace", type=int)
    response = redirect(url_for("account.start"))
    signing.begin(_as_response(response), known.user.id, workspace_id=wanted)
    return response
