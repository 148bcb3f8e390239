"""Where a form may send somebody on: a place of this product, never another site."""

from urllib.parse import unquote, urlsplit

from flask import url_for


def place_within(wanted: str | None) -> str:
    """Give a path of our own; anything else becomes the start."""
    return wanted if wanted and _is_ours(wanted) else url_for("account.start")


def _is_ours(wanted: str) -> bool:
    return all(_is_path(each) for each in (wanted, unquote(wanted)))


def _is_path(wanted: str) -> bool:
    # Browsers read a backslash as a slash and drop control characters before they look.
    if "\\" in wanted or any(ord(each) <= ord(" ") for each in wanted):
        return False
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return False
    return wanted.startswith("/") and not wanted.startswith("//") and not parts.netloc
