"""What a public page carries with it and nobody else can write: stamps, doors, links, receipts."""

import hashlib
from dataclasses import dataclass
from typing import Any, Self

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.secrets import new_token
from app.storage.form_links import FormLink

DAY = 86_400_000_000
LINK_GOOD_FOR = 90 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When a form was given out, and the key under which it becomes one submission."""

    key: str
    at: int
    waited_from: int | None = None
    """Since when the person has been asked to confirm."""

    @classmethod
    def new(cls, at: int) -> Self:
        return cls(key=new_token(), at=at)

    def written(self, link: FormLink) -> str:
        return _sign("stamp", link, [self.key, self.at, self.waited_from])

    @classmethod
    def read(cls, text: str, link: FormLink, *, now: int) -> Self:
        """Read a stamp; one that is missing or from elsewhere counts as given out just now."""
        found = _read("stamp", link, text)
        if found is None:
            return cls.new(now)
        key, at, waited_from = found
        return cls(key=key, at=at, waited_from=waited_from)


def door(link: FormLink) -> str:
    """Give what lets in whoever knew the password; another password makes it void."""
    return _sign("door", link, _print_of(link))


def is_door(text: str, link: FormLink) -> bool:
    return bool(_read("door", link, text) == _print_of(link))


def _print_of(link: FormLink) -> str:
    return hashlib.sha256((link.password or "").encode()).hexdigest()[:16]


def personal(link: FormLink, member_id: int, *, now: int) -> str:
    """Give what tells in a link who it was sent to; renewing the form's link makes it void."""
    return _sign("member", link, [str(member_id), now + LINK_GOOD_FOR])


def member_of(text: str, link: FormLink, *, now: int) -> int | None:
    found = _read("member", link, text)
    if found is None:
        return None
    member_id, until = found
    return int(member_id) if now < until else None


def receipt(link: FormLink, submission_id: int) -> str:
    return _sign("receipt", link, str(submission_id))


def submission_of(text: str, link: FormLink) -> int | None:
    found = _read("receipt", link, text)
    return None if found is None else int(found)


def _sign(purpose: str, link: FormLink, content: Any) -> str:
    return str(_serializer(purpose, link).dumps(content))


def _read(purpose: str, link: FormLink, text: str) -> Any:
    try:
        return _serializer(purpose, link).loads(text) if text else None
    except BadSignature:
        return None


def _serializer(purpose: str, link: FormLink) -> URLSafeSerializer:
    # A signature is good for one purpose and one link of one form.
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=f"form:{purpose}:{link.token}")
