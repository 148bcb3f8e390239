"""What the address of the list of members asks for, as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from app.storage.saved_views import SavedView

TABLE, KANBAN = "table", "kanban"
KEPT = ("q", "condition", "segment", "ladder", "tier", "columns", "sort", "group", "total", "mode")
"""What a view keeps, under the names that the address uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom the list shows, and how."""

    parts: Mapping[str, str]
    """By the names of `KEPT`; what says nothing is left out."""
    view: int | None
    after: str | None

    @classmethod
    def now(cls, view: SavedView | None) -> "Asked":
        """Read the address; one that names a view and nothing else asks for what it keeps."""
        parts = {key: request.values.get(key, "").strip() for key in KEPT}
        if "rule" in request.values and not parts["condition"]:
            parts["condition"] = request.values["rule"].strip()
        written = any(key in request.values for key in (*KEPT, "rule"))
        if view is not None and not written:
            parts = {key: str(view.content.get(key, "")) for key in KEPT}
        return cls(
            parts=cleaned(parts),
            view=None if view is None else view.id,
            after=request.args.get("after"),
        )

    def part(self, key: str) -> str:
        return self.parts.get(key, "")

    @property
    def mode(self) -> str:
        return KANBAN if self.part("mode") == KANBAN else TABLE

    def keys(self, name: str) -> tuple[str, ...]:
        """Give the members of a part that is a list."""
        return tuple(each for each in self.part(name).split(",") if each)

    def address(self, **other: str | None) -> dict[str, str]:
        """Write the same question with something changed, as parts of an address."""
        found: dict[str, Any] = {**self.parts, "mode": self.mode, **other}
        if self.view is not None and "view" not in other:
            found["view"] = self.view
        if set(found) == {"mode"} and found["mode"] == TABLE:
            return {}
        return {key: str(value) for key, value in found.items() if value not in (None, "")}


def cleaned(parts: Mapping[str, Any]) -> dict[str, str]:
    """Leave out what says nothing: a table is what a list usually is."""
    return {
        key: str(value)
        for key, value in parts.items()
        if key in KEPT and value and not (key == "mode" and value == TABLE)
    }


def is_dirty(asked: Asked, view: SavedView) -> bool:
    """Say whether what is shown is not what the view keeps."""
    return dict(asked.parts) != cleaned(view.content)
