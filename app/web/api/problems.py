"""What went wrong, as problem details (RFC 9457), in the language of whoever asked."""

import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from app.errors import AppError, Finding, Invalid
from app.storage.trouble import trouble_of
from app.web import trouble
from app.web.bearer import Unauthorized, is_for_programs
from app.web.language import t
from app.web.problems import STATUS
from app.words import Words

log = structlog.get_logger(__name__)
CONTENT_TYPE = "application/problem+json"
UNFORESEEN = Words(
    "出错了，是我们的问题。请用同一个 Idempotency-Key 重试：已经做了的不会做两次。",
    "Something broke, and it is our fault. Try again under the same Idempotency-Key: what was"
    " done is not done twice.",
)

TITLES: dict[int, Words] = {
    400: Words("请求读不懂", "The request cannot be read"),
    401: Words("没有有效的密钥", "No key that is in force"),
    403: Words("密钥没有这个权限", "The key lacks a scope"),
    404: Words("没有这个资源", "There is no such thing"),
    405: Words("这个地址不接受这种方法", "This address does not take this method"),
    409: Words("与现有内容冲突", "This conflicts with what is there"),
    410: Words("已经不在了", "This is gone"),
    412: Words("别人已先改了", "Somebody else was faster"),
    413: Words("内容太大", "This is too large"),
    415: Words("内容类型不对", "This is not the right type of content"),
    422: Words("内容有误", "Some of this will not do"),
    428: Words("缺少 If-Match", "If-Match is needed"),
    429: Words("请慢一点", "Slower, please"),
    500: Words("出错了", "Something broke"),
    503: Words("稍后重试", "Try again in a moment"),
    507: Words("磁盘已满", "The disk is full"),
}


class Refusal(AppError):
    """A request that cannot be met, with the status that says so."""

    def __init__(
        self,
        status: int,
        zh: str,
        en: str,
        *,
        findings: tuple[Finding, ...] = (),
        again_after: int | None = None,
    ) -> None:
        super().__init__(zh, en)
        self.status = status
        self.findings = findings
        self.again_after = again_after
        """Seconds after which it may be met, where that can be said."""


def answer_for(blueprint: Blueprint) -> None:
    """Answer with problem details whatever happens below `/api/`."""
    blueprint.before_app_request(_refuse_unknown_address)
    blueprint.register_error_handler(AppError, _of_the_product)
    blueprint.register_error_handler(HTTPException, _of_http)
    blueprint.register_error_handler(Exception, unforeseen)


def _refuse_unknown_address() -> Response | None:
    error = request.routing_exception
    return _of_http(error) if is_for_programs() and error is not None else None


def _of_the_product(error: AppError) -> Response:
    findings = error.findings if isinstance(error, Invalid | Refusal) else ()
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthorized) else {}
    if isinstance(error, Refusal) and error.again_after is not None:
        headers["Retry-After"] = str(error.again_after)
    return document(_status_of(error), error.words, findings=findings, headers=headers)


def _status_of(error: AppError) -> int:
    match error:
        case Refusal(status=status):
            return status
        case Unauthorized():
            return 401
        case _:
            known = (STATUS[each] for each in type(error).__mro__ if each in STATUS)
            return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


HTTP_WORDS: dict[int, Words] = {
    400: Words("请求的地址或标头有误。", "The address or a header of the request is wrong."),
    404: Words(
        "没有这个地址。可用的地址见 /api/v1/openapi.json。",
        "There is no such address. Those that exist are listed in /api/v1/openapi.json.",
    ),
    405: Words("请用 Allow 标头里列出的方法。", "Use one of the methods in the header Allow."),
    413: Words("请求体最多 2 MiB。请分成几次提交。", "A body has at most 2 MiB. Send it in parts."),
}


def _of_http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        response = error.get_response()
        assert isinstance(response, Response)
        return response
    allowed = {key: value for key, value in error.get_headers() if key == "Allow"}
    return document(status, HTTP_WORDS.get(status, HTTP_WORDS[400]), headers=allowed)


def unforeseen(error: Exception) -> Response:
    """Answer what nobody foresaw; a database that takes nothing now may take it later."""
    found = trouble_of(error)
    trace = traceback.format_exception(error)
    if found is not None:
        said = trouble.note(found)
        log.error("database in trouble", status=said.status, trace=trace)
        return document(said.status, said.text, headers=said.headers)
    log.error("unforeseen", error=type(error).__name__, trace=trace)
    return document(500, UNFORESEEN, more={"reference": g.get("request_id")})


def document(
    status: int,
    detail: Words,
    *,
    findings: tuple[Finding, ...] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Write problem details; findings say where in the request something is wrong."""
    content = {
        "type": "about:blank",
        "title": t(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": t(detail),
        "findings": [finding_json(each) for each in findings],
        **(more or {}),
    }
    response = Response(orjson.dumps(content), status=status, content_type=CONTENT_TYPE)
    response.headers.update(headers or {})
    return response


def finding_json(finding: Finding) -> dict[str, Any]:
    """Write a finding in the language of whoever asked."""
    content: dict[str, Any] = {
        "path": finding.path,
        "message": t(finding.message),
        "severity": finding.severity.value,
    }
    if finding.fix is not None:
        content["fix"] = t(finding.fix)
    if finding.example is not None:
        shown = finding.example
        content["example"] = {"said": t(shown.said), "values": dict(shown.values)}
    return content
