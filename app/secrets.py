"""Secrets: those a browser holds have 256 random bits, of which the database keeps a digest."""

import hashlib
import os
import secrets
from pathlib import Path


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """Give what stands in a public address: 128 random bits, short enough for a small QR code."""
    return secrets.token_urlsafe(16)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def write_once(file: Path, text: str) -> None:
    """Put a private file in place as a whole; whoever comes first wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
