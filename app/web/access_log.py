"""Each request has a name in the logs, and leaves one line there."""

import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from app.web.services import services

NAME_OF_REQUEST = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = _given_name() or uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _given_name() -> str | None:
    """Take the name that a proxy of ours has given; a stranger's would only confuse."""
    name = request.headers.get("X-Request-Id", "")
    trusted = services().config.trusted_proxies > 0
    return name if trusted and NAME_OF_REQUEST.fullmatch(name) else None


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    if request.blueprint != "health":
        log.info(
            "request",
            method=request.method,
            # The pattern and not the address: a sign-in link is a secret.
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
        )
    return response
