"""Calendars of named days: members' days, days of the shop, festivals that move with the moon."""

from app.web.calendars import day_views, views
from app.web.calendars.views import blueprint

__all__ = ["blueprint", "day_views", "views"]
