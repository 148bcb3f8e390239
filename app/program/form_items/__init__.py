"""The shelf of kinds of items on a form: one file each, found by being here."""

from app.program.form_items.base import ItemKind
from app.registry import Registry
from app.words import Words

ITEM_KINDS: Registry[ItemKind] = Registry.discover(
    Words("表单组件", "form item"), __name__, ItemKind
)

__all__ = ["ITEM_KINDS", "ItemKind"]
