"""Why a member would move under a draft, said in one line."""

from collections.abc import Iterator

from app.expression.check import Checked
from app.expression.explain import Explained, State
from app.program.checked import CheckedLadder
from app.runtime.foresight import Foreseen
from app.runtime.knowing import Known, explained
from app.words import Words

JOINTS = {"and", "or"}


def rule_behind(ladder: CheckedLadder, each: Foreseen) -> Checked | None:
    """Give the rule that decides; None where it is none of the member's doing."""
    if each.new_earned is None:
        return None if each.old_earned is None else ladder.members
    if _falls(ladder, each):
        return ladder.stay(each.old_earned or "")
    return ladder.conditions.get(each.new_earned)


def _falls(ladder: CheckedLadder, each: Foreseen) -> bool:
    place = ladder.ladder.position
    return place(each.new_earned) < place(each.old_earned)


def reason(ladder: CheckedLadder, each: Foreseen, rule: Checked | None, known: Known) -> Words:
    """Say which parts of the rule are met, or are not, with the member's values."""
    if each.old_earned is not None and ladder.ladder.position(each.old_earned) < 0:
        return Words("草稿里没有原来的等级。", "The draft does not have the old tier.")
    if each.old_earned == each.new_earned and each.old != each.new:
        return Words(
            "挣得的等级不变，手动、体验或付费等级的作用变了。",
            "The earned tier stays; what a manual, trial or paid tier adds changes.",
        )
    found = explained(ladder, rule, known)
    if found is None:
        return Words("这一级没有条件。", "This tier asks for nothing.")
    lacking = each.new_earned is None or _falls(ladder, each)
    wanted = State.UNMET if lacking else State.MET
    parts = [part for part in _parts(found) if (part.state is State.MET) is (wanted is State.MET)]
    told = [_told(part) for part in parts or [found]]
    head = Words("没有做到：", "Not met: ") if lacking else Words("做到了：", "Met: ")
    return Words(
        head.zh + "；".join(one.zh for one in told), head.en + "; ".join(one.en for one in told)
    )


def _parts(found: Explained) -> Iterator[Explained]:
    if found.joint not in JOINTS:
        yield found
        return
    for each in found.children:
        yield from _parts(each)


def _told(part: Explained) -> Words:
    if part.comparison is None:
        return part.sentence
    value = part.comparison.shown_value
    return Words(f"{part.sentence.zh}（现为 {value.zh}）", f"{part.sentence.en} (now {value.en})")
