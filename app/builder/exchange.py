"""Programmes as files: equal documents are equal bytes, and no secret leaves or comes in."""

from collections.abc import Iterator
from typing import Any

import orjson

from app.program.codec import dump, load
from app.program.reader import Unreadable

SECRET = frozenset(
    {
        "password",
        "secret",
        "token",
        "access_token",
        "refresh_token",
        "api_key",
        "private_key",
        "credential",
    }
)
"""What a key of a document is called where its text is known to this installation alone."""
SECRET_ENDINGS = ("_password", "_secret", "_token", "_api_key", "_private_key")
FLOWS = "flows"
"""Automations of a document."""
EXAMPLES = "examples"
"""What a ready-made programme must satisfy; no release reads it, and a file keeps it."""


def as_bytes(content: Any) -> bytes:
    """Write a document without its secrets, so that equal programmes are equal files."""
    return orjson.dumps(
        as_exported(content), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


def as_exported(content: Any) -> Any:
    """Give a document as a file has it: settled in its form, and without secrets.

    What cannot be read is given as it was written: a draft may be wrong and is not lost for that.
    """
    try:
        settled: Any = dump(load(content))
    except Unreadable:
        return without_secrets(content)
    if EXAMPLES in content:
        settled[EXAMPLES] = content[EXAMPLES]
    return without_secrets(settled)


def as_imported(document: Any) -> Any:
    """Give a document as it may begin somewhere else: automations rest, and secrets are gone.

    Whoever imports a programme decides what it may send and to whom: each automation begins
    disabled, whatever the file says, and each secret is asked for anew.
    """
    fresh = without_secrets(document)
    if isinstance(fresh, dict) and isinstance(fresh.get(FLOWS), list):
        fresh[FLOWS] = [_resting(each) for each in fresh[FLOWS]]
    return fresh


def _resting(flow: Any) -> Any:
    return {**flow, "enabled": False} if isinstance(flow, dict) else flow


def without_secrets(value: Any) -> Any:
    """Copy a document without the texts that are secret."""
    if isinstance(value, dict):
        return {
            key: without_secrets(each) for key, each in value.items() if not _is_secret(key, each)
        }
    if isinstance(value, list):
        return [without_secrets(each) for each in value]
    return value


def secrets_in(value: Any, path: str = "") -> Iterator[str]:
    """Give the places of what is secret in a document."""
    if isinstance(value, dict):
        for key, each in value.items():
            if _is_secret(key, each):
                yield f"{path}/{key}"
            else:
                yield from secrets_in(each, f"{path}/{key}")
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from secrets_in(each, f"{path}/{n}")


def _is_secret(key: str, value: Any) -> bool:
    """Say whether a key holds a secret: its name tells, and a yes or no is none."""
    return isinstance(value, str) and (key in SECRET or key.endswith(SECRET_ENDINGS))
