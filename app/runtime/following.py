"""What follows when records come in: automations and packs, or the books alone."""

from dataclasses import dataclass
from enum import StrEnum

from app.words import Words


class Automations(StrEnum):
    """How often what comes in sets automations in motion."""

    NO = "no"
    """It is of the past: nobody goes in for it, and packs of tiers count as had."""
    ONCE = "once"
    """Each member goes into each automation once for all of it."""
    EACH = "each"
    """Each record is taken as if it had come in alone, now."""

    @property
    def words(self) -> Words:
        return _SAID[self]


_SAID = {
    Automations.NO: Words(
        "自动化不触发，等级礼包不发；照常累计、定级和记积分。",
        "Automations are not set in motion and packs are not given; metrics, tiers and points"
        " follow as usual.",
    ),
    Automations.ONCE: Words(
        "自动化触发，每位会员每个自动化最多进入一次；等级礼包照发。",
        "Automations are set in motion, each at most once for a member; packs are given.",
    ),
    Automations.EACH: Words(
        "自动化逐条触发，和新发生的事一样；等级礼包照发。",
        "Automations are set in motion by each record, as if it had happened now; packs are given.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """How far what a batch brings goes on."""

    automations: Automations = Automations.EACH
    name: str = ""
    """What the batch is a part of: once means once for all of that."""
    chain: str = ""
    """The automations that led to it."""

    @property
    def is_quiet(self) -> bool:
        return self.automations is Automations.NO

    @property
    def once(self) -> str:
        return self.name if self.automations is Automations.ONCE else ""


AS_USUAL = Following()
