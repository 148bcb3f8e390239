"""Segments: groups of members that an operator named, each by a condition."""

from dataclasses import dataclass, field
from typing import Any

from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Members who meet a condition, under a name; who they are is found when it is asked."""

    key: str
    label: Words
    description: Words = field(default_factory=lambda: Words("", ""))
    where: Any = None
    """JSON-Logic over the member, with metrics and tiers, as the condition of a tier is."""
