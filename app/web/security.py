"""What a browser is told to refuse: foreign code, framing, guessed types, leaked addresses."""

import secrets

from flask import Flask, Response, g

from app.web.signing import is_secure

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
A_YEAR = 31_536_000


def register(app: Flask) -> None:
    app.after_request(_protect)


def nonce() -> str:
    """Make the nonce of this answer; it enters the policy only where a page asked for it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


_NOBODY = "'none'"
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""A mail has styles of its own and pictures from anywhere, and runs nothing."""


def _frames() -> tuple[str, ...]:
    """Name whose pages this answer may show in a frame, where it has one."""
    found = g.get("frames", ())
    return (f"frame-src {' '.join(found)}",) if found else ()


def framed_by() -> tuple[str, ...]:
    """Give the origins that may show this answer in a frame: those that a form lists."""
    found: tuple[str, ...] = g.get("framed_by", ())
    return found


def content_policy() -> str:
    if g.get("is_mail"):
        return _MAIL_POLICY
    allowed = f" 'nonce-{g.nonce}'" if "nonce" in g else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{allowed}",
            f"style-src 'self'{allowed}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *g.get("forms_lead_to", ()))),
            f"frame-ancestors {' '.join(framed_by()) or _NOBODY}",
            *_frames(),
            "object-src 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if framed_by():
        # The policy names who may; the older header knows only everybody or nobody.
        del response.headers["X-Frame-Options"]
    response.headers["Content-Security-Policy"] = content_policy()
    if is_secure():
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    if "Cache-Control" not in response.headers:
        # What one person saw must not be shown to the next at the same machine.
        response.headers["Cache-Control"] = "no-store"
    return response
