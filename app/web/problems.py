"""Error pages: what went wrong, why, what now; what was typed comes back with them."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import AppError, Conflict, Finding, Forbidden, Invalid, NotFound
from app.storage.trouble import trouble_of
from app.web import trouble
from app.web.language import t
from app.web.throttling import TooOften
from app.words import Words

log = structlog.get_logger(__name__)
STATUS: dict[type[AppError], int] = {
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    Forbidden: 403,
    TooOften: 429,
}
UNFORESEEN = 500
TOO_LARGE = 413
NEVER_SHOWN = ("csrf_token", "password")
LONGEST_KEPT = 65_536

TITLES: dict[int, tuple[Words, Words]] = {
    400: (
        Words("这个请求无法理解", "This request makes no sense"),
        Words("请返回上一页再试一次。", "Go back and try again."),
    ),
    401: (
        Words("请重新登录", "Please sign in again"),
        Words(
            "为了安全，登录会在 30 分钟不操作后结束。请在新标签页登录，再把内容复制回去。",
            "A sign-in ends after 30 idle minutes. Sign in on a new tab, then copy this back.",
        ),
    ),
    403: (
        Words("你的角色不能做这件事", "Your role may not do this"),
        Words("请让工作区的所有者调整你的角色。", "Ask an owner of the workspace."),
    ),
    404: (
        Words("没有这个页面", "There is no such page"),
        Words(
            "地址可能写错了，或者它属于别的工作区。",
            "The address may be mistyped, or belong to another workspace.",
        ),
    ),
    405: (
        Words("这个地址不接受这种请求", "This address takes no such request"),
        Words("请从页面上的按钮进入。", "Use the buttons of the pages."),
    ),
    409: (
        Words("别人已先改了", "Somebody else was faster"),
        Words("请打开最新的内容，对照后再保存。", "Open the latest, compare, then save."),
    ),
    413: (
        Words("内容太大", "This is too large"),
        Words("请分成几次提交。", "Send it in parts."),
    ),
    422: (
        Words("还不能这样保存", "This cannot be accepted yet"),
        Words("请改好下面的问题再提交。", "Put the following right and send it again."),
    ),
    429: (
        Words("尝试次数过多", "Too many attempts"),
        Words("请稍等片刻。", "Wait a moment."),
    ),
    500: (
        Words("出错了，是我们的问题", "Something broke, and it is our fault"),
        Words(
            "没有保存任何改动。请再试一次；若仍出错，把下面的编号发给管理员。",
            "Nothing was changed. Try again; if it stays, give the reference to whoever runs this.",
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an error page says."""

    status: int
    title: Words
    text: Words
    advice: Words
    findings: tuple[Finding, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """What was typed, by the name of its field."""
    typed: tuple[tuple[str, str], ...] = ()
    again: str | None = None
    """Where the same form may be sent once more."""
    reference: str | None = None


def register(app: Flask) -> None:
    app.register_error_handler(AppError, _of_the_product)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def _of_the_product(error: AppError) -> ResponseReturnValue:
    status = next((STATUS[each] for each in type(error).__mro__ if each in STATUS), UNFORESEEN)
    findings = error.findings if isinstance(error, Invalid) else ()
    return answer(status, error.words, findings=findings)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    title = Words("这个表单放得太久了", "This form waited too long")
    text = Words(
        "登录状态变了，所以没有保存。", "The sign-in has changed since, so nothing was saved."
    )
    return answer(400, text, title=title, again=_came_from_here())


def _of_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or UNFORESEEN
    if status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    return answer(status, Words("", ""))


def _unforeseen(error: Exception) -> ResponseReturnValue:
    found = trouble_of(error)
    if found is not None:
        return _in_trouble(trouble.note(found), error)
    log.error("unforeseen", error=type(error).__name__, trace=traceback.format_exception(error))
    return answer(UNFORESEEN, Words("", ""))


def _in_trouble(said: trouble.Said, error: Exception) -> ResponseReturnValue:
    """Say that nothing was kept, and keep what was typed for when it can be."""
    log.error("database in trouble", status=said.status, trace=traceback.format_exception(error))
    found = answer(
        said.status, said.text, title=said.title, advice=said.advice, again=_came_from_here()
    )
    return (*found, dict(said.headers)) if isinstance(found, tuple) else found


def answer(
    status: int,
    text: Words,
    *,
    title: Words | None = None,
    advice: Words | None = None,
    findings: tuple[Finding, ...] = (),
    again: str | None = None,
) -> ResponseReturnValue:
    """Answer with a page, or with a problem document where a program asks."""
    usual, hint = TITLES.get(status, TITLES[UNFORESEEN if status >= UNFORESEEN else 400])
    problem = Problem(
        status=status,
        title=title or usual,
        text=text,
        advice=advice or hint,
        findings=findings,
        kept=_kept() if status != TOO_LARGE else {},
        typed=_typed() if again else (),
        again=again,
        reference=g.get("request_id") if status >= UNFORESEEN else None,
    )
    if wants_json():
        return _as_json(problem)
    return render_template("errors/error.html", problem=problem), status


def wants_json() -> bool:
    accepted = request.accept_mimetypes
    return request.path.startswith("/api/") or accepted["application/json"] > accepted["text/html"]


def _as_json(problem: Problem) -> ResponseReturnValue:
    body = jsonify(
        type="about:blank",
        status=problem.status,
        title=t(problem.title),
        detail=t(problem.text) or t(problem.advice),
        findings=[{"path": each.path, "message": t(each.message)} for each in problem.findings],
    )
    body.content_type = "application/problem+json"
    return body, problem.status


def _typed() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text[:LONGEST_KEPT])
        for name, text in request.form.items(multi=True)
        if name not in NEVER_SHOWN
    )


def _kept() -> dict[str, str]:
    """Give back what somebody wrote; single words and choices are no loss."""
    if request.method != "POST":
        return {}
    return {
        name: text
        for name, text in _typed()
        if len(text) > len("2026-03-01 10:00:00") or "\n" in text
    }


def _came_from_here() -> str | None:
    """Say where to send the form again, if the browser vouches that it is one of our own."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.path if ours and _typed() else None
