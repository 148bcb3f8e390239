"""Asking a provider over HTTP, and what its answer, or the lack of one, means."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from app.outbound import Answer, Door, OutboundError, Unanswered
from app.runtime.channel_settings import Ask, Setting
from app.runtime.channels.base import (
    OK,
    REDIRECTS,
    Delivery,
    Failed,
    Outcome,
    Sent,
    Unknown,
    by_status,
    shortened,
)
from app.words import Words

JSON = {"Content-Type": "application/json; charset=utf-8"}
AGAIN_IN = 60

TEMPLATES = Setting(
    key="templates",
    label=Words("各消息模板对应的服务商模板", "Provider's template by message template"),
    help=Words(
        "每行一个：消息模板的键=服务商的模板编号。没写到的用上面的模板。",
        "One per line: key of the message template=the provider's template. "
        "All others use the one above.",
    ),
    ask=Ask.LINES,
)


def asked(
    door: Door,
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    repeatable: bool,
    method: str = "POST",
) -> Answer | Failed | Unknown:
    """Ask once. Without an answer, only what may be repeated is known to be worth another try."""
    try:
        return door.request(method, url, headers=headers, body=body)
    except Unanswered as error:
        if error.asked and not repeatable:
            return Unknown(why=error.words)
        return Failed(why=error.words)
    except OutboundError as error:
        return Failed(why=error.words)


def asked_json(door: Door, url: str, payload: Any, *, repeatable: bool) -> dict[str, Any] | Outcome:
    """Post JSON and give the JSON that comes back."""
    answer = asked(door, url, body=orjson.dumps(payload), headers=JSON, repeatable=repeatable)
    return read_json(answer) if isinstance(answer, Answer) else answer


def read_json(answer: Answer) -> dict[str, Any] | Outcome:
    """Read an answer that was accepted; others mean what their status says."""
    if not OK <= answer.status < REDIRECTS:
        return by_status(answer)
    try:
        found = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        found = None
    if isinstance(found, dict):
        return found
    said = shortened(answer.body.decode("utf-8", "replace"))
    return Failed(
        why=Words(f"看不懂对方的应答：{said}", f"The answer cannot be understood: {said}")
    )


def refused(code: object, said: object, **more: Any) -> Failed:
    """Say with which words a provider refused."""
    text = shortened(f"{said}")
    return Failed(
        why=Words(f"服务商拒绝（{code}）：{text}", f"The provider refused ({code}): {text}"), **more
    )


def judged(
    found: dict[str, Any] | Outcome, code: str, said: str, means: Callable[[Any], dict[str, Any]]
) -> Outcome:
    """Judge an answer that says 0 in `code` when all is well; `means` knows the other codes."""
    if not isinstance(found, dict):
        return found
    number = found.get(code)
    if number in (0, "0"):
        return Sent()
    return refused(number, found.get(said, ""), **means(number))


def both(delivery: Delivery) -> str:
    """Title and text in one, for those who know no titles."""
    said = delivery.rendered
    return f"{said.title}\n{said.text}" if said.title else said.text
