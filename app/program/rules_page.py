"""The page of rules that the members of a ladder read: values, for whoever shows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.program.ladder import Ladder, Tier
from app.words import Words


class Topic(StrEnum):
    """What a section speaks about."""

    MEMBERS = "members"
    TIERS = "tiers"
    RISE = "rise"
    PERIOD = "period"
    MAKE_UP = "make_up"
    REACH = "reach"
    KEEP = "keep"
    REVIEW = "review"
    FALL = "fall"
    STAGES = "stages"
    LEVELS = "levels"
    TRIALS = "trials"
    BENEFITS = "benefits"
    PACK = "pack"
    RECURRING = "recurring"


TITLES = {
    Topic.MEMBERS: Words("适用会员", "Who it is for"),
    Topic.TIERS: Words("会员等级", "The tiers"),
    Topic.RISE: Words("怎么升级", "Moving up"),
    Topic.PERIOD: Words("考核周期", "The qualification period"),
    Topic.MAKE_UP: Words("补差晋升", "Making up the difference"),
    Topic.REACH: Words("升级要求", "How to get there"),
    Topic.KEEP: Words("保级要求", "How to stay"),
    Topic.REVIEW: Words("有效期与考核", "How long it lasts"),
    Topic.FALL: Words("没有达到时", "If you fall short"),
    Topic.STAGES: Words("途中目标", "On the way"),
    Topic.LEVELS: Words("小级", "Small steps"),
    Topic.TRIALS: Words("体验晋升", "Try it first"),
    Topic.BENEFITS: Words("专属权益", "What you have"),
    Topic.PACK: Words("晋升礼包", "On reaching it"),
    Topic.RECURRING: Words("周期权益", "Again and again"),
}


ALIKE = (Topic.REVIEW, Topic.FALL)
"""What most ladders say the same of on each tier."""
SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    topic: Topic
    lines: tuple[Words, ...]

    @property
    def title(self) -> Words:
        return TITLES[self.topic]

    def to_json(self) -> dict[str, Any]:
        return {
            "topic": self.topic.value,
            "title": self.title.to_json(),
            "lines": [each.to_json() for each in self.lines],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRules:
    """All that members read about one tier."""

    tier: Tier
    sections: tuple[Section, ...]

    def about(self, topic: Topic) -> Section | None:
        return next((each for each in self.sections if each.topic is topic), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The page of rules of one ladder."""

    ladder: Ladder
    sections: tuple[Section, ...]
    """What holds for all of it."""
    tiers: tuple[TierRules, ...]
    """Lowest first."""

    def about(self, topic: Topic) -> Section | None:
        return next((each for each in self.sections if each.topic is topic), None)

    @property
    def shared(self) -> tuple[Section, ...]:
        """Give what a page need say only once of how long tiers last and what follows."""
        return tuple(
            Section(topic=topic, lines=lines) for topic in ALIKE if (lines := self._alike(topic))
        )

    def _alike(self, topic: Topic) -> tuple[Words, ...]:
        sections = [section for each in self.tiers if (section := each.about(topic))]
        if len(sections) < SEVERAL:
            return ()
        first, *others = sections
        return tuple(line for line in first.lines if all(line in each.lines for each in others))

    def besides_shared(self, rules: TierRules) -> tuple[Section, ...]:
        """Give what a tier says for itself."""
        said = {each.topic: each.lines for each in self.shared}
        left = (
            (each.topic, tuple(line for line in each.lines if line not in said.get(each.topic, ())))
            for each in rules.sections
        )
        return tuple(Section(topic=topic, lines=lines) for topic, lines in left if lines)

    def to_json(self) -> dict[str, Any]:
        return {
            "sections": [each.to_json() for each in self.sections],
            "tiers": [
                {
                    "key": each.tier.key,
                    "label": each.tier.label.to_json(),
                    "sections": [section.to_json() for section in each.sections],
                }
                for each in self.tiers
            ],
        }
