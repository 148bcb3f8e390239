"""Every view names who may see it; the application does not start with one that does not."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

from app.access import Can, Scope
from app.errors import Misconfigured

View = TypeVar("View", bound=Callable[..., Any])


class Open(StrEnum):
    """Views that ask for no ability."""

    PUBLIC = "public"
    """Anybody, signed in or not."""
    SIGNED = "signed"
    """Anybody who has signed in."""


Policy = Open | Can | Scope
PUBLIC = Open.PUBLIC
SIGNED = Open.SIGNED
_NAME = "rungs_policy"
_OWN = "rungs_own_transactions"
_FILES = "static"


def policy(asked: Policy) -> Callable[[View], View]:
    """Say who may see a view."""

    def mark(view: View) -> View:
        setattr(view, _NAME, asked)
        return view

    return mark


def own_transactions(view: View) -> View:
    """Mark a view whose work is several transactions; the request itself only reads."""
    setattr(view, _OWN, True)
    return view


def has_own_transactions(app: Flask, endpoint: str | None) -> bool:
    return bool(endpoint and getattr(app.view_functions.get(endpoint), _OWN, False))


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    if endpoint == _FILES:
        return PUBLIC
    found: Policy | None = getattr(app.view_functions[endpoint], _NAME, None)
    return found


def refuse_views_without_policy(app: Flask) -> None:
    """Stop the start when a route does not say who may use it."""
    bare = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if not policy_of(app, rule.endpoint)}
    )
    if bare:
        raise Misconfigured(f"These views name no policy: {', '.join(bare)}.")
