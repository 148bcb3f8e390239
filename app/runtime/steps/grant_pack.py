"""Gives what a tier brings to whoever reaches it."""

from app.program.objects import ENTRY
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.coupons import Issuance, issue_within, lock_members
from app.runtime.effects import book
from app.runtime.postings import LONGEST_CAUSE, Posting
from app.runtime.steps.base import StepWork, Work, lock_batch


class GrantPack(StepWork):
    key = "grant_pack"
    label = PROGRAM["grant_pack"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        ladder = work.released.checked.program.ladder(chosen["ladder"])
        tier = next((each for each in ladder.tiers if each.key == chosen["tier"]), None)
        if tier is None or tier.pack is None:
            return
        for chain, tokens in work.by_chain():
            wanted = [
                Issuance(
                    member_id=token.member_id,
                    design=each.coupon,
                    cause=f"flow:{token.run_id}:{work.step.key}:{token.visits}:{n}",
                    count=each.count,
                )
                for token in tokens
                for n, each in enumerate(tier.pack.coupons)
            ]
            within = work.live.checked.program.budgets
            if within:
                lock_batch(work)
            lock_members(work.space, work.released, wanted)
            issue_within(work.space, work.released, wanted, within, now=work.moment.now)
            points = [
                Posting(
                    member_id=token.member_id,
                    cause=f"{work.cause(token)}:{n}"[:LONGEST_CAUSE],
                    currency=each.currency,
                    amount=each.amount,
                    own=True,
                )
                for token in tokens
                for n, each in enumerate(tier.pack.points)
            ]
            if points and ENTRY in work.live.catalogue.records:
                book(work, points, chain)
