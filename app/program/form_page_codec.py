"""Pages of a form and what stands on them as JSON."""

from collections.abc import Iterable
from typing import Any

from app.program.field import Width
from app.program.form_items import ITEM_KINDS
from app.program.forms import ROWS, Item, Page
from app.program.reader import Reader, said, without_empty
from app.words import Words

MOST_ROWS = 50
TOP = ("section", "field", "text", "rows", "hidden")


def read_page(reader: Reader, value: Any, path: str) -> Page:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label intro visible items")
    return Page(
        key=reader.key(content, path),
        label=reader.words(content.get("label"), f"{path}/label"),
        intro=reader.words(content.get("intro"), f"{path}/intro"),
        visible=content.get("visible"),
        items=_items(reader, content.get("items"), f"{path}/items", TOP),
    )


def _items(reader: Reader, value: Any, path: str, kinds: Iterable[str]) -> tuple[Item, ...]:
    found = (
        _item(reader, each, f"{path}/{n}", tuple(kinds))
        for n, each in enumerate(reader.sequence(value, path))
    )
    return tuple(each for each in found if each is not None)


def _item(reader: Reader, value: Any, path: str, kinds: tuple[str, ...]) -> Item | None:
    content = reader.mapping(value, path)
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        known = ", ".join(kinds)
        reader.wrong(
            f"{path}/kind",
            f"这里不能放 {kind!r}。可以放：{known}。",
            f"There can be no {kind!r} here. Known: {known}.",
        )
        return None
    found = ITEM_KINDS[kind]
    reader.only(content, path, found.keys)
    label, help_words = content.get("label"), content.get("help")
    least = reader.whole(content, "least", path, 0, least=0, most=MOST_ROWS)
    return Item(
        kind=kind,
        key=reader.key(content, path),
        label=None if label is None else reader.words(label, f"{path}/label"),
        help=None if help_words is None else reader.words(help_words, f"{path}/help"),
        text=reader.words(content.get("text"), f"{path}/text"),
        field=reader.text(content, "field", path),
        object=reader.text(content, "object", path),
        width=reader.one_of(Width, content.get("width"), f"{path}/width", Width.FULL),
        required=content.get("required"),
        visible=content.get("visible"),
        computed=content.get("computed"),
        value=content.get("value"),
        prefill=reader.flag(content, "prefill", path, default=False),
        least=least,
        most=reader.whole(
            content, "most", path, max(10, least), least=max(1, least), most=MOST_ROWS
        ),
        items=_items(reader, content.get("items"), f"{path}/items", found.holds),
    )


def distinct_items(reader: Reader, pages: tuple[Page, ...], path: str) -> None:
    """Refuse a key that two items share: conditions could not tell their answers apart."""
    seen: set[str] = set()
    for n, page in enumerate(pages):
        _note(reader, page.items, f"{path}/pages/{n}/items", seen)


def _note(reader: Reader, items: tuple[Item, ...], path: str, seen: set[str]) -> None:
    for n, each in enumerate(items):
        if each.key in seen:
            reader.wrong(
                f"{path}/{n}/key",
                f"标识“{each.key}”用了两次。",
                f"The key {each.key!r} is used twice.",
            )
        seen.add(each.key)
        # Rows have keys of their own: conditions see them one row at a time.
        _note(reader, each.items, f"{path}/{n}/items", set() if each.kind == ROWS else seen)


def dump_words(words: Words) -> dict[str, str] | None:
    return words.to_json() if any(words) else None


def dump_page(page: Page) -> dict[str, Any]:
    head = without_empty(
        {"key": page.key, "label": dump_words(page.label), "intro": dump_words(page.intro)}
    )
    items = [_dump_item(each) for each in page.items]
    return head | said("visible", page.visible) | {"items": items}


def _dump_item(item: Item) -> dict[str, Any]:
    head = without_empty(
        {
            "kind": item.kind,
            "key": item.key,
            "field": item.field,
            "object": item.object,
            "label": None if item.label is None else item.label.to_json(),
            "help": None if item.help is None else item.help.to_json(),
            "text": dump_words(item.text),
            "width": None if item.width is Width.FULL else item.width.value,
            "prefill": item.prefill,
        }
    )
    for key in ("required", "visible", "computed", "value"):
        head |= said(key, getattr(item, key))
    if item.kind == ROWS:
        head |= {"least": item.least, "most": item.most}
    return head | ({"items": [_dump_item(each) for each in item.items]} if item.items else {})
