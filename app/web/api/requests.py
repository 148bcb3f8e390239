"""Carrying out an operation: read the request as declared, do it once, write the answer."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import Response, request

from app.clock import to_instant
from app.errors import Conflict, Finding, Invalid
from app.storage import inbox
from app.web import bearer
from app.web.api.bodies import JSON_TYPE, read_body
from app.web.api.operations import IDEMPOTENCY_KEY, Answer, Asked, Operation, Parameter, Place
from app.web.api.problems import Refusal
from app.web.api.shapes import Flag, Shape, Whole, wrong
from app.web.database import connection
from app.web.services import services

KEY = re.compile(r"[!-~]{1,128}", re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
REPLAYED = "Idempotent-Replayed"


def carry_out(operation: Operation, path: Mapping[str, str]) -> Response:
    asked = _read(operation, path)
    answer = _once(operation, asked) if operation.writes else operation.view(asked)
    if operation.afterwards is not None:
        connection().commit()
        content = operation.afterwards(answer.content)
        answer = Answer(content=content, status=answer.status, headers=answer.headers)
    body = orjson.dumps(answer.content)
    response = Response(body, status=answer.status, content_type=JSON_TYPE)
    response.headers.update(answer.headers)
    return response


def _read(operation: Operation, path: Mapping[str, str]) -> Asked:
    texts = [*path.values(), *request.args.keys(), *request.args.values()]
    if any("\x00" in each for each in texts):
        raise Refusal(400, "地址里不能有 NUL 字符。", "An address may not contain NUL.")
    query = _query([each for each in operation.parameters if each.place is Place.QUERY])
    body = None
    if operation.body is not None:
        body = read_body()
        findings = tuple(wrong(operation.body, body))
        if findings:
            raise Invalid("请求内容有误。", "Some of the request will not do.", findings)
    names = [each.name for each in operation.parameters if each.place is Place.HEADER]
    headers = {name: request.headers[name] for name in names if name in request.headers}
    return Asked(path=path, query=query, headers=headers, body=body)


def _query(known: list[Parameter]) -> dict[str, Any]:
    by_name = {each.name: each for each in known}
    found: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, texts in request.args.lists():
        if name not in by_name:
            findings.append(_no_parameter(name, by_name))
        elif len(texts) > 1:
            findings.append(Finding.of(f"?{name}", "只能写一次。", "This may be given once."))
        else:
            found[name] = _value(by_name[name].shape, texts[0])
            findings.extend(wrong(by_name[name].shape, found[name], f"?{name}"))
    if findings:
        raise Refusal(
            400,
            "地址里的参数有误。",
            "Some parameters of the address will not do.",
            findings=tuple(findings),
        )
    return found


def _no_parameter(name: str, known: Mapping[str, Parameter]) -> Finding:
    listed = ", ".join(known) or "—"
    return Finding.of(
        f"?{name[:60]}",
        f"没有这个参数。可用：{listed}。",
        f"There is no such parameter. Known: {listed}.",
    )


def _value(shape: Shape, text: str) -> Any:
    match shape:
        case Whole() if WHOLE.fullmatch(text):
            return int(text)
        case Flag() if text in {"true", "false"}:
            return text == "true"
        case _:
            return text


def _once(operation: Operation, asked: Asked) -> Answer:
    """Carry a write out, unless it has been already under the same idempotency key."""
    given = request.headers.get(IDEMPOTENCY_KEY.name)
    if given is None:
        return operation.view(asked)
    if not KEY.fullmatch(given):
        raise Refusal(
            400,
            "Idempotency-Key 应为 1 到 128 个可见的 ASCII 字符。",
            "An Idempotency-Key has 1 to 128 visible ASCII characters.",
        )
    space, name = bearer.space(), f"{bearer.key().program_id}:{given}"
    mark = _fingerprint(asked)
    before = inbox.receive(space, name, mark, at=to_instant(services().clock()))
    if before is None:
        answer = operation.view(asked)
        kept = {"content": answer.content, "headers": dict(answer.headers)}
        inbox.answered(space, name, answer.status, kept)
        return answer
    if before.fingerprint != mark:
        raise Conflict(
            "这个 Idempotency-Key 已用于另一个请求。请为每个请求换一个新的键。",
            "This Idempotency-Key was used for another request. Use a new one for each request.",
        )
    headers = {**before.answer["headers"], REPLAYED: "true"}
    return Answer(content=before.answer["content"], status=before.status, headers=headers)


def _fingerprint(asked: Asked) -> str:
    """Tell requests apart; the order of keys in a body makes no difference."""
    digest = hashlib.sha256()
    for each in _parts(asked):
        digest.update(len(each).to_bytes(8, "big") + each)
    return digest.hexdigest()


def _parts(asked: Asked) -> Iterator[bytes]:
    yield request.method.encode()
    yield request.path.encode()
    for content in (asked.query, asked.headers, asked.body):
        yield orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
