"""Signing in and out, and how somebody likes the product to look."""

from app.web.account.views import blueprint

__all__ = ["blueprint"]
