"""Where other pages lead to what an incentive did."""

from app.analytics.incentives import Subject
from app.web.frame import Here


def effect_url(here: Here, subject: Subject, key: str) -> str:
    return here.url("analytics.effect", subject=subject.value, key=key)
