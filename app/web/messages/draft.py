"""Templates and settings of messages in the draft: found, changed one at a time, kept."""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson

from app.builder import drafts
from app.clock import from_instant
from app.errors import Conflict, Finding, NotFound
from app.program.checked import check_program
from app.program.codec import load
from app.program.program import Program
from app.program.reader import Reader, Unreadable
from app.web.frame import Here
from app.words import Words

TAKEN = frozenset({"new", "rules"})
"""Words that stand in addresses where a key would."""


class Elsewhere(Conflict):
    """Somebody else changed the same thing meanwhile; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "别人刚刚也改了这一处。你写的都在下面；再按一次保存就用你的。",
            "Somebody else has just changed this. Yours is below; saving again uses it.",
        )


def content_of(here: Here) -> tuple[dict[str, Any], int]:
    """Give the draft's document and its version. Raises `NotFound`."""
    row = drafts.get(here.space, here.program_id)
    return row.content, row.version


def templates_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    found = content.get("templates")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def template_in(content: dict[str, Any], key: str) -> dict[str, Any]:
    """Find a template as it is written. Raises `NotFound`."""
    for each in templates_in(content):
        if each.get("key") == key:
            return each
    raise NotFound("没有这个消息模板。", "There is no such message template.")


def place_of(content: dict[str, Any], key: str) -> str:
    keys = [each.get("key") for each in templates_in(content)]
    return f"/templates/{keys.index(key)}"


def print_of(part: Any) -> str:
    """Tell two states of one part of the document apart."""
    return hashlib.sha256(orjson.dumps(part, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


def program_of(content: dict[str, Any]) -> Program | None:
    """Read the draft; None while it is no programme at all."""
    try:
        return load(content)
    except Unreadable:
        return None


def findings_below(content: dict[str, Any], path: str) -> dict[str, list[Finding]]:
    """Give what is wrong below a place of the draft, by the rest of the way."""
    try:
        found = check_program(load(content)).findings
    except Unreadable as unreadable:
        found = unreadable.findings
    below: dict[str, list[Finding]] = {}
    for each in found:
        if each.path == path or each.path.startswith(f"{path}/"):
            below.setdefault(each.path.removeprefix(path), []).append(each)
    return below


def keep(here: Here, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the draft as it is now. Raises what the change raises, and `Conflict`."""
    content, version = content_of(here)
    changed = deepcopy(content)
    change(changed)
    drafts.keep(
        here.space,
        here.program_id,
        changed,
        seen=version,
        now=from_instant(here.now),
        by=here.visitor.user.email,
    )


def new_key(content: dict[str, Any], wanted: str) -> tuple[str, Words | None]:
    """Say under which key a new template goes, or why it does not."""
    reader = Reader()
    key = reader.key({"key": wanted.strip()}, "")
    if reader.findings:
        return wanted, reader.findings[0].message
    if key in TAKEN:
        return wanted, Words("请换一个标识。", "Choose another key.")
    if key in {each.get("key") for each in templates_in(content)}:
        return wanted, Words("已经有这个标识的模板了。", "There is a template of this key already.")
    return key, None
