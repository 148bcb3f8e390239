"""Cursors of pages: signed, so that what comes back is what was given out."""

import hashlib
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.errors import Finding
from app.runtime.listing import Mark
from app.web import bearer
from app.web.api.problems import Refusal


def write(mark: Mark, question: tuple[str, ...]) -> str:
    content = [mark.value, mark.record_id, _about(question)]
    return str(_serializer().dumps(content))


def read(text: str, question: tuple[str, ...]) -> Mark:
    """Read a cursor of the same question. Raises `Refusal`."""
    try:
        value, record_id, about = _serializer().loads(text)
    except BadData as error:
        raise _not_ours() from error
    if about != _about(question):
        raise _not_ours()
    return Mark(value=value, record_id=record_id)


def _not_ours() -> Refusal:
    finding = Finding.of(
        "?cursor",
        "请原样使用上一页的 next，并保持 filter 和 sort 不变。",
        "Use `next` of the page before as it is, with the same filter and sort.",
    )
    return Refusal(400, "这个 cursor 不能用。", "This cursor will not do.", findings=(finding,))


def _about(question: tuple[str, ...]) -> str:
    asked: Any = (bearer.key().program_id, *question)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.secret_key]
    return URLSafeSerializer(keys, salt="rungs.api.cursor")
