"""The shelf of field kinds: one file each, found by being here."""

from app.program.fields.base import FieldKind, Group, Look, Refused, Stored
from app.registry import Registry
from app.words import Words

FIELD_KINDS: Registry[FieldKind] = Registry.discover(
    Words("字段类型", "field kind"), __name__, FieldKind
)

__all__ = ["FIELD_KINDS", "FieldKind", "Group", "Look", "Refused", "Stored"]
