"""A named day as it is typed: texts become a document, and a document fills the form."""

import re
from collections.abc import Mapping
from typing import Any

from app.program.almanac_codec import WAYS
from app.program.boost_codec import WEEKDAYS
from app.words import Words

Typed = Mapping[str, Any]
"""What came with a request: texts, and lists of what was ticked."""
WEEKLY, MONTHLY, YEARLY, DATES = "weekly", "monthly", "yearly", "dates"
_BETWEEN = re.compile(r"[\s,，、;；]+")
_WHOLE = re.compile(r"-?[0-9]{1,2}", re.ASCII)


def label_of(typed: Typed) -> dict[str, str] | None:
    """Read a name in one language or both; None where nothing is typed."""
    zh, en = str(typed.get("label", "")).strip(), str(typed.get("english", "")).strip()
    return {"zh": zh or en, "en": en or zh} if zh or en else None


def read(typed: Typed) -> dict[str, Any]:
    """Write what was typed as a day; what cannot be read is left for the codec to refuse."""
    way = str(typed.get("way") or MONTHLY)
    return {"label": label_of(typed), way: _said(typed, way)} if way in WAYS else {}


def _said(typed: Typed, way: str) -> Any:
    text = str(typed.get(way, "")).strip()
    match way:
        case "weekly":
            ticked = typed.get(way, [])
            return [each for each in WEEKDAYS if each in ticked]
        case "monthly":
            parts = [each for each in _BETWEEN.split(text) if each]
            return [int(each) if _WHOLE.fullmatch(each) else each for each in parts]
        case "yearly":
            return text
        case _:
            return [each for each in _BETWEEN.split(text) if each]


def fill(written: Typed) -> dict[str, Any]:
    """Give what fills the form of a day."""
    label = Words.from_json(written.get("label") or "")
    way = next((each for each in WAYS if written.get(each) is not None), MONTHLY)
    return {
        "label": label.zh,
        "english": label.en,
        "way": way,
        WEEKLY: list(written.get(WEEKLY) or []),
        MONTHLY: ", ".join(str(each) for each in written.get(MONTHLY) or []),
        YEARLY: written.get(YEARLY) or "",
        DATES: "\n".join(str(each) for each in written.get(DATES) or []),
    }
