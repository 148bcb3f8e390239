"""How members earn points: the page of rules, boosts and budgets, and their forms."""

from app.web.earning import form_views, views
from app.web.earning.views import blueprint

__all__ = ["blueprint", "form_views", "views"]
