"""What somebody is told after a record was kept: that it was, and which tier it brought."""

from app.runtime.records import Outcome
from app.runtime.releases import Live
from app.web.language import w
from app.web.records.showing import tier_shown


def told(live: Live, outcome: Outcome, said: str) -> str:
    """Add the tiers that a member gained to what is said."""
    return " ".join([said, *_gained(live, outcome)])


def _gained(live: Live, outcome: Outcome) -> list[str]:
    found = []
    for each in outcome.moved:
        tier = tier_shown(live.checked.program.ladder(each.ladder), each.new)
        if tier is not None and each.new != each.old:
            label = tier.label
            found.append(w(f"等级变为“{label.to('zh')}”。", f"The tier is “{label.to('en')}” now."))
    return found
