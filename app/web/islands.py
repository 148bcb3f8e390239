"""Islands in pages: the files that were built for each, and what a page carries for its island."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from markupsafe import Markup, escape

from app.errors import Misconfigured

FOLDER = "dist"
MANIFEST = "manifest.json"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(island=island)


def island(name: str) -> Markup:
    """Give the tags of an island: its styles, what it will ask for at once, and its script."""
    manifest = Path(str(current_app.static_folder)) / FOLDER / MANIFEST
    if not manifest.is_file():
        raise Misconfigured(
            "The pages of the builder are not built: run python3 start.py, or npm ci and "
            "npm run build in frontend/."
        )
    return Markup("\n").join(_tags(*_files(manifest, manifest.stat().st_mtime_ns, name)))


def is_built(name: str) -> bool:
    """Say whether an island is among those that were built: a page may stand without it."""
    manifest = Path(str(current_app.static_folder)) / FOLDER / MANIFEST
    if not manifest.is_file():
        return False
    return f"src/{name}/main.tsx" in json.loads(manifest.read_text("utf-8"))


def _tags(script: str, styles: list[str], chunks: list[str]) -> Iterator[Markup]:
    for each in styles:
        yield Markup('<link rel="stylesheet" href="{}">').format(_address(each))
    for each in chunks:
        yield Markup('<link rel="modulepreload" href="{}">').format(_address(each))
    yield Markup('<script type="module" src="{}"></script>').format(_address(script))


def _address(file: str) -> str:
    """Give an address that is kept for ever: its name changes with the content."""
    return str(escape(url_for("static", filename=f"{FOLDER}/{file}")))


@lru_cache
def _files(manifest: Path, _changed: int, name: str) -> tuple[str, list[str], list[str]]:
    return files_of(json.loads(manifest.read_text("utf-8")), name)


def files_of(built: Any, name: str) -> tuple[str, list[str], list[str]]:
    """Find the script of an island, its styles, and the chunks it imports at once.

    `built` is Vite's manifest. Raises `Misconfigured`.
    """
    entry = built.get(f"src/{name}/main.tsx")
    if entry is None:
        raise Misconfigured(f"There is no island called {name!r} among those that were built.")
    reached: dict[str, None] = {}
    _follow(built, entry, reached)
    chunks = [built[each]["file"] for each in reached]
    styles = [css for each in reached for css in built[each].get("css", [])]
    return entry["file"], list(dict.fromkeys([*styles, *entry.get("css", [])])), chunks


def _follow(
    built: dict[str, dict[str, list[str]]], entry: dict[str, list[str]], reached: dict[str, None]
) -> None:
    for each in entry.get("imports", []):
        if each not in reached:
            reached[each] = None
            _follow(built, built[each], reached)
