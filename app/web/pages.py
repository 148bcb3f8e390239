"""How a page is put together: the words and formats a template may use, and the frame around it."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, render_template, request, url_for
from werkzeug.local import LocalProxy

from app.clock import to_instant
from app.web import security
from app.web.formats import Formats
from app.web.language import language, t, theme, w
from app.web.services import services
from app.words import Words

NAV_COOKIE = "rungs-nav"
A_YEAR = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One place of the main navigation."""

    url: str
    label: Words
    icon: str
    current: bool = False
    count: int = 0
    """How many things behind it need a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    label: Words
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A programme or a workspace one may change to."""

    label: Any
    url: str = ""
    id: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is live, and how much of the draft is not."""

    url: str
    number: int | None
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame: where one is, where one may go, who one is."""

    team: str
    program: Words | None
    programs: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    links: tuple[Link, ...]
    crumbs: tuple[Crumb, ...]
    status: Status | None
    search_url: str | None
    person: str
    initial: str
    role: Words
    new_url: str | None = None
    """Where another programme begins, for whom may begin one."""


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        w=w, t=t, fmt=LocalProxy(formats), asset=asset, nonce=security.nonce
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_look)
    app.after_request(_keep_files)


def formats() -> Formats:
    """Give the formats of this answer: a programme's once one is open."""
    if "formats" not in g:
        g.formats = Formats(language=language(), now=to_instant(services().clock()))
    value: Formats = g.formats
    return value


def _look() -> dict[str, object]:
    return {
        "language": language(),
        "theme": theme(),
        "nav_narrow": request.cookies.get(NAV_COOKIE) == "narrow",
        "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }


def asset(name: str) -> str:
    """Give the address of a file; it changes with the content, so a browser may keep it."""
    folder = Path(str(current_app.static_folder))
    file = folder / name
    return url_for("static", filename=name, v=_version(file, file.stat().st_mtime_ns))


@lru_cache
def _version(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _keep_files(response: Any) -> Any:
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def show(template: str, **values: Any) -> str:
    return render_template(template, **values)
