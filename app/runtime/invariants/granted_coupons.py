"""Each step that gives coupons has given them, and each coupon of a step has its step."""

from collections.abc import Sequence

from app.program.flows import Step
from app.runtime.invariants.base import MOST, Invariant, Look, Wrong, steps_of
from app.runtime.postings import LONGEST_CAUSE
from app.runtime.releases import live_release
from app.storage.flow_checks import unfounded_coupons, ungiven
from app.storage.flow_runs import Group
from app.words import Words


class GrantedCoupons(Invariant):
    key = "granted_coupons"
    label = Words(
        "自动化每发一次券，券都在；没有来路不明的券",
        "Each step that gave coupons has them, and none came of no step",
    )
    advice = Words(
        "“缺”：给该会员补发；“多”：作废那一张。然后请开发者看一眼。",
        "Missing: issue it to the member; without a step: make it void. Then tell the developers.",
    )

    def wrong(self, look: Look) -> Sequence[Wrong]:
        space, program_id, piece = look.space, look.program_id, look.piece
        found = unfounded_coupons(space, program_id, piece, longest=LONGEST_CAUSE, limit=MOST)
        wrong = [Wrong(member_id=each.member_id, what=f"多 · extra {each.name}") for each in found]
        steps = [
            group
            for group, step in steps_of(look, "grant_coupon")
            if _gives_to_everybody(look, group, step)
        ]
        if steps:
            missing = ungiven(space, program_id, piece, steps, limit=MOST)
            wrong += [
                Wrong(member_id=each.member_id, what=f"缺 · missing {each.name}")
                for each in missing
            ]
        return wrong


def _gives_to_everybody(look: Look, group: Group, step: Step) -> bool:
    """Say whether nothing keeps a member from the coupon: no limit, fixed days or budget."""
    program = live_release(look.space, look.program_id, group.release_id).checked.program
    design = next((e for e in program.coupons if e.key == step.options.get("coupon")), None)
    return (
        design is not None
        and design.most_each is None
        and not design.valid.is_fixed
        and not program.budgets
    )
