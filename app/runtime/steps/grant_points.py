"""Books points or growth value, with the tiers that follow."""

from app.program.objects import ENTRY
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.effects import book
from app.runtime.postings import Posting
from app.runtime.run_words import refusal
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch
from app.words import Words


class GrantPoints(StepWork):
    key = "grant_points"
    label = PROGRAM["grant_points"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        if ENTRY not in work.live.catalogue.records:
            reasons = {each.member_id: refusal(NO_LEDGER) for each in work.tokens()}
            flow_batch.fail(work.space, reasons)
            return
        for chain, tokens in work.by_chain():
            asked = [
                Posting(
                    member_id=each.member_id,
                    cause=work.cause(each),
                    currency=chosen["currency"],
                    amount=chosen["amount"],
                    note=work.flow.flow.label.together,
                    own=True,
                )
                for each in tokens
            ]
            book(work, asked, chain)


NO_LEDGER = Words("现在发布的版本没有积分账本。", "The live release has no ledger yet.")
