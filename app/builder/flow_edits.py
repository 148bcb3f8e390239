"""Automations of a draft as a list changes them: added, copied, switched, filed, taken out.

A document may be wrong elsewhere: only what is asked for is touched, and all else stays as it is.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from app.errors import Conflict, NotFound
from app.words import Words

Document = dict[str, Any]
LONGEST = 60
MOST = 200


def add(content: Document, flow: Document) -> str:
    """Put an automation behind the others, switched off and under a key of its own; give it."""
    found = _flows(content)
    if len(found) >= MOST:
        raise Conflict(
            f"一个方案最多 {MOST} 个自动化。", f"A programme has at most {MOST} automations."
        )
    key = _free(content, str(flow.get("key") or "flow"))
    found.append({**deepcopy(flow), "key": key, "enabled": False})
    return key


def duplicate(content: Document, key: str) -> str:
    """Copy an automation; the copy is switched off. Raises `NotFound`."""
    flow = find(content, key)
    label = Words.from_json(flow.get("label") or key)
    zh, en = label.to("zh") or key, label.to("en") or key
    copied = {**flow, "label": {"zh": f"{zh}（副本）", "en": f"{en} (copy)"}}
    return add(content, copied)


def switch(content: Document, key: str, *, on: bool) -> None:
    """Let an automation work once it is published, or not. Raises `NotFound`."""
    flow = find(content, key)
    if on:
        flow.pop("enabled", None)
    else:
        flow["enabled"] = False


def remove(content: Document, key: str) -> None:
    """Take an automation out of the draft. Raises `NotFound`."""
    found = find(content, key)
    content["flows"] = [each for each in _flows(content) if each is not found]
    if not content["flows"]:
        del content["flows"]


def file_under(content: Document, key: str, folder: str) -> None:
    """Put an automation into a folder; a blank one is none. Raises `NotFound`."""
    _file(find(content, key), folder.strip())


def rename_folder(content: Document, old: str, new: str) -> int:
    """Call a folder otherwise; give how many automations were in it. Raises `NotFound`."""
    inside = [each for each in each_flow(content) if each.get("folder", "") == old]
    if not old or not inside:
        raise NotFound(f"没有文件夹“{old}”。", f"There is no folder {old!r}.")
    for each in inside:
        _file(each, new.strip())
    return len(inside)


def _file(flow: Document, folder: str) -> None:
    if folder:
        flow["folder"] = folder
    else:
        flow.pop("folder", None)


def find(content: Document, key: str) -> Document:
    found = next((each for each in each_flow(content) if each.get("key") == key), None)
    if found is None:
        raise NotFound(f"草稿里没有自动化“{key}”。", f"The draft has no automation {key!r}.")
    return found


def each_flow(content: Document) -> Iterator[Document]:
    """Give the automations of a document that may be wrong."""
    found = content.get("flows")
    yield from (
        each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict)
    )


def _flows(content: Document) -> list[Any]:
    found = content.get("flows")
    if not isinstance(found, list):
        found = content["flows"] = []
    return found


def _free(content: Document, wanted: str) -> str:
    taken = {each.get("key") for each in each_flow(content)}
    return next(key for key in _candidates(wanted) if key not in taken)


def _candidates(wanted: str) -> Iterator[str]:
    yield wanted
    number = 2
    while True:
        yield f"{wanted[: LONGEST - len(str(number)) - 1]}_{number}"
        number += 1


Edit = Callable[[Document], Any]
