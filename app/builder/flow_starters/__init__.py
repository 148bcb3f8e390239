"""Automations to begin with: what teams build first, fitted to what a programme has."""

from collections.abc import Mapping

from app.builder.flow_starters.base import Document, Starter
from app.program.program import Program
from app.registry import Registry
from app.words import Words

__all__ = ["STARTERS", "Starter", "made"]


def _found() -> Mapping[str, Starter]:
    kinds = Registry.discover(Words("自动化模板", "starter"), __name__, Starter)
    return {each.key: each for each in sorted(kinds, key=lambda each: each.order)}


STARTERS: Mapping[str, Starter] = _found()


def made(key: str, program: Program | None, label: Words) -> Document:
    """Make an automation from a starter under a label. Raises `KeyError`."""
    named = {"zh": label.to("zh"), "en": label.to("en")}
    flow = STARTERS[key].flow(program)
    return {"key": key if key != "empty" else "flow", "label": named, **flow}
