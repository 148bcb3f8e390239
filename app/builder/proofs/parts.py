"""The parts that make up a condition, and the condition without some of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.builder.proofs.asking import LadderProof, meets
from app.errors import Example
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, Scope
from app.words import Words

JOINTS = frozenset({"and", "or"})


def joint_of(node: Typed) -> str | None:
    """Give `and` or `or` where a condition is made up of several."""
    if isinstance(node, Apply) and node.operator in JOINTS and len(node.arguments) > 1:
        return node.operator
    return None


def conjuncts(node: Typed) -> Iterator[Typed]:
    """Give all that is asked at once."""
    if isinstance(node, Apply) and node.operator == "and":
        for each in node.arguments:
            yield from conjuncts(each)
    else:
        yield node


def without(node: Typed, paths: frozenset[str]) -> Typed:
    """Give a condition as it would be without the parts that stand in some places."""
    if not isinstance(node, Apply) or node.operator not in JOINTS:
        return node
    left = tuple(without(each, paths) for each in node.arguments if each.path not in paths)
    if not left:
        kind = Boolean(nullable=False)
        return Constant(path=node.path, type=kind, value=node.operator == "and")
    return replace(node, arguments=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Parts of which all but the last can be met at once, and not the last with them."""

    parts: tuple[Typed, ...]
    example: Example | None
    """Somebody who meets all but the last."""


def contradiction_in(
    proof: LadderProof, condition: Typed, *, anywhere: bool = False
) -> Contradiction:
    """Find the few parts because of which nobody meets a condition; that is proved already."""
    parts = list(conjuncts(condition))
    for each in tuple(parts):
        others = [part for part in parts if part is not each]
        if others and proof.nobody(*map(meets, others), anywhere=anywhere):
            parts = others
    demands = [meets(each) for each in parts]
    example = proof.anybody(demands, keep=len(parts) - 1, anywhere=anywhere)
    return Contradiction(parts=tuple(parts), example=example)


def written_place(document: Any, path: str) -> str:
    """Give as much of a place as is in the document: a formula is written elsewhere."""
    place, here = "", document
    for step in path.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict) and name in here:
            here = here[name]
        elif isinstance(here, list) and name.isdecimal() and int(name) < len(here):
            here = here[int(name)]
        else:
            break
        place = f"{place}/{step}"
    return place


def said_part(node: Typed, scope: Scope) -> Words:
    """Say a part of a rule in both languages."""
    return Speaker(scope, OPERATORS).words(node)


def why_nobody(proof: LadderProof, found: Contradiction) -> Words:
    """Say that parts exclude each other, the last of them what the others leave no room for."""
    *others, never = (said_part(each, proof.ladder.scope) for each in found.parts)
    if not others:
        return Words(f"“{never.zh}”不可能成立。", f"“{never.en}” can never hold.")
    zh, en = "”“".join(each.zh for each in others), "” and “".join(each.en for each in others)
    return Words(
        f"满足“{zh}”的会员，不可能又满足“{never.zh}”。",
        f"whoever meets “{en}” cannot meet “{never.en}”, too.",
    )
