"""Secrets: those a browser holds have 256 random bits, of which the database keeps a digest."""

import hashlib
import secrets


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """Give what stands in a public address: 128 random bits, short enough for a small QR code."""
    return secrets.token_urlsafe(16)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
