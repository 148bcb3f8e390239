"""A page of a form as it comes back: answers of all pages, and what the person pressed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.form_items import ITEM_KINDS
from app.program.forms import ROWS

BEFORE = "a-"
"""What stands before the name of every answer; ours have none, so that neither hides the other."""
COUNT = "n-"
LONGEST = 65_536
SEVERAL = "tags"


@dataclass(slots=True, kw_only=True)
class Sheet:
    """What was typed so far."""

    answers: dict[str, Any] = field(default_factory=dict)
    page: str = ""
    seen: frozenset[str] = frozenset()
    """What was shown when the page was sent; it was answered or left blank on purpose."""
    action: str = "go"
    stamp: str = ""
    door: str = ""
    me: str = ""
    draft: str = ""
    language: str = ""
    work: str = ""
    consent: bool = False
    trap: str = ""
    """What only machines fill in."""

    def rows(self, key: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.answers.setdefault(key, [])
        return found


def read_sheet(form: CheckedForm, posted: MultiDict[str, str]) -> Sheet:
    sheet = Sheet(
        page=posted.get("page", ""),
        seen=frozenset(posted.get("seen", "").split()),
        action=posted.get("do", "go"),
        stamp=posted.get("stamp", ""),
        door=posted.get("door", ""),
        me=posted.get("me", ""),
        draft=posted.get("draft", ""),
        language=posted.get("lang", ""),
        work=posted.get("work", ""),
        consent=posted.get("consent") == "yes",
        trap=posted.get("homepage", ""),
    )
    for key, each in form.items.items():
        if each.item.kind == ROWS:
            sheet.answers[key] = list(_rows(each, posted))
        elif ITEM_KINDS[each.item.kind].answered:
            found = _answer(each, posted, key)
            if found is not None:
                sheet.answers[key] = found
    return sheet


def _rows(rows: CheckedItem, posted: MultiDict[str, str]) -> Iterator[dict[str, Any]]:
    written = posted.get(f"{COUNT}{rows.key}", "0")[:3]
    count = int(written) if written.isascii() and written.isdigit() else 0
    for n in range(min(count, rows.item.most)):
        found = {
            each.key: _answer(each, posted, f"{rows.key}-{n}-{each.key}") for each in rows.items
        }
        yield {key: value for key, value in found.items() if value is not None}


def _answer(each: CheckedItem, posted: MultiDict[str, str], name: str) -> Any:
    texts = [text[:LONGEST] for text in posted.getlist(BEFORE + name)]
    if not texts:
        return None
    if each.target is not None and each.target.field.kind == SEVERAL and len(texts) > 1:
        return [text for text in texts if text]
    return texts[0]


def press(form: CheckedForm, sheet: Sheet) -> None:
    """Add or take away a row, if that is what was pressed."""
    verb, _, rest = sheet.action.partition(":")
    key, _, number = rest.partition("-")
    found = form.items.get(key)
    if found is None or found.item.kind != ROWS:
        return
    rows = sheet.rows(key)
    if verb == "add" and len(rows) < found.item.most:
        rows.append({})
    elif verb == "drop" and number.isascii() and number.isdigit() and int(number) < len(rows):
        del rows[int(number)]


def carried(
    form: CheckedForm, answers: Mapping[str, Any], drawn: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Give the hidden inputs for answers that are not drawn on the page."""
    here = frozenset(drawn)
    for key, each in form.items.items():
        answer = answers.get(key)
        if key in here or answer is None:
            continue
        if each.item.kind == ROWS:
            yield f"{COUNT}{key}", str(len(answer))
            for n, row in enumerate(answer):
                for name, value in row.items():
                    yield from _inputs(f"{key}-{n}-{name}", value)
        else:
            yield from _inputs(key, answer)


def _inputs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    for each in value if isinstance(value, list) else [value]:
        yield BEFORE + name, str(each)
