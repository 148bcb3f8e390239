"""What a form asks of fields that somebody else may have changed since it was made."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from app.web.records.inputs import sent
from app.words import Words

MEANWHILE = Words(
    "有人在你编辑时改了同样的字段。你写的还在，再保存一次就以你的为准。",
    "Somebody changed the same fields meanwhile. What you wrote is still here; save again"
    " to put it over theirs.",
)
NOT_YET = Words("还没有保存，请先改好标出的地方。", "Not saved yet: see what is marked.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdits:
    """A form that was sent, against what the record holds now."""

    held: Mapping[str, str]
    """What each field of the form holds now, as its input writes it."""

    @property
    def texts(self) -> dict[str, str]:
        return {key: sent(request.form, key) for key in self.held}

    @property
    def asked(self) -> dict[str, str]:
        """Give what was changed in the form; the rest stays as it is."""
        return {key: text for key, text in self.texts.items() if text != _was(key)}

    @property
    def lost(self) -> dict[str, Words]:
        """Say what would be lost: fields that somebody else has changed to something else."""
        return {
            key: _changed_meanwhile(self.held[key])
            for key, text in self.asked.items()
            if self.held[key] not in (_was(key), text)
        }


def _was(key: str) -> str:
    return sent(request.form, f"was.{key}")


def _changed_meanwhile(text: str) -> Words:
    shown = text or "—"
    return Words(f"刚被改为“{shown}”。", f"It was just changed to “{shown}”.")
