"""What tells nodes apart that may come to different values; where they stand does not."""

from typing import Any

import orjson

from app.expression.tree import (
    Apply,
    Constant,
    Convert,
    Guard,
    Listing,
    Quantifier,
    RankCut,
    Rollup,
    Transform,
    Typed,
    Variable,
)


def likeness(node: Typed) -> str:
    """Give the same text for nodes that always come to the same."""
    if isinstance(node, Rollup):
        return node.normal_form
    return orjson.dumps(_parts(node)).decode()


def _parts(node: Typed) -> Any:
    match node:
        case Constant(value=value, type=kind):
            return [type(kind).__name__, getattr(kind, "scale", None), repr(value)]
        case Variable(name=name):
            return {"var": name}
        case Listing(items=items):
            return [_parts(each) for each in items]
        case Convert(value=value, type=kind) | Guard(value=value, type=kind):
            return {type(node).__name__: [repr(kind), _parts(value)]}
        case Apply(operator=operator, arguments=arguments, words=words):
            return {operator: [*words, *(_parts(each) for each in arguments)]}
        case Quantifier(operator=operator, relation=relation, items=items, condition=condition):
            return {operator: [relation, items and _parts(items), _parts(condition)]}
        case Transform(operator=operator, items=items, body=body, start=start):
            return {operator: [_parts(items), _parts(body), start and _parts(start)]}
        case Rollup(normal_form=form) | RankCut(normal_form=form):
            return {"metric": form, "negated": getattr(node, "negated", False)}
