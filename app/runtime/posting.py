"""Any provider that takes a message as an HTTP request: the account says how it looks."""

import re
from collections.abc import Callable
from urllib.parse import quote

import orjson

from app.outbound import Answer, Door
from app.runtime.channel_settings import Ask, Setting, pairs, per_minute
from app.runtime.channels.base import (
    Account,
    ChannelKind,
    Delivery,
    Failed,
    Outcome,
    Sent,
    by_status,
    shortened,
    value_of,
)
from app.runtime.provider_calls import asked
from app.words import Words

PLACE = re.compile(r"\{(title|text|to|key)\}")
JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
TYPES = {
    JSON_TYPE: Words("JSON", "JSON"),
    FORM_TYPE: Words("表单", "Form"),
}


ADDRESS = Setting(
    key="url",
    label=Words("网址", "Address"),
    help=Words(
        "消息以 POST 发到这里；里面有密码时写在请求头里。",
        "Messages are posted here; passwords belong in the headers.",
    ),
    required=True,
)
FORMAT = Setting(
    key="type",
    label=Words("格式", "Format"),
    ask=Ask.CHOICE,
    choices=TYPES,
    default=JSON_TYPE,
)
AUTHORIZATION = Setting(
    key="header",
    label=Words("授权请求头", "Authorization header"),
    help=Words(
        "整个 Authorization 头的内容，例如 Bearer …",
        "All of the Authorization header, such as Bearer …",
    ),
    ask=Ask.SECRET,
)
HEADERS = Setting(
    key="headers",
    label=Words("其他请求头", "Further headers"),
    help=Words("每行一个：名称=内容。", "One per line: name=value."),
    ask=Ask.LINES,
)
SUCCEEDED = Setting(
    key="succeeded",
    label=Words("成功时应答里有", "A success says"),
    help=Words('留空则只看状态码；例如 "code":0', 'Empty: the status decides. Such as "code":0'),
)


def settings_of(field: Setting, body: str) -> tuple[Setting, ...]:
    """Give what is asked of an account: where its addresses are, and a body to begin with."""
    content = Setting(
        key="body",
        label=Words("请求内容", "Body of the request"),
        help=Words(
            "可以写 {to}、{title}、{text}、{key}，会按格式转义。",
            "{to}, {title}, {text} and {key} are put in, escaped as the format needs.",
        ),
        default=body,
    )
    return (
        ADDRESS,
        FORMAT,
        content,
        AUTHORIZATION,
        HEADERS,
        SUCCEEDED,
        field,
        per_minute(600),
    )


def send(kind: ChannelKind, delivery: Delivery, account: Account, door: Door) -> Outcome:
    sort = str(value_of(kind, account, "type"))
    headers = {
        "Content-Type": sort,
        "Idempotency-Key": delivery.idem,
        **pairs(value_of(kind, account, "headers")),
    }
    secret = value_of(kind, account, "header")
    if secret:
        headers["Authorization"] = str(secret)
    escaped = _in_json if sort == JSON_TYPE else _in_form
    body = _filled(str(value_of(kind, account, "body")), delivery, escaped).encode()
    url = str(value_of(kind, account, "url"))
    answer = asked(door, url, body=body, headers=headers, repeatable=False)
    if not isinstance(answer, Answer):
        return answer
    outcome = by_status(answer)
    wanted = value_of(kind, account, "succeeded")
    said = answer.body.decode("utf-8", "replace")
    if isinstance(outcome, Sent) and wanted and _close(str(wanted)) not in _close(said):
        return Failed(
            why=Words(
                f"应答里没有“{wanted}”：{shortened(said)}",
                f"The answer does not say {wanted!r}: {shortened(said)}",
            )
        )
    return outcome


def _filled(pattern: str, delivery: Delivery, escaped: Callable[[str], str]) -> str:
    said = delivery.rendered
    values = {"title": said.title, "text": said.text, "to": delivery.to, "key": delivery.idem}
    return PLACE.sub(lambda found: escaped(values[found[1]]), pattern)


def _in_json(text: str) -> str:
    """Escape for the inside of a text in JSON."""
    return orjson.dumps(text).decode()[1:-1]


def _in_form(text: str) -> str:
    return quote(text, safe="")


def _close(text: str) -> str:
    """Leave out white space: it says nothing in JSON."""
    return "".join(text.split())
