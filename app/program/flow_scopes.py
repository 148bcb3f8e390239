"""What conditions of automations see: the member with all metrics, or a record alone."""

from dataclasses import replace

from app.expression.types import Scope
from app.program.program import Program
from app.program.scope import scope_of
from app.program.segment_rules import segment_scope

__all__ = ["member_scope", "record_scope"]

member_scope = segment_scope


def record_scope(program: Program, object_key: str) -> Scope:
    """Give the fields of a record, as they are and as they were before it was changed."""
    return replace(scope_of(program, object_key), relations={}, references={})
