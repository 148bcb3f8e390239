"""What ladders, tiers and what is on them are called, and what a new name is told like."""

from typing import Any

from app.builder.diff.change import Change, Importance, changed, quoted
from app.expression.check import Checked
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Tier
from app.program.objects import ENTRY
from app.program.sentences import sentence
from app.words import Words


def ladder_name(ladder: Ladder) -> Words:
    name = quoted(ladder.label, ladder.key)
    return Words(f"等级体系{name.zh}", f"the ladder {name.en}")


def tier_name(tier: Tier) -> Words:
    name = quoted(tier.label, tier.key)
    return Words(f"等级{name.zh}", f"the tier {name.en}")


def renamed(path: str, what: Words, old: Words, new: Words) -> Change:
    if old.to("zh") == new.to("zh"):
        what = Words(f"{what.zh}“{new.to('zh')}”的英文名", what.en)
        old, new = Words(old.en, old.en), Words(new.en, new.en)
    elif old.to("en") == new.to("en"):
        what = Words(what.zh, f"the Chinese name of {what.en} “{new.to('en')}”")
        old, new = Words(old.zh, old.zh), Words(new.zh, new.zh)
    return changed(
        path,
        f"{what.zh}“{old.zh}”改名为“{new.zh}”",
        f"Renamed {what.en} “{old.en}” to “{new.en}”",
        Importance.WORDS,
    )


def tier_of(ladder: Ladder, key: str | None) -> Words:
    """Call a tier by its label alone."""
    found = next((each for each in ladder.tiers if each.key == key), None)
    return Words("（没有）", "(none)") if found is None else found.label


def currency_of(found: CheckedLadder, key: str) -> Words:
    """Call a currency as it is called in the ledger."""
    label = found.scope.labels.get(f"{ENTRY}.currency:{key}", Words(key, key))
    return Words(label.to("zh"), label.to("en").lower())


def rule_of(found: CheckedLadder, tier: Tier) -> Words:
    """Say what it takes to rise to a tier."""
    return _said(found, found.conditions.get(tier.key), tier.condition, _NOTHING_ASKED)


def stay_of(found: CheckedLadder, tier: Tier) -> Words:
    """Say what it takes to stay on a tier."""
    return _said(found, found.retention.get(tier.key), tier.retention, _AS_TO_RISE)


_NOTHING_ASKED = Words("没有条件", "no condition")
_AS_TO_RISE = Words("与晋升条件相同", "the same as to rise")
_NOT_HERE = Words("（最低一级不该有的条件）", "(a condition the lowest tier cannot have)")


def _said(found: CheckedLadder, checked: Checked | None, written: Any, nothing: Words) -> Words:
    if checked is not None:
        return sentence(checked, found.scope)
    return nothing if written is None else _NOT_HERE
