"""Shapes described as JSON Schema, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from app.web.api.shapes import (
    Anything,
    ByKey,
    Either,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Shape,
    Share,
    Text,
    Whole,
)
from app.words import Language

Schema = dict[str, Any]


def schema(shape: Shape, named: dict[str, Schema], language: Language) -> Schema:
    """Describe a shape as JSON Schema; objects with a name are put into `named` once."""
    if isinstance(shape, Keyed) and shape.name is not None:
        if shape.name not in named:
            named[shape.name] = {}
            named[shape.name] = _object(shape, named, language)
        return {"$ref": f"#/components/schemas/{shape.name}"}
    match shape:
        case OrNull(shape=inner):
            found = schema(inner, named, language)
            return {"anyOf": [found, {"type": "null"}]}
        case Either(shapes=shapes):
            return {"anyOf": [schema(each, named, language) for each in shapes]}
        case Keyed():
            return _object(shape, named, language)
        case Listed(item=item, least=least, most=most):
            content = _without_none(minItems=least or None, maxItems=most)
            found = {"type": "array", "items": schema(item, named, language), **content}
        case ByKey(value=value, exactly=exactly):
            content = _without_none(minProperties=exactly, maxProperties=exactly)
            inner_schema = schema(value, named, language)
            found = {"type": "object", "additionalProperties": inner_schema, **content}
        case _:
            found = _scalar(shape)
    about = shape.about.to(language)
    return {**found, "description": about} if about else found


def _scalar(shape: Text | Whole | Share | Flag | OneOf | Anything) -> Schema:
    match shape:
        case Text():
            content = _without_none(
                maxLength=shape.longest,
                minLength=shape.shortest or None,
                pattern=shape.pattern,
                format=shape.format,
            )
            more: Mapping[str, Any] = {"examples": [shape.example]} if shape.example else {}
            return {"type": "string", **content, **more}
        case Whole(least=least, most=most):
            return {"type": "integer", **_without_none(minimum=least, maximum=most)}
        case Share():
            return {"type": "number"}
        case Flag():
            return {"type": "boolean"}
        case OneOf(words=words):
            return {"type": "string", "enum": list(words)}
        case Anything():
            return {}


def _object(shape: Keyed, named: dict[str, Schema], language: Language) -> Schema:
    required = [each.key for each in shape.parts if each.needed]
    more = False if shape.more is None else schema(shape.more, named, language)
    content: Schema = {
        "type": "object",
        "properties": {each.key: schema(each.shape, named, language) for each in shape.parts},
        "additionalProperties": more or (shape.more is not None),
    }
    if required:
        content["required"] = required
    about = shape.about.to(language)
    return {**content, "description": about} if about else content


def _without_none(**content: Any) -> Schema:
    return {key: value for key, value in content.items() if value is not None}
