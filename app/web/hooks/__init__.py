"""Incoming webhooks: the address that other systems call, and the page on which it is made."""

from app.web.hooks import page
from app.web.hooks.page import pages
from app.web.hooks.views import blueprint

__all__ = ["blueprint", "page", "pages"]
