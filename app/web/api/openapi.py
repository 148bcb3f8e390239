"""The OpenAPI description, written from the declarations of the operations."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from app.access import Scope
from app.web.api.answers import PROBLEM
from app.web.api.operations import IDEMPOTENCY_KEY, Operation, Parameter, Place, Said
from app.web.api.problems import CONTENT_TYPE, TITLES
from app.web.api.schemas import Schema, schema
from app.words import Language, Words

ROOT = "/api/v1"
JSON = "application/json"
TITLE = Words("登阶 HTTP 接口", "HTTP API of Rungs")
ABOUT = Words(
    "一个密钥属于一个工作区的一个方案。错误一律是 problem details（RFC 9457），"
    "语言随 Accept-Language。",
    "A key belongs to one programme of one workspace. Errors are problem details (RFC 9457) in the"
    " language of Accept-Language.",
)


def describe(operations: Iterable[Operation], language: Language) -> dict[str, Any]:
    """Write the whole description in one language."""
    named: dict[str, Schema] = {}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, named, language)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE.to(language),
            "version": version("rungs"),
            "description": ABOUT.to(language),
        },
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(named.items())),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(
    operation: Operation, named: dict[str, Schema], language: Language
) -> dict[str, Any]:
    parameters = [*operation.parameters, *([IDEMPOTENCY_KEY] if operation.writes else [])]
    content: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.title.to(language),
        "description": operation.about.to(language),
        "parameters": [_parameter(each, named, language) for each in parameters],
        "responses": _responses(operation, named, language),
    }
    if isinstance(operation.policy, Scope):
        content["security"] = [{"key": []}]
        content["x-scope"] = operation.policy.value
    if operation.body is not None:
        body = {"schema": schema(operation.body, named, language)}
        content["requestBody"] = {"required": True, "content": {JSON: body}}
    return content


def _parameter(
    parameter: Parameter, named: dict[str, Schema], language: Language
) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place.value,
        "required": parameter.needed or parameter.place is Place.PATH,
        "description": parameter.about.to(language),
        "schema": schema(parameter.shape, named, language),
    }


def _responses(
    operation: Operation, named: dict[str, Schema], language: Language
) -> dict[str, Any]:
    found = {str(each): _said(said, named, language) for each, said in operation.answers.items()}
    problem = {CONTENT_TYPE: {"schema": schema(PROBLEM, named, language)}}
    for each in operation.refusals:
        found[str(each)] = {"description": TITLES[each].to(language), "content": problem}
    return found


def _said(said: Said, named: dict[str, Schema], language: Language) -> dict[str, Any]:
    content: dict[str, Any] = {
        "description": said.about.to(language),
        "content": {JSON: {"schema": schema(said.shape, named, language)}},
    }
    if said.headers:
        content["headers"] = {
            name: {"description": about.to(language), "schema": {"type": "string"}}
            for name, about in said.headers.items()
        }
    return content
